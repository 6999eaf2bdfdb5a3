package main

// Types in generic functions, as the one body for all type arguments of the same shape has them.

type pair[K comparable, V any] struct {
	key K
	val V
}

type table[K comparable, V any] struct {
	m    map[K]V
	list []pair[K, V]
}

type node struct {
	next *node
	name string
}

type id int

var (
	sinkAny   any
	sinkTable *table[string, *node]
)

func newTable[K comparable, V any](n int) *table[K, V] {
	return &table[K, V]{m: make(map[K]V, n), list: make([]pair[K, V], 0, n)}
}

func mapped[T, U any](xs []T, f func(T) U) []U {
	out := make([]U, 0, len(xs))
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}

func grown[S ~[]E, E any](s S, n int) S {
	t := make(S, len(s), n)
	copy(t, s)
	return t
}

func chars[S ~string](s S) []byte { return []byte(s) }

func text[S ~[]byte](b S) string { return string(b) }

func fresh[T any]() *T { return new(T) }

func local[T any](x T) int {
	p := new(T)
	*p = x
	a := [2]T{x, x}
	b := []T{x}
	m := map[string][]T{"x": b}
	c := make(chan T, 1)
	c <- a[0]
	return len(m) + len(c)
}

func counts[K comparable](keys ...K) map[K]int {
	m := map[K]int{}
	for _, k := range keys {
		m[k]++
	}
	return m
}

func main() {
	sinkTable = newTable[string, *node](3)
	sinkAny = newTable[id, struct{ n node }](2)
	sinkAny = mapped([]int{1, 2}, func(i int) string { return "s" })
	sinkAny = mapped([]float64{1}, func(f float64) *node { return nil })
	sinkAny = grown([]id{1}, 3)
	sinkAny = chars("abc")
	sinkAny = text([]byte{1, 2})
	sinkAny = fresh[node]()
	sinkAny = fresh[[]id]()
	sinkAny = local(id(3)) + local([2]bool{}) + local(struct{ n id }{})
	sinkAny = counts(1.5, 2)
	sinkAny = counts[id]()
}
