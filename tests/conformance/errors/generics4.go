package main

import "fmt"

type Ordered interface {
	int | string
}

type Stringer interface {
	String() string
}

type My int

func Max[T Ordered](a, b T) T { if a > b { return a }; return b }
func Show[T Stringer](x T) { fmt.Println(x.String()) }
func Both[T Ordered, U Stringer](t T, u U) {}
func Key[K comparable, V any](m map[K]V) {}

func main() {
	Max(1, "a")
	Max(1, 2.5)
	Max(My(1), My(2))
	Max[float64](1, 2)
	Show(5)
	Show[My](1)
	Both(1, 2)
	Key(5)
	Key(map[string]int{}, 1)
	Key[[]int, int](nil)
	var f func(int, int) int = Max[string]
	_ = f
	Max(1)
}
