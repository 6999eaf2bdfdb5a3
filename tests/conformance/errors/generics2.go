package main

func Eq[T any](a, b T) bool { return a == b }
func Add[T any](a, b T) T { return a + b }
func Lt[T comparable](a, b T) bool { return a < b }
func Len[T any](x T) int { return len(x) }
func Conv[T any](x T) string { return string(x) }
func Fld[T struct{ x int }](v T) int { return v.x }
func Mth[T any](v T) { v.Foo() }
func Idx[T any](v T) { _ = v[0] }
func Rng[T any](v T) { for range v { } }
func Call[T any](v T) { v() }
func Nil[T any]() T { return nil }
func One[T any]() T { return 1 }
func Sw[T any](x T) { switch x.(type) { } }
func As[T any](x T) { _ = x.(int) }
func Unused[T, U any](x T) {}

func main() { Unused(1) }
