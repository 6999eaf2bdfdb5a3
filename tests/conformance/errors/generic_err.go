package main


func Map[T, U any](x []T, f func(T) U) []U { return nil }
func Sum[T int | float64](x []T) T { var z T; return z }
type Stack[T any] struct{ x []T }
func Id[T any]() T { var z T; return z }
func Max[T int | string](a, b T) T { return a }
func main() {
	Map([]int{1}, 5)
	Sum([]string{"a"})
	Sum[bool](nil)
	var s Stack
	var t Stack[int, string]
	Id()
	_ = Id
	Max(1, "a")
	_, _ = s, t
}
