package main

type G[T any] struct{ x T }

func f[T any](x T, n int) {
	if n > 0 {
		f([]T{x}, n-1)
	}
}

func g[T any](x T, n int) {
	if n > 0 {
		g(struct{ a, b T }{x, x}, n-1)
	}
}

func main() {
	f(1, 2)
	g(1, 2)
	var x = ([]*G[int])[0]
	var y = 1 + (map[int]G[int])[0][0]
	_ = (G[int])[int]{}
	_ = (func())[int]
}
