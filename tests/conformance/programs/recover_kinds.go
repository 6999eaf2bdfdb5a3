// recover: in deferred calls of every kind, and deferred itself.
package main

import "fmt"

func a() (r int) {
	defer func() { fmt.Println("outer", recover()) }()
	defer recover()
	panic(1)
}

func b() {
	defer func() { fmt.Println("b sees", recover()) }()
	func() {
		defer func() { defer recover() }()
		panic(2)
	}()
}

type T struct{}

func (T) rec()   { fmt.Println("method", recover()) }
func (*T) prec() { fmt.Println("pointer method", recover()) }

type R interface{ rec() }

func c() {
	var r R = &T{}
	defer r.rec()
	panic(3)
}

func d() {
	f := (&T{}).prec
	defer f()
	panic(4)
}

func e() {
	defer func() { fmt.Println("e sees", recover()) }()
	defer func() {
		func() { recover() }()
	}()
	panic(5)
}

func main() {
	a()
	b()
	c()
	d()
	e()
}
