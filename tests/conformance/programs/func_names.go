// Functions by their code: names of functions, literals, methods; a package variable too large for a frame's slots.
package main

import (
	"fmt"
	"reflect"
	"runtime"
)

type T struct{ n int }

func (t T) value()    {}
func (t *T) pointer() {}

var large = [300000]int{7: 1, 299999: len(small)}
var small = [...]string{"a", "b"}

func f()                 {}
func gen[E any](x E) E   { return x }
func name(fn any) string { return runtime.FuncForPC(reflect.ValueOf(fn).Pointer()).Name() }

func main() {
	t := &T{}
	lit := func() { fmt.Println(t.n) }
	fmt.Println(name(f), name(name), name(lit), name(func() {}), name(fmt.Println))
	fmt.Println(name(t.value), name(t.pointer), name(T.value), name((*T).pointer), name(gen[int]))
	var null func()
	fmt.Println(reflect.ValueOf(null).Pointer(), reflect.ValueOf(f).Pointer() == reflect.ValueOf(f).Pointer())
	fmt.Println(large[7], large[299999], len(large), large[8])
}
