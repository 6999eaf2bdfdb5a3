package main

import "fmt"

type Number interface {
	~int | ~float64
}

func Sum[T Number](xs []T) T {
	var t T
	for _, x := range xs {
		t += x
	}
	return t
}

func Map[T, U any](xs []T, f func(T) U) []U { return nil }

func Zero[T any]() T { var z T; return z }

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(x T) {}

func main() {
	fmt.Println(Sum([]string{"a"}))
	Sum(5)
	Sum[int, int](nil)
	Zero()
	x := Zero[string]() + 1
	var s Stack
	var t Stack[int, int]
	t2 := Stack[int]{}
	t2.Push("a")
	Map([]int{1}, func(s string) int { return 0 })
	var n Number
	_ = Sum
	_, _, _, _ = x, s, t, n
}
