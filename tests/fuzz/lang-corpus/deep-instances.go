package main

// Instances without end: each of a deeper type, of one twice as wide, of one that the instance itself declares.

func deeper[T any](x T, n int) {
	if n > 0 {
		deeper([]T{x}, n-1)
	}
}

func wider[T any](x T, n int) {
	if n > 0 {
		wider(struct{ a, b T }{x, x}, n-1)
	}
}

func local[T any](n int) {
	type in struct{ x T }
	type list []in
	type of[U any] struct{ a, b U }
	if n > 0 {
		local[in](n - 1)
		local[list](n - 1)
		local[of[list]](n - 1)
	}
}

type nest[T any] struct{ s *nest[nest[T]] }

func main() {
	deeper(1, 2)
	wider(1, 2)
	local[int](2)
}
