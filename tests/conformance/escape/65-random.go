// Made by tests/soak/soak_escape.py, seed 3.
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

func f0(v1 map[string]*int) (res0 func(*int) *int, res1 chan *int) {
	v2, v3 := (v1)["k"]
	_, _ = v2, v3
	gm["k"] = v2
	select {
	case v4 := <-(make(chan *int)):
		_ = v4
		switch ((&node{val: 2, next: gn}).val) {
		case *new(int), *(v2):
			go many(gp, v4)
			var v5 *int = &wrap{small: small{gp}, extra: 3}.node.kids[0].val
			_ = v5
		default:
			var v6 []byte = []byte("abc")
			_ = v6
		}
	case gc <- v2:
	default:
	}
	defer func(p *int) { keep(p) }((func() *int { return wrap{small: small{gp}, extra: 3}.p })())
	for v7 := 0; v7 < 3; v7++ {
		switch v9 := (shaper(any(new(int)).(small))).(type) {
		case *node:
			_ = v9
			select {
			case v10 := <-(res1):
				_ = v10
				v11 := (string)(strings.ToUpper(fmt.Sprintf("%v", &node{})))
				_ = v11
			case gc <- v2:
			default:
			}
		case small:
			_ = v9
			v12 := func(v13 *int) *int {
				select {
				case v14 := <-(res1):
					_ = v14
				case gc <- &(&node{}).val:
				default:
				}
				select {
				case v15 := <-(res1):
					_ = v15
				case gc <- v2:
				default:
				}
				return load(new(*int))
			}
			_ = v12
		case sub:
			_ = v9
			v7 += 2
		case nil:
			_ = v9
		}
		if (1 + v7) > 3 {
			if (any(<-gc).(*node).size()) > 3 {
				defer keep(new(int))
				v16, v17 := <-(res1)
				_, _ = v16, v17
			} else {
				var v18 map[string]*int = v1
				_ = v18
				v19 := (small)(small{gp})
				_ = v19
			}
			var v20 int = len(string(rune(65)))
			_ = v20
		}
		switch v21 := (any(any(*v2))).(type) {
		case *node:
			_ = v21
			v22 := (**int)(new(*int))
			_ = v22
		case small:
			_ = v21
			println(any("x") != nil)
			go keep(small{gp}.p)
		case sub:
			_ = v21
			v23 := func(v24 *int) *int {
				return v24
				return <-res1
			}
			_ = v23
			v7 = v7
		case nil:
			_ = v21
			res0 = shaper(shaper(small{p: new(int)})).shape
		}
		continue
	}
	select {
	case v25 := <-(res1):
		_ = v25
		v26, v27 := (any((any)(nil))).(*int)
		_, _ = v26, v27
	case gc <- gm["k"]:
	default:
	}
	v28 := ([4]*int)([4]*int{1: gp})
	_ = v28
	return
}

func f1(v29 []*int, v30 map[string]*int, v31 any) ([4]*int) {
	switch v32 := (shaper(v31.(small))).(type) {
	case *node:
		_ = v32
	case small:
		_ = v32
	case sub:
		_ = v32
	case nil:
		_ = v32
	}
	select {
	case v33 := <-(gc):
		_ = v33
		v34 := (chan *int)(make(chan *int))
		_ = v34
	case gc <- shaper(v31.(shaper)).shape(<-gc):
	default:
	}
	var v35 shaper = shaper(any(ga).(shaper))
	_ = v35
	for v36 := range (copy(v29, make([]*int, 3)) + (&node{}).size()) {
		_ = v36
		var v38 *int = v31.(*int)
		_ = v38
		gp = v38
		continue
	}
	return [4]*int{1: first(([]*int)(nil))}
}

func f2(v39 node, v40 [4]*int, v41 string) {
	var v42 func() *int = func() *int { x := cap(gs); return &x }
	_ = v42
	for v43, v44 := range (map[string]*int{ v41: []*int{ gm["k"], (*int)(nil) }[:1][0] }) {
		_, _ = v43, v44
	}
}

func main() {}
