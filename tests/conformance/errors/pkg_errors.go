package main

import (
	"fmt"
	"math"
)

func main() {
	fmt.Printn("x")
	fmt.println("x")
	math.Foo
	fmt := 1
	_ = math
	nope.X()
}
