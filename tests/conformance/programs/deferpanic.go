// defer, panic, recover: order, results, nesting, run-time errors as values.
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
)

func order() {
	for i := 0; i < 3; i++ {
		defer fmt.Print("d", i, " ")
	}
	defer func() { fmt.Print("first ") }()
}

func result() (n int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered: %v", r)
			n *= 2
		}
	}()
	n = 21
	panic("boom")
}

func nested() (s string) {
	defer func() { s += fmt.Sprint(recover(), ";") }()
	defer func() {
		defer func() { s += fmt.Sprint(recover(), ";") }()
		panic("second")
	}()
	panic("first")
}

func try(name string, f func()) {
	defer func() {
		r := recover()
		var re runtime.Error
		if err, ok := r.(error); ok && errors.As(err, &re) {
			fmt.Println(name+":", err)
			return
		}
		fmt.Printf("%s: %v %T\n", name, r, r)
	}()
	f()
}

type I interface{ M() }
type impl struct{}

func (impl) M() {}

type myErr struct{ code int }

func (e myErr) Error() string { return fmt.Sprint("myErr ", e.code) }

func main() {
	order()
	fmt.Println()
	fmt.Println(result())
	fmt.Println(nested())
	var s []int
	var m map[string]int
	var p *struct{ a, b int }
	var a any = "text"
	var i I
	zero := 0
	n := 5
	arr := [3]int{}
	try("index", func() { _ = s[n] })
	try("negative", func() { n := -1; _ = arr[n] })
	try("slice", func() { _ = s[1:n] })
	try("slice2", func() { s = make([]int, 4); k := 3; _ = s[k:2:zero] })
	try("slice3", func() { lo := 3; _ = s[lo:2] })
	try("string", func() { _ = "abc"[n] })
	try("substr", func() { _ = "abc"[n:] })
	try("nilmap", func() { m["a"] = 1 })
	try("nil", func() { p.b = 1 })
	try("divide", func() { fmt.Println(1 / zero) })
	try("assert", func() { _ = a.(int) })
	try("assert2", func() { _ = a.(I) })
	try("assert3", func() { _ = i.(impl) })
	try("call", func() { i.M() })
	try("custom", func() { panic(myErr{7}) })
	try("closed", func() { c := make(chan int); close(c); close(c) })
	try("send", func() { c := make(chan int, 1); close(c); c <- 1 })
	try("makeslice", func() { k := -1; _ = make([]int, k) })
	try("shift", func() { k := -1; fmt.Println(1 << k) })
	try("unhashable", func() { mm := map[any]int{}; mm[[]int{1}] = 2 })
	try("uncomparable", func() { var x, y any = []int{1}, []int{1}; fmt.Println(x == y) })
	try("array", func() { _ = [4]int(s[:2]) })
	try("nilfunc", func() { var f func(); f() })
	defer os.Exit(3)
	defer fmt.Println("last words")
	panic("unseen")
}
