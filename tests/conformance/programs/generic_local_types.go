// Names of types declared in generic functions and methods.
package main

import "fmt"

type T[X any] struct{ x X }

func (T[X]) m() any {
	type M struct{ x X }
	return M{}
}

func loc[A any]() []any {
	type L struct{ a A }
	type G[B any] struct {
		a A
		b B
	}
	var in any
	func() {
		type I []A
		in = I{}
	}()
	return []any{L{}, G[string]{}, in, &L{}, []L{}, map[string]G[A]{}}
}

type E[K comparable, V any] struct {
	k K
	v V
}

func plain() any {
	type L int
	return L(1)
}

func try(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
}

func main() {
	for _, v := range append(loc[int](), loc[T[string]]()...) {
		fmt.Printf("%T ", v)
	}
	fmt.Printf("\n%T %T %T %T\n", T[T[int]]{}, T[uint8]{}.m(), plain(), E[string, []T[byte]]{})
	try(func() { _ = loc[int]()[0].(string) })
	try(func() { _ = any(T[int]{}).(T[string]) })
	try(func() { panic(loc[bool]()[0]) })
	fmt.Printf("%+v %#v\n", loc[int]()[0], loc[int]()[1])
}
