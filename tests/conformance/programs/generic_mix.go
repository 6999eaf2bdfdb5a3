package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
)

type Number interface {
	~int | ~int32 | ~float64
}

func Sum[T Number](xs ...T) (t T) {
	for _, x := range xs {
		t += x
	}
	return
}

type Opt[T any] struct {
	v  T
	ok bool
}

func Some[T any](v T) Opt[T] { return Opt[T]{v, true} }
func None[T any]() Opt[T]    { return Opt[T]{} }
func (o Opt[T]) OrElse(d T) T {
	if o.ok {
		return o.v
	}
	return d
}
func (o Opt[T]) String() string { return fmt.Sprintf("Opt(%v,%t)", o.v, o.ok) }

type Cache[K comparable, V any] struct {
	m     map[K]V
	order []K
	cap   int
	on    func(K, V)
}

func NewCache[K comparable, V any](n int, on func(K, V)) *Cache[K, V] {
	return &Cache[K, V]{m: make(map[K]V), cap: n, on: on}
}
func (c *Cache[K, V]) Put(k K, v V) {
	if _, ok := c.m[k]; !ok {
		if len(c.order) == c.cap {
			o := c.order[0]
			c.order = c.order[1:]
			if c.on != nil {
				c.on(o, c.m[o])
			}
			delete(c.m, o)
		}
		c.order = append(c.order, k)
	}
	c.m[k] = v
}

type MyInt int

func (m MyInt) String() string { return fmt.Sprintf("my%d", int(m)) }

type Tree[T any] struct {
	l, r *Tree[T]
	v    T
	cmp  func(a, b T) int
}

func (t *Tree[T]) Insert(v T) *Tree[T] {
	if t == nil {
		return &Tree[T]{v: v}
	}
	return t
}

type List[T any] struct{ head, tail *elem[T]; n int }
type elem[T any] struct {
	next *elem[T]
	val  T
}

func (l *List[T]) Push(v T) {
	e := &elem[T]{val: v}
	if l.tail == nil {
		l.head, l.tail = e, e
	} else {
		l.tail.next = e
		l.tail = e
	}
	l.n++
}
func (l *List[T]) Each(f func(int, T)) {
	i := 0
	for e := l.head; e != nil; e = e.next {
		f(i, e.val)
		i++
	}
}

func MapS[S ~[]E, E, R any](s S, f func(E) R) []R {
	r := make([]R, 0, len(s))
	for _, e := range s {
		r = append(r, f(e))
	}
	return r
}
func Reduce[T, A any](s []T, a A, f func(A, T) A) A {
	for _, x := range s {
		a = f(a, x)
	}
	return a
}


type Strs []string

func (s Strs) Join() string { return strings.Join(s, "+") }

func Keys[M ~map[K]V, K cmp.Ordered, V any](m M) []K {
	r := make([]K, 0)
	for k := range m {
		r = append(r, k)
	}
	slices.Sort(r)
	return r
}

type Set[T comparable] map[T]struct{}

func (s Set[T]) Has(v T) bool { _, ok := s[v]; return ok }

type pairs[A any, B any] []struct {
	a A
	b B
}

func Ptr[T any](v T) *T { return &v }

func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func Kind[T any](v T) string {
	switch any(v).(type) {
	case int:
		return "int"
	case string:
		return "string"
	case []T:
		return "slice"
	case fmt.Stringer:
		return "stringer"
	}
	return fmt.Sprintf("%T", v)
}

func main() {
	fmt.Println(Sum(1, 2, 3), Sum(1.5, 2), Sum[MyInt](1, 2))
	fmt.Println(Some(3), None[string](), Some("x").OrElse("y"), None[[]int]().OrElse([]int{1}))
	c := NewCache(2, func(k string, v int) { fmt.Println("evict", k, v) })
	c.Put("a", 1)
	c.Put("b", 2)
	c.Put("c", 3)
	fmt.Printf("%T %T %T\n", c, Some(MyInt(1)), pairs[int, string]{})
	var l List[Opt[int]]
	l.Push(Some(1))
	l.Push(None[int]())
	l.Each(func(i int, o Opt[int]) { fmt.Println(i, o) })
	fmt.Println(MapS(Strs{"a", "bb"}, func(s string) int { return len(s) }), Reduce([]int{1, 2, 3}, "", func(a string, i int) string { return a + fmt.Sprint(i) }))
	fmt.Println(Keys(map[string]int{"z": 1, "a": 2}), Set[int]{1: {}}.Has(1))
	fmt.Println(*Ptr(5), Kind(1), Kind("s"), Kind(MyInt(2)), Kind(2.5), Kind([]int{}), Kind(Ptr(1)))
	func() {
		defer func() { fmt.Println("rec", recover()) }()
		Must(1, errors.New("bad"))
	}()
	xs := []MyInt{3, 1, 2}
	slices.SortFunc(xs, func(a, b MyInt) int { return cmp.Compare(b, a) })
	fmt.Println(xs, slices.Max(xs), slices.Index(xs, 1))
	sort.Slice(xs, func(i, j int) bool { return xs[i] < xs[j] })
	fmt.Println(xs)
	f := Sum[float64]
	fmt.Printf("%T %v\n", f, f(1, 2))
	var t *Tree[string]
	t = t.Insert("q")
	fmt.Println(t.v)
	fmt.Printf("%v %+v\n", Opt[MyInt]{1, true}, struct{ o Opt[int] }{Some(1)})
}
