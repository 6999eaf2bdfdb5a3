package main

import "fmt"

// Pointers to different variables of size 0: equal or not, as Go's compiler sees them.

type empty struct{}

type nothing struct {
	a [0]int
	b empty
}

var global, other empty
var sink any

//go:noinline
func same(p, q *empty) bool { return p == q }

func calls(n *int) [0]int {
	*n++
	return [0]int{}
}

func frame() {
	a, b := &struct{}{}, &struct{}{}
	fmt.Println("literals", a == b, a != b, a == a)
	var x, y empty
	p, q := &x, &y
	fmt.Println("variables", p == q, &x == &y, &x == p, same(p, q))
	r, s := new([0]int), new([0]int)
	if r == s {
		fmt.Println("new: same")
	} else {
		fmt.Println("new: apart")
	}
	t := r
	fmt.Println("copy", t == r, t == s)
	n := 0
	fmt.Println("calls", &nothing{a: calls(&n)} == &nothing{a: calls(&n)}, n)
	fmt.Println("globals", &global == &other, &global == &x, &global == &global)
}

func heap() {
	a, b := &empty{}, &empty{}
	sink = a
	sink = b
	fmt.Println("literals", a == b, a != b)
	var x, y empty
	sink, sink = &x, &y
	fmt.Println("variables", &x == &y, same(&x, &y), same(&x, a))
	fmt.Println("global", &global == &x, &global == a, same(&global, a))
	stays := new(empty)
	fmt.Println("mixed", stays == a)
}

func loops() {
	for i := 0; i < 2; i++ {
		g, h := new(struct{}), new(struct{})
		fmt.Println("loop", g == h, !(g == h) && i < 1)
		f := func() bool { return g == h }
		fmt.Println("closure", f() || i < 2)
	}
	var last *empty
	for i := 0; i < 2; i++ {
		now := &empty{}
		fmt.Println("last", last == nil, now == nil)
		last = now
	}
}

func main() {
	frame()
	heap()
	loops()
}
