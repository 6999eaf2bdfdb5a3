// Package variables: what is laid out, what is left to run, large maps, init functions.
package main

type S struct {
	p *int
	q []*int
	n string
}

func f() *int { return new(int) }

var a = S{p: new(int), n: "x"}
var b = []S{{p: new(int)}, {q: []*int{f(), new(int)}}}
var c = &S{p: f(), q: make([]*int, 3)}
var d any = S{p: new(int)}
var e = map[string]*int{"a": new(int)}
var g, h = new(int), []any{1, "x", new(int), S{}, f()}
var _ = new(int)
var i = func() *int { return new(int) }
var j = func() func() { x := 1; return func() { x++ } }()
var k = [2]*int{1: new(int)}
var l = struct{ a [1]S }{[1]S{{p: new(int)}}}
var m = string([]byte{1, 2})
var o = n + "y"
var n = "z" + m
var pp = &a.p
var big = map[string]*int{"a": &x1, "b": &x1, "c": &x1, "d": &x1, "e": &x1, "f": &x1, "g": &x1}
var x1 int
var qq = append([]int{}, 1)

func init() {
	z := func() *int { return new(int) }
	z()
	func() { println("t") }()
}
func main() { println(o) }
