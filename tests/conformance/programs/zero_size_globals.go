package main

import "fmt"

// Package variables of size 0 lie where allocations of size 0 do, and between others they take no room.

type empty struct{}

var (
	before int64 = 7
	a      empty
	b      [0]string
	c      [4]struct{}
	after  int64 = 9
	at           = &b
	sink   any
)

//go:noinline
func same[T any](p, q *T) bool { return p == q }

func main() {
	heap := new(empty)
	sink = heap
	strings := new([0]string)
	sink = strings
	fmt.Println(same(heap, &a), same(strings, &b), same(strings, at))

	a = empty{}
	b = *at
	c[3] = struct{}{}
	p := &c[2]
	*p = struct{}{}
	fmt.Println(before, after, len(b), len(c), a, b, c)
	for i := range c {
		c[i] = a
	}
	before, after = after, before
	fmt.Println(before, after)
}
