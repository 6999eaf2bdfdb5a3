// Made by tests/soak/soak_escape.py, seed 21.
package main

import (
	"errors"
	"fmt"
	"strings"
)

type node struct {
	val  int
	next *node
	kids []*node
	name string
}

type small struct{ p *int }

type big struct {
	arr [20]int
	s   small
	n   *node
}

type wrap struct {
	*node
	small
	extra any
}

type shaper interface {
	shape(p *int) *int
	size() int
}

type sub interface{ size() int }

func (n *node) shape(p *int) *int { n.val = *p; return p }
func (n *node) size() int         { return n.val }
func (s small) shape(p *int) *int { return s.p }
func (s small) size() int         { return 1 }
func (b *big) grow(n *node) *big  { b.n = n; return b }
func (w wrap) both() (*int, *node) { return w.p, w.next }

var (
	gp   *int
	gn   *node
	gs   []*int
	gm   = map[string]*int{}
	ga   any
	gf   func() *int
	gc   = make(chan *int, 1)
	gsh  shaper
	gerr = errors.New("g")
	gst  = struct{ a, b *int }{a: new(int)}
)

func id(p *int) *int                  { return p }
func keep(p *int)                     { gp = p }
func drop(p *int)                     {}
func two(p, q *int) (*int, *int)      { return q, p }
func load(pp **int) *int              { return *pp }
func many(ps ...*int) int             { return len(ps) }
func first(ps []*int) *int            { return ps[0] }
func apply(f func(*int) *int, p *int) *int { return f(p) }
func fill(n *node, p *int) (m *node, err error) { m = n; m.val = *p; return }
func rec(n *node, depth int) *node {
	if depth == 0 {
		return n
	}
	return rec(&node{next: n}, depth-1)
}

func panicky(x any) {
	if x == nil {
		panic(fmt.Sprint(x) + strings.ToUpper("x"))
	}
}

func (r *node) f0(v1 shaper, v2 []byte, v3 func(*int) *int) {
	switch v4 := (any(any(len(v2)))).(type) {
	case *node:
		_ = v4
	case small:
		_ = v4
	case sub:
		_ = v4
		var v5 shaper = shaper(any(any(shaper(gsh).size())).(shaper))
		_ = v5
		for v6, v7 := range (append(gs, []*int{ <-gc, gp }[:1][0])) {
			_, _ = v6, v7
			v6 += 2
			break
		}
	case nil:
		_ = v4
	}
	r.next, r.name = r.next.next, gn.name[1:]
	switch (wrap{extra: (*int)(nil)}.small.size()) {
	case *new(int), *(new(int)):
		var v8 func(*int) *int = v3
		_ = v8
		r.next, r.name = r.next.next, strings.ToUpper(gn.name + strings.ToUpper(string(rune(65))) + "z")
	default:
	}
	v2 = v2
	go keep(func() *int { return any(any(small{p: new(int)})).(*int) }())
	select {
	case v9 := <-(gc):
		_ = v9
		switch (len(fmt.Sprint(any("x"), string(rune(65))))) {
		case *new(int), *(gp):
			var v10 any = any("x")
			_ = v10
			v11 := (node)(node{kids: append([]*node(nil), r)})
			_ = v11
		default:
			switch v12 := (any([4]*int{1: &new(big).arr[2]})).(type) {
			case *node:
				_ = v12
				v13 := ([4]*int)([4]*int{1: gp})
				_ = v13
			case small:
				_ = v12
			case sub:
				_ = v12
				select {
				case v14 := <-(gc):
					_ = v14
					var v15 *node = r
					_ = v15
				case gc <- v9:
				default:
				}
			case nil:
				_ = v12
			}
		}
	case gc <- (*node).shape(r, (func() *int { return gm["k"] })()):
	default:
	}
	var v16 small = small{gp}
	_ = v16
	r.next, r.name = r.next.next, string(make([]byte, 10))
}

func (_ wrap) f1() (res0 chan *int) {
	v17 := (string)(wrap{extra: gm["k"]}.node.name)
	_ = v17
	v18, v19 := (shaper(small{})).(small)
	_, _ = v18, v19
	for v20 := range (len(v17)) {
		_ = v20
		v22 := func(v23 *int) *int {
			v24, v25 := (map[string]*int{ string([]byte("abc")): v23 })["k"]
			_, _ = v24, v25
			return &(&big{s: v18}).arr[2]
		}
		_ = v22
	}
	gst.b = gm["k"]
	return make(chan *int)
}

func (r small) f2(v26 any, v27 shaper, v28 func() *int) ([]*int, small) {
	var v29 *big = new(big).grow(&node{})
	_ = v29
	v30, v31 := (wrap{ &node{val: 2, next: gn}, small{p: new(int)}, v26 }).both()
	_, _ = v30, v31
	var v32 *int = []*int{ *new(*int), v30 }[:1][0]
	_ = v32
	v33 := func(v34 *int) *int {
		return v30
	}
	_ = v33
	return append(gs[1:], make([]*int, len(gs))...), v26.(small)
}

func main() {}
