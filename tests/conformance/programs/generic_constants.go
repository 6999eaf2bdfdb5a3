package main

import (
	"fmt"
	"testing"
)

// A constant that is converted to a type parameter is no constant any more: it wraps, and what is wrong with it is found
// when the program runs.

type small interface{ int8 | uint8 | int }

func sum[T small]() T   { return T(100) + T(100) }
func shift[T small]() T { const k = 3; return T(k) << 7 * T(5) }

func caught(name string) { fmt.Println(name, recover()) }

func divide[T small](x T) T {
	defer caught("divide")
	return x / T(0)
}

func index[T small](x [3]int) int {
	defer caught("index")
	return x[T(5)]
}

func cut[T small](x []int) []int {
	defer caught("cut")
	return x[T(2):T(1)]
}

func size[T small]() []int {
	defer caught("size")
	return make([]int, T(3), T(2))
}

func back[T int8 | int](x T) T {
	defer caught("back")
	return x << T(-1)
}

func which[T small](v any) string {
	switch v {
	case T(65), 65:
		return "A"
	}
	return "-"
}

var sink any

func boxed[T int | float64]() float64 {
	return testing.AllocsPerRun(10, func() { sink = T(1000) })
}

func main() {
	fmt.Println(sum[int8](), sum[uint8](), sum[int]())
	fmt.Println(shift[int8](), shift[uint8](), shift[int]())
	divide[int8](1)
	index[uint8]([3]int{})
	cut[int]([]int{1, 2, 3})
	size[int8]()
	back(1)
	fmt.Println(which[int](65), which[int8](65), which[uint8]("A"))
	fmt.Println(boxed[int](), boxed[float64]())
}
