package main

type small interface{ ~int8 | ~uint8 }
type number interface {
	small | ~int | ~float64
}
func to[T small]() T             { return T(300) }
func float[T number]() T         { return T(1.5) }
func text[T int | ~[]rune]() T   { return T("ab") }
func none[T any]() T             { return T(0) }
func length[T int]() [T(3)]int   { return [3]int{} }
func huge[T uint64]() T          { return T(1 << 63) }
func pointer[T int](t T) *string { return (*string)(t) }
func chans[T chan int | chan string](c T) <-chan int {
	var r <-chan int = c
	return r
}
func fill[T chan int | chan string](c chan int) T { return c }

func main() {}
