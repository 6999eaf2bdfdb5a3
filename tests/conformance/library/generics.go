// Generic functions and types: what they allocate; a literal in one captures the dictionary.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type S[T any] struct {
	items []T
	f     func() T
}

func (s *S[T]) Each(f func(T)) {
	for _, x := range s.items {
		f(x)
	}
}
func (s *S[T]) Getter(i int) func() T { return func() T { return s.items[i] } }
func Map[T, U any](xs []T, f func(T) U) []U {
	out := make([]U, 0, len(xs))
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}
func Maker[T any]() func() T               { return func() T { var z T; return z } }
func Adder[T int | float64](a T) func(T) T { return func(b T) T { a += b; return a } }

type Node[K comparable, V any] struct {
	k    K
	v    V
	next *Node[K, V]
}
type Stack[T any] []T

func (s *Stack[T]) Push(x T)                        { *s = append(*s, x) }
func New[K comparable, V any](k K, v V) *Node[K, V] { return &Node[K, V]{k: k, v: v} }
func Box[T any](x T) any                            { return x }
func Ptr[T any](x T) *T                             { return &x }
func Keys[M ~map[K]V, K comparable, V any](m M) []K {
	r := make([]K, 0, len(m))
	for k := range m {
		r = append(r, k)
	}
	return r
}

type Num interface{ ~int | ~float64 }

func Sum[T Num](xs ...T) T {
	var t T
	for _, x := range xs {
		t += x
	}
	return t
}

type Set[T comparable] map[T]struct{}

func (s Set[T]) Add(x T) { s[x] = struct{}{} }

type St interface{ String() string }
type my int

func (m my) String() string { return "my" }
func Strs[T St](xs []T) []string {
	var r []string
	for _, x := range xs {
		r = append(r, x.String())
	}
	return r
}
func Conv[T St](x T) St { return x }
func Apply[T any](x T, fs ...func(T) T) T {
	for _, f := range fs {
		x = f(x)
	}
	return x
}
func Deferred[T any](x T) (r T) { defer func() { r = x }(); return }
func Chan[T any](xs ...T) <-chan T {
	c := make(chan T, len(xs))
	for _, x := range xs {
		c <- x
	}
	close(c)
	return c
}
func MV[T any](s *S[T]) func(func(T)) { return s.Each }

var (
	ki    func() int
	ks    func(int) int
	kany  any
	kstrs []string
	kints []int
	kn    *Node[string, int]
	kf    []float64
	kp    *int
	kst   St
	kc    <-chan int
	kmv   func(func(int))
	kpstr *string
)

func main() {
	debug.SetGCPercent(-1)
	s := &S[int]{items: []int{1, 2, 3}}
	var stack Stack[string]
	set := Set[int]{}
	rows := []struct {
		n string
		f func()
	}{
		{"getter", func() { ki = s.Getter(1) }},
		{"map", func() { kstrs = Map([]int{1, 2, 3}, func(i int) string { return "x" }) }},
		{"map float", func() { kf = Map([]int{1, 2, 3}, func(i int) float64 { return float64(i) }) }},
		{"maker", func() { ki = Maker[int]() }},
		{"adder", func() { ks = Adder(5) }},
		{"new", func() { kn = New("a", 1) }},
		{"push", func() { stack.Push("a") }},
		{"box", func() { kany = Box(70000) }},
		{"box small", func() { kany = Box(7) }},
		{"box struct", func() { kany = Box(struct{ a, b int }{1, 2}) }},
		{"ptr", func() { kp = Ptr(5) }},
		{"ptr str", func() { kpstr = Ptr("a") }},
		{"keys", func() { kints = Keys(map[int]bool{1: true, 2: false}) }},
		{"sum", func() { kints[0] = Sum(1, 2, 3) }},
		{"set", func() { set.Add(3) }},
		{"strs", func() { kstrs = Strs([]my{1, 2}) }},
		{"conv", func() { kst = Conv(my(700)) }},
		{"apply", func() { kints[0] = Apply(3, func(i int) int { return i * 2 }) }},
		{"deferred", func() { kints[0] = Deferred(3) }},
		{"chan", func() { kc = Chan(1, 2, 3) }},
		{"method value", func() { kmv = s.Each }},
		{"each", func() { s.Each(func(i int) { kints[0] += i }) }},
	}
	var a, b runtime.MemStats
	for _, r := range rows {
		r.f()
		runtime.ReadMemStats(&a)
		r.f()
		runtime.ReadMemStats(&b)
		fmt.Println(r.n, b.Mallocs-a.Mallocs, b.TotalAlloc-a.TotalAlloc, b.Frees-a.Frees)
	}
}
