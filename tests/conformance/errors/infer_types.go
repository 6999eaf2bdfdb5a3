package main

type numbers chan int
type stack[T any] []T
type getter[T any] interface{ get() T }
type strs struct{}

func (strs) get() string { return "" }

func same[T any](a, b T)            {}
func get[T any](g getter[T], t T)   {}
func lists[L ~[]E, E any](l L, e E) {}
func pointers[T any, P interface {
	*T
	set()
}](t T)                                           {}
func loop[A interface{ *B }, B interface{ *A }]() {}
func method[T interface{ m(T) }](t T)             {}

type one struct{}

func (one) m(int) {}

func main() {
	var n numbers
	var c chan int
	var r <-chan int
	var s chan<- int
	same(n, c)
	same(c, r)
	same(r, s)
	same(n, s)
	get(strs{}, 1)
	lists(stack[int]{}, "")
	pointers(1)
	loop()
	method(one{})
	lists[[]int](nil, 'a')
	same([]int{}, stack[int]{})
	same([][]int{}, []stack[int]{})
}
