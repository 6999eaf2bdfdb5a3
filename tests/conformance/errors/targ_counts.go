package main

type pair[A, B any] struct {
	a A
	b B
}

func (p pair[A, B]) first() A { return p.a }

func first[A, B any](p pair[A, B]) A { return p.a }

type holder[T any] struct{ p pair[T] }

func (h holder[T]) get() T { return h.p.a }

func main() {
	var p pair[int]
	var q pair[int, int, int]
	p = q
	p.a = "x"
	p.first()
	first(p)
	_ = pair[string]{a: 1}
	var h holder[int]
	h.p = p
}
