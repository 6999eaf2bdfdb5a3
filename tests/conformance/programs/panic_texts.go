package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"
)

type E struct{ s string }

func (e E) Error() string { return "E:" + e.s }

type St struct{ n int }

func (s St) String() string { return fmt.Sprintf("St<%d>", s.n) }

type I interface{ M(); N(int) string }
type T1 struct{}
type T2 struct{}

func (T2) M() {}

type T3 struct{}

func (*T3) M()              {}
func (*T3) N(int) string    { return "" }

type u8 uint8

type E2 struct{ E }

func try(name string, f func()) {
	defer func() {
		r := recover()
		if re, ok := r.(runtime.Error); ok {
			fmt.Println(name, "runtime:", re)
		} else {
			fmt.Printf("%s %T %v\n", name, r, r)
		}
		if e, ok := r.(error); ok {
			var pe *runtime.PanicNilError
			var te *runtime.TypeAssertionError
			fmt.Println(errors.As(e, &pe), errors.As(e, &te))
		}
	}()
	f()
}

func main() {
	var s []int
	var a [5]int
	var str = "hello"
	n := 7
	neg := -3
	var m map[string]int
	var p *[4]int
	var np *St
	var i any
	var ii I
	var e error
	var f func()
	var ch chan int
	big := uint64(1 << 63)
	u := u8(200)
	try("idx", func() { _ = s[n] })
	try("idx2", func() { _ = a[n] })
	try("idx3", func() { _ = str[n] })
	try("idxneg", func() { _ = a[neg] })
	try("idxu8", func() { _ = a[u] })
	try("sl1", func() { _ = a[n:] })
	try("sl2", func() { _ = a[:n] })
	try("sl3", func() { _ = s[:n] })
	try("sl4", func() { _ = str[n:] })
	try("sl5", func() { _ = str[3:n] })
	try("sl6", func() { x := 2; _ = str[3:x] })
	try("sl7", func() { x := 2; _ = a[3:x] })
	try("sl8", func() { x := 2; _ = a[1:x:n] })
	try("sl9", func() { x := 4; _ = a[1:x:x-1] })
	try("sl10", func() { x := 4; _ = a[x : x-1 : x] })
	try("sl11", func() { _ = a[neg:] })
	try("sl13", func() { _ = str[neg:] })
	try("arr", func() { _ = [4]int(s) })
	try("arrp", func() { _ = (*[4]int)(s) })
	try("nilmap", func() { m["a"]++ })
	try("nilp", func() { _ = p[1] })
	try("nilp2", func() { fmt.Println(np.n) })
	try("nilp3", func() { fmt.Println(np.String()) })
	try("nilf", func() { f() })
	try("nilii", func() { ii.M() })
	try("ta1", func() { _ = i.(int) })
	try("ta2", func() { i = "x"; _ = i.(int) })
	try("ta3", func() { i = T1{}; _ = i.(I) })
	try("ta4", func() { i = T2{}; _ = i.(I) })
	try("ta5", func() { i = T3{}; _ = i.(I) })
	try("ta6", func() { ii = &T3{}; _ = ii.(fmt.Stringer) })
	try("ta7", func() { ii = nil; _ = ii.(*T3) })
	try("ta8", func() { e = E{"q"}; _ = e.(*E2) })
	try("ta9", func() { i = u; _ = i.(uint8) })
	try("ta10", func() { i = struct{ A int }{1}; _ = i.(map[string][]int) })
	try("ta11", func() { i = func(int) (string, error) { return "", nil }; _ = i.(chan<- int) })
	try("div", func() { z := 0; _ = n / z })
	try("mod", func() { z := 0; _ = n % z })
	try("shift", func() { _ = 1 << neg })
	try("make1", func() { _ = make([]int, neg) })
	try("make2", func() { _ = make([]int, 1, n-7) })
	try("make3", func() { _ = make(chan int, neg) })
	try("make4", func() { _ = make([]int, big) })
	try("make5", func() { _ = make(map[int]int, neg); panic("ok") })
	try("close1", func() { close(ch) })
	try("close2", func() { c := make(chan int); close(c); close(c) })
	try("close3", func() { c := make(chan int, 1); close(c); c <- 1 })
	try("nilpanic", func() { panic(nil) })
	try("err", func() { panic(E{"x"}) })
	try("st", func() { panic(St{4}) })
	try("fmt", func() { panic(fmt.Sprintf("%05d", 42)) })
	try("errorf", func() { panic(fmt.Errorf("w: %w", E{"in"})) })
	try("cmp1", func() { var a, b any = []int{1}, []int{2}; _ = a == b })
	try("cmp2", func() { var a, b any = map[int]int{}, map[int]int{}; fmt.Println(a == b) })
	try("cmp3", func() { m := map[any]int{}; m[func() {}] = 1 })
	try("cmp4", func() { m := map[any]int{}; m[[1][]int{}] = 1 })
	try("cmp5", func() { type x struct{ a any }; fmt.Println(x{[]int{}} == x{[]int{}}) })
	try("cmp6", func() { var a, b any = struct{ f func() }{}, struct{ f func() }{}; fmt.Println(a == b) })
	try("rep", func() { _ = strings.Repeat("x", neg) })
	try("rep2", func() { _ = strings.Repeat("xx", 1<<62) })
	try("grow", func() { var b strings.Builder; b.Grow(neg) })
	try("key", func() { context.WithValue(context.Background(), []int{}, 1) })
	try("cond", func() { c := sync.NewCond(&sync.Mutex{}); c.Signal(); d := *c; d.Signal() })
	try("stop", func() { (&time.Timer{}).Stop() })
	try("reset", func() { new(time.Timer).Reset(1) })
	try("goexit", func() { _ = a[len(s)-1] })
}
