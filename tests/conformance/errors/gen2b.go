package main

func Max[T int | float64 | string](a, b T) T { if a > b { return a }; return b }
func Eq[T any](a, b T) bool { return a == b }
func Less[T any](a, b T) bool { return a < b }
func Add[T any](a, b T) T { return a + b }
func Ln[T any](a T) int { return len(a) }
func Rng[T any](a T) { for range a {} }
func Idx[T any](a T) { _ = a[0] }
func Call[T any](a T) { a() }
func Conv[T any](a T) int { return int(a) }
func Fld[T any](a T) int { return a.x }
func Nil[T any]() T { return nil }
func Zero[T any]() T { return 0 }
func Str[T any]() T { return "" }
func main() {
	_ = Max(1, 2.5)
	_ = Max[int](1, 2.5)
	_ = Max("a", 1)
	var i int; var f float64
	_ = Max(i, f)
	_ = Max(true, false)
	_ = Max[bool]
	_ = Max[int, int](1, 2)
}
