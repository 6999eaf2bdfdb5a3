// closures: counters, captured loop variables, currying, deferred closures, method values and expressions, recursion.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type acc struct {
	n    int
	hist []int
}

func (a *acc) add(d int) { a.n += d; a.hist = append(a.hist, d) }
func (a acc) get() int   { return a.n }

var fs []func(int) int
var gs []func()
var total int

func counter() (func() int, func()) {
	c := 0
	return func() int { c++; return c }, func() { c = 0 }
}

func curry(a int) func(int) func(int) int {
	return func(b int) func(int) int { return func(c int) int { return a*b + c } }
}

func compose(f ...func(int) int) func(int) int {
	return func(x int) int {
		for _, g := range f {
			x = g(x)
		}
		return x
	}
}

func memo(f func(int) int) func(int) int {
	m := map[int]int{}
	return func(n int) int {
		if v, ok := m[n]; ok {
			return v
		}
		v := f(n)
		m[n] = v
		return v
	}
}

func workload() {
	for i := 0; i < 10; i++ {
		inc, reset := counter()
		inc()
		inc()
		total += inc()
		reset()
		total += inc()
		fs = append(fs, func(x int) int { return x + i }, curry(i)(2))
		a := &acc{}
		f, g, h := a.add, a.get, (*acc).add
		f(i)
		h(a, 2)
		total += g() + a.get() + acc.get(*a)
		gs = append(gs, func() { a.add(i) })
		big := [20]int{1: i}
		gs = append(gs, func() { total += big[1] })
		s := "x"
		gs = append(gs, func() { s += "y"; total += len(s) })
	}
	for _, f := range fs {
		total += f(3)
	}
	for _, g := range gs {
		g()
	}
	total += compose(fs[:4]...)(5)
	var fib func(int) int
	fib = func(n int) int {
		if n < 2 {
			return n
		}
		return fib(n-1) + fib(n-2)
	}
	total += fib(10)
	sq := memo(func(n int) int { return n * n })
	for i := 0; i < 20; i++ {
		total += sq(i % 7)
	}
	func() {
		for i := 0; i < 5; i++ {
			defer func() { total += i }()
			defer func(n int) { total += n * 10 }(i)
		}
	}()
}

func results() { fmt.Println(total) }

var before, after runtime.MemStats

func main() {
	debug.SetGCPercent(-1)
	runtime.ReadMemStats(&before)
	workload()
	runtime.ReadMemStats(&after)
	fmt.Println("mallocs", after.Mallocs-before.Mallocs)
	fmt.Println("bytes", after.TotalAlloc-before.TotalAlloc)
	fmt.Println("frees", after.Frees-before.Frees)
	for i := range after.BySize {
		d := after.BySize[i].Mallocs - before.BySize[i].Mallocs
		if d != 0 {
			fmt.Println("size", after.BySize[i].Size, d)
		}
	}
	results()
}
