// How the types of generic programs are named: the arguments are spelled as the linker spells types.
package main

import (
	"container/list"
	"errors"
	"fmt"
	"math/rand"
	"strings"
)

type S[T any] struct{ v []T }
type P[A comparable, B any] struct {
	a A
	b B
}
type I interface{ M() }

func show[T any](v T) {
	type local struct{ t T }
	fmt.Printf("%T %T %T\n", v, []T{}, local{})
	defer func() { fmt.Println(recover()) }()
	var a any = S[T]{}
	_ = a.(I)
}

func main() {
	fmt.Printf("%T\n", S[any]{})
	fmt.Printf("%T\n", S[rune]{})
	fmt.Printf("%T\n", S[byte]{})
	fmt.Printf("%T\n", S[[]rune]{})
	fmt.Printf("%T\n", S[map[byte]error]{})
	fmt.Printf("%T\n", S[struct {
		X byte
		y []any
	}]{})
	fmt.Printf("%T\n", S[func(r rune, a ...any) (int, error)]{})
	fmt.Printf("%T\n", P[rune, P[byte, any]]{})
	fmt.Printf("%T\n", S[chan<- rune]{})
	fmt.Printf("%T\n", S[interface{ M(byte) }]{})
	fmt.Printf("%T\n", S[I]{})
	fmt.Printf("%T\n", S[*strings.Builder]{})
	fmt.Printf("%T\n", S[list.List]{})
	fmt.Printf("%T\n", S[*rand.Rand]{})
	fmt.Printf("%T\n", []S[[3]rune]{})
	fmt.Printf("%T\n", map[rune]P[byte, S[rune]]{})
	fmt.Printf("%v %+v %#v\n", S[rune]{}, P[rune, any]{}, P[byte, []any]{})
	fmt.Printf("%T %T\n", struct{ S[rune] }{}, func(S[byte]) S[any] { return S[any]{} })
	show('a')
	show[any](1)
	show[byte](1)
	show(errors.New("x"))
	show([]any{})
	show(func(byte) rune { return 0 })
	var x any = S[byte]{}
	switch x.(type) {
	case S[uint8]:
		fmt.Println("same")
	}
	defer func() { fmt.Println(recover()) }()
	_ = x.(S[rune])
}
