// Made by tests/soak/soak_escape.py, seed 366.
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

func f0(v1 *node, v2 node, v3 error) (any) {
	var v4 node = v2
	_ = v4
	var v5 []*int = gs
	_ = v5
	var v6 **int = new(*int)
	_ = v6
	var v7 *node = v1
	_ = v7
	for v8 := range (v1.size()) {
		_ = v8
		var v10 shaper = shaper(shaper(any(any(v8)).(small)))
		_ = v10
	}
	v11 := func(v12 *int) *int {
		v13, v14 := small{}.p, [4]*int{1: v5[:1][0]}[small{}.size() & 3]
		_, _ = v13, v14
		var v15 wrap = wrap{ any([4]*int{gp, 3: new(int)}).(*node), small{ [4]*int{}[len(gs) & 3] }, any(ga) }
		_ = v15
		go gsh.shape(v12)
		return v1.shape(small.shape(small{p: new(int)}, <-gc))
	}
	_ = v11
	ga = any(string(([]byte)(nil)) + (&node{}).name + "z")
	return any([4]*int{gp, 3: new(int)})
}

func (_ wrap) f1() {
	var v16 wrap = wrap{extra: gp}
	_ = v16
	v17 := (int)(min(many([]*int{ gm["k"], gp }...), len(strings.Repeat("a", 2) + string(rune(65)) + "z")))
	_ = v17
	if (many(&rec(gn, len(gs)).val, (func() *int { return (*int)(nil) })())) > 3 {
		v18 := ([]*int)(gs)
		_ = v18
	} else {
		v19, v20 := (shaper(gsh)).(small)
		_, _ = v19, v20
	}
	switch (v17) {
	case *new(int), *(&(&node{next: &node{kids: []*node{ &node{} }, name: "s"}}).val):
		var v21 map[string]*int = map[string]*int{ strings.Repeat("a", 2): map[string]*int{ "s": new(int) }["a"] }
		_ = v21
		var v22 *node = (&big{s: small{ gm["k"] }}).n
		_ = v22
	default:
		println(any((any)(nil)) != nil)
	}
}

func main() {}
