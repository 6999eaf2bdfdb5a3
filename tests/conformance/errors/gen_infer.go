package main

func mk[T any]() T           { var z T; return z }
func two[A, B any](a A) B    { var z B; return z }
func sl[S ~[]E, E any](s S) E { return s[0] }
func fn[T any](f func(T) T)  {}
func ap[T, U any](x T, f func(T) U) U { return f(x) }

func main() {
	x := mk()
	y := two(1)
	z := two[int](1)
	sl(5)
	sl(map[int]int{})
	fn(func(x int) string { return "" })
	ap(1, func(s string) int { return 0 })
	var g = mk
	h := sl[[]int, string]
	mk[int, int]()
	_ = mk[int]
	mk[int]
	ap(nil, func(i int) int { return i })
}
