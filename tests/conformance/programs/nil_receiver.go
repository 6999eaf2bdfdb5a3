package main

import "fmt"

type T int

func (t T) F()             {}
func (t T) String() string { return "T" }

type G[A any] struct{ a A }

func (g G[A]) M(int, string) {}

type E struct{ *T }
type F struct{ T }

type I interface{ F() }
type N interface{ M(int, string) }

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

func main() {
	var t *T
	var g *G[int]
	var i I = t
	var n N = g
	try("iface", func() { i.F() })
	try("generic", func() { n.M(1, "a") })
	try("expr", func() { (*T).F(t) })
	try("direct", func() { t.F() })
	try("value", func() { _ = t.F })
	try("embedded", func() { var i I = E{}; i.F() })
	try("embedded nil", func() { var i I = (*F)(nil); i.F() })
	try("embedded ok", func() { var i I = &F{}; i.F() })
	try("ifaceval", func() { f := i.F; f() })
	try("defer", func() { defer i.F() })
	fmt.Println(fmt.Sprint(t))
	fmt.Println(fmt.Sprintf("%v %s", t, i))
}

// A receiver that the compiler cannot know.
var some I = (*T)(nil)

func init() {
	try("unknown", func() { some.F() })
	try("unknown deferred", func() { defer some.F() })
	var n any = (*G[string])(nil)
	try("asserted", func() { n.(N).M(1, "a") })
}
