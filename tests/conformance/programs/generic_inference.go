package main

import "fmt"

// What the compiler infers beyond the plain cases: from functions, interfaces, channels, constraints.

func each[S ~[]E, E, R any](s S, f func(E) R) []R {
	var out []R
	for _, e := range s {
		out = append(out, f(e))
	}
	return out
}

func double[N int | float64](n N) N  { return n + n }
func pair[A, B any](a A, b B) string { return fmt.Sprintf("%T %T", a, b) }
func same[T any](a, b T) string      { return fmt.Sprintf("%T", a) }

func compose[A, B, C any](f func(A) B, g func(B) C) func(A) C {
	return func(a A) C { return g(f(a)) }
}

type source[T any] interface{ next() T }
type counter struct{ n int }

func (c *counter) next() int { c.n++; return c.n }

func take[T any](s source[T], n int) (out []T) {
	for i := 0; i < n; i++ {
		out = append(out, s.next())
	}
	return
}

type maker[T any] interface {
	*T
	set(string)
}
type word struct{ s string }

func (w *word) set(s string) { w.s = s }

func build[T any, P maker[T]](s string) T {
	var t T
	P(&t).set(s)
	return t
}

func feed[T any](in <-chan T, out chan<- T) { out <- <-in }

type queue chan int

func twice[T any](f func(T) T, x T) T { return f(f(x)) }

func partial[A, B any](a A) (b B) { return }

type pairOf[K comparable, V any] struct {
	k K
	v V
}

func swap[K, V comparable](p pairOf[K, V]) pairOf[V, K] { return pairOf[V, K]{p.v, p.k} }

func apply[K, V comparable](p pairOf[K, V], f func(pairOf[K, V]) pairOf[V, K]) pairOf[V, K] {
	return f(p)
}

func main() {
	fmt.Println(each([]int{1, 2}, double))
	fmt.Println(each([]float64{1, 2}, double))
	fmt.Println(compose(double[int], func(n int) string { return fmt.Sprint("<", n, ">") })(4))
	fmt.Println(take(&counter{}, 3))
	fmt.Println(build[word]("w"))

	in, out := make(chan int, 1), make(chan int, 1)
	in <- 7
	feed(in, out)
	fmt.Println(<-out, same(in, (<-chan int)(out)), same(queue(in), out))

	fmt.Println(twice(double, 3))
	var f func(string) bool = partial
	fmt.Println(f("x"), pair(1, 'a'), same(1, 2.5))
	fmt.Println(apply(pairOf[string, int]{"a", 1}, swap))
}
