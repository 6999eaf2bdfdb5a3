package main

import "runtime"

type node struct {
	next *node
	val  int
}

type shape interface {
	area() float64
	name() string
}

type sq struct{ s float64 }

func (s sq) area() float64   { return s.s * s.s }
func (s *sq) scale(f float64) { s.s *= f }
func (s sq) name() string    { return "sq" }

type inner struct{ a, b int }

func (i *inner) set(v int) { i.a = v }

type outer struct {
	inner
	*node
	m map[string][]int
}

const (
	A = iota
	B
	C
	big = 1 << 100
)

var x, y = f2()
var z = y + w
var w = 3

func f2() (int, int) { return 1, 2 }

func sum(xs ...int) (n int) {
	for _, x := range xs {
		n += x
	}
	return
}

func Map[T, U any](xs []T, f func(T) U) []U {
	var out []U
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(x T) { s.items = append(s.items, x) }
func (s *Stack[T]) Pop() (T, bool) {
	var zero T
	if len(s.items) == 0 {
		return zero, false
	}
	x := s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return x, true
}

func main() {
	var ms runtime.MemStats
	runtime.ReadMemStats(&ms)
	println(ms.HeapAlloc, big>>98)
	var s shape = sq{2}
	q := &sq{3}
	q.scale(2)
	s = q
	println(s.area(), s.name())
	o := outer{m: map[string][]int{"a": {1, 2}}}
	o.set(4)
	o.a++
	o.next = nil
	for i := 0; i < 10; i++ {
		defer func() { println(i) }()
	}
	for i := range 10 {
		println(i)
	}
	switch v := any(s).(type) {
	case *sq:
		println(v.s)
	case nil:
	default:
		_ = v
	}
	ch := make(chan int, 1)
	select {
	case v, ok := <-ch:
		println(v, ok)
	case ch <- 1:
	default:
	}
	if v, ok := o.m["a"]; ok {
		println(len(v))
	}
	g := sq.area
	h := q.area
	println(g(*q), h(), sum(1, 2, 3), sum([]int{1}...))
	println(sum(f2()))
	st := Stack[string]{}
	st.Push("x")
	a := Map([]int{1, 2}, func(i int) string { return "x" })
	println(a[0])
outerL:
	for {
		for {
			break outerL
		}
	}
	var arr [5]int
	sl := arr[1:3]
	_ = sl
	var e error
	if e != nil {
		panic(e)
	}
	var u8 uint8 = 'a' + 1
	u8 <<= 3
	println(u8, x, z, min(1, 2.5), max("a", "b"))
}
