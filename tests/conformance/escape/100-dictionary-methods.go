// Methods of type parameters come out of the dictionary: calls, method values and expressions, in generic functions and
// methods of generic types; its words are numbered in the order of the source. Constraints have no method wrappers.
package main

import "fmt"

type A int

func (a A) String() string { return "a" }
func (a A) Less(b A) bool  { return a < b }
func (a A) Many(n int, more ...int) (string, bool) {
	return "b", len(more) > n
}
func (a *A) Set(n int) { *a = A(n) }

type Text interface {
	~int | ~float64
	String() string
}

type Lesser[T any] interface {
	Less(T) bool
	String() string
}

type Settable[T any] interface {
	*T
	Set(int)
}

type Many interface {
	comparable
	Many(n int, more ...int) (string, bool)
}

func Order[T Text, U Lesser[U]](t T, u U) {
	f := func() string { return u.String() + t.String() }
	for i := 0; i < 3; fmt.Println(t.String()) {
		fmt.Println(u.Less(u), f(), t.String())
	}
	for _, x := range []T{t} {
		fmt.Println(x.String() + "q")
	}
	g := U.Less
	fmt.Println(g(u, u), U.String(u), T.String(t))
	defer u.String()
	h := u.Less
	fmt.Println(h(u))
}

type List[T Lesser[T]] struct{ v [2]T }

func (l *List[T]) B() string { return l.v[0].String() + "x" }
func (l *List[T]) A(t T) {
	fmt.Println(l.v[0].Less(t))
	fmt.Println(l.v[0].String())
}

func Both[M Many, T any, P Settable[T]](m M) T {
	var t T
	s, ok := m.Many(1, 2, 3)
	fmt.Println(len(s), ok)
	p := P(&t)
	p.Set(1)
	P(&t).Set(2)
	f := p.Set
	f(3)
	g := P.Set
	g(p, 4)
	return t
}

func main() {
	Order(A(1), A(2))
	l := &List[A]{}
	l.A(3)
	fmt.Println(l.B(), Both[A, A](5))
}
