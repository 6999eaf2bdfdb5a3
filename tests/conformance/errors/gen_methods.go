package main

import "fmt"

type Set[T comparable] map[T]struct{}

func (s Set[T]) Add(v T)        { s[v] = struct{}{} }
func (s Set[K]) Map(f func(K) K) Set[K] { return nil }

type Str interface{ String() string }

func show[T Str](x T) { fmt.Println(x.String()) }

type P struct{}

func (p *P) String() string { return "p" }

func main() {
	var s Set[[]int]
	t := Set[string]{}
	t.Add(1)
	t.add("x")
	show(P{})
	show(&P{})
	t.Map(func(i int) int { return i })
	var u Set[func()]
	_ = s; _ = u
}
