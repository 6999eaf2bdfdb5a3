// Made by tests/soak/soak_escape.py, seed 137.
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

func f0(v1 shaper) (res0 *big) {
	for v2, v3 := range (map[string]*int{ fmt.Sprint(1): gf() }) {
		_, _ = v2, v3
		for v4, v5 := range (map[string]*int{ strings.ToUpper(strings.ToUpper(v2)): new(int) }) {
			_, _ = v4, v5
			if (len([]byte(v2))) > 3 {
				switch v6 := (any(v4)).(type) {
				case *node:
					_ = v6
				case small:
					_ = v6
					v6 = any(func() *int { x := cap(gs); return &x }).(small)
				case sub:
					_ = v6
					v7 := (node)(*gn)
					_ = v7
				case nil:
					_ = v6
					panicky(any(ga))
					v8 := (chan *int)(make(chan *int))
					_ = v8
				}
			} else {
				v9 := (func(*int) *int)(shaper(gn).shape)
				_ = v9
				var v10 func() *int = gf
				_ = v10
			}
			v11, v12 := (wrap{extra: v5}).both()
			_, _ = v11, v12
		}
	}
	println(any(any(many(<-make(chan *int), v1.shape(new(int))))) != nil)
	gm["k"] = load(new(*int))
	return res0.grow(gn).grow(gn)
}

func (r *node) f1(v13 []*int) (res0 []byte, res1 any) {
	switch (wrap{extra: new(int)}.node.size()) {
	case *new(int), *((*node).shape(r, new(int))):
		var v14 [4]*int = [4]*int{1: <-gc}
		_ = v14
		v15, v16 := two(<-gc, small.shape(res1.(small), res1.(*int)))
		_, _ = v15, v16
	default:
		v17 := ([4]*int)([4]*int{})
		_ = v17
	}
	var v18 any = any(func() *int { x := *(*int)(nil); return &x })
	_ = v18
	var v19 shaper = shaper(gn)
	_ = v19
	return
}

func main() {}
