// Method values, in generic functions too: there they hold the dictionary, where the receiver depends on the type arguments.
package main

import (
	"fmt"
	"runtime"
)

type S struct{ a, b int }

func (s S) M() int   { return s.a }
func (s *S) P() int  { return s.b }

type I interface{ M() int }

var sink func() int

func count(name string, f func()) {
	var a, b runtime.MemStats
	f()
	runtime.ReadMemStats(&a)
	for i := 0; i < 100; i++ {
		f()
	}
	runtime.ReadMemStats(&b)
	fmt.Println(name, b.Mallocs-a.Mallocs, b.TotalAlloc-a.TotalAlloc)
}

func bind[T I](x T)          { sink = x.M }
func bindp[T any, PT interface {
	*T
	P() int
}](x PT) {
	sink = x.P
}

func call[T I](x T) func() int { return func() int { return x.M() } }

type G[T any] struct{ v T }

func (g G[T]) Get() T   { return g.v }
func (g *G[T]) Ptr() *T { return &g.v }

var gsink func() int

func bindg[T any](g G[T]) func() T { return g.Get }

var any1 any

func main() {
	s := S{1, 2}
	count("plain", func() { sink = s.M })
	count("plainp", func() { sink = s.P })
	count("gen", func() { bind(s) })
	count("genp", func() { bindp(&s) })
	count("geniface", func() { bind[I](s) })
	count("closure", func() { sink = call(s) })
	count("geng", func() { sink = bindg(G[int]{3}) })
	count("gengs", func() { any1 = bindg(G[string]{"x"}) })
	g := G[int]{5}
	count("conc", func() { sink = g.Get })
	count("expr", func() { f := G[int].Get; sink = func() int { return f(g) } })
}
