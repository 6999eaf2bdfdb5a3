package main

type node[K comparable, V any] struct {
	k K
	v V
}

func (n node[A, B]) wrap() {
	m := node[A, []B]{k: n.k}
	m.wrap()
}

func even[T any]() { odd[T]() }
func odd[T any]()  { even[T]() }

func local[T any](t T) {
	type here struct{ t T }
	odd[here]()
}

func main() {
	local(1)
	node[int, int]{}.wrap()
}
