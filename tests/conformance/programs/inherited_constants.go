package main

import (
	"fmt"
	"unsafe"
)

// Constants that take over an expression look at it anew, the types in it included.

const (
	a = len([3 - iota]int{})
	b
	c
)

func main() {
	const (
		d = unsafe.Sizeof([5 * iota]struct{ x, y int16 }{})
		e
		f
	)
	fmt.Println(a, b, c, d, e, f)
}
