package main

type T[P any] struct{}

func (t T[P]) M[Q any]() {}

type I interface{ m[T any]() }

func f[T any, T any]() {}

func main() {
	f := func[T any](x T) {}
	_ = f
}
