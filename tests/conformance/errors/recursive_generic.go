package main

import "unsafe"

type tree[T any] struct {
	value       T
	left, right tree[T]
}

type grow[T any] struct{ next grow[*T] }

type first[T any] struct{ s second[T] }
type second[T any] struct{ f [2]first[T] }

type wrap[T any] struct{ t T }
type inside struct{ w wrap[inside] }

type list[T any] struct{ next *list[T] }
type node struct{ l list[node] }

type ordered[T ordered[T]] interface{ less(T) bool }
type left[R right[R]] struct{}
type right[L left[L]] struct{}

const size = unsafe.Sizeof(list[node]{})

func (t tree[T]) depth() int { return t.left.depth() }

func main() {
	var t tree[int]
	t.left.value = ""
	var n node
	n.l = nil
}
