// Names of interfaces at run time: unexported methods are spelled with their package, exported ones come first.
package main

import (
	"fmt"
	"reflect"
)

type I interface{ m() }
type s struct {
	a int
	B string
	fmt.Stringer
}

func try(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
}

func main() {
	var e any
	try(func() { e.(interface{ m() }).m() })
	try(func() { e.(I).m() })
	e = 3
	try(func() { e.(interface{ m() }).m() })
	try(func() { _ = e.(interface{ M(); m() }) })
	try(func() { _ = e.(struct{ a int }) })
	try(func() { _ = e.(func(interface{ m() }) struct{ b, C int }) })
	var x interface{ m() }
	fmt.Printf("%T %T\n", &x, struct{ a int }{})
	fmt.Printf("%T\n", func(interface{ m(); N() }) {})
	fmt.Println(reflect.TypeOf(struct {
		a int `x:"y"`
		s
	}{}))
}
