// Equality and hash functions, wrappers and method values: who makes them, and in which order.
package main

type K struct {
	a string
	b string
}
type I interface{ M(map[K]int, N) }
type N struct {
	x string
	ks [6]K
	in struct{ q, r string }
}
type T struct{ k K }

func (t T) M(m map[K]int, n N) {}

var x I = T{}
var y = func() I { return &T{} }

type J interface{ I; Q() }
type kind string
type E struct {
	a kind
	b any
}
type H map[[2]E]struct{ z, w float32 }
func (H) M(m map[K]int, n N) {}
func (H) Q() {}

func main() {
	var j J = H{}
	j.M(nil, N{})
	f := j.Q
	f()
	g := x.(J)
	h := g.M
	h(nil, N{})
	m := T.M
	m(T{}, nil, N{})
	mm := (*T).M
	mm(nil, nil, N{})
	k := J.Q
	k(j)
}
