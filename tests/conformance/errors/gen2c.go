package main

type S[T any] struct{ v T }
func (s S[int]) Foo() int { return 1 }
func (s S[T]) Bar[U any](u U) {}
func (s S) Baz() {}
func (s S[T]) dup() {}
func (s S[T]) dup() {}
type I[T any] interface { m(T) }
type A[T any] = S[T]
type B[T S] struct{}
type C[T any, T any] struct{}
type D[] struct{}
func f[T any, U]() {}
func g[T]() {}
func h[](){}
func main() {
	type L[T any] struct{}
	var x S[string]
	x.v = 5
	x.nope()
	f := func[T any](x T) {}
}
