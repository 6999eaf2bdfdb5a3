// Made by tests/soak/soak_escape.py, seed 42.
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

func (_ wrap) f0() (res0 []*int, res1 wrap) {
	var v1 chan *int = gc
	_ = v1
	var v2 [4]*int = [4]*int{gp, 3: new(int)}
	_ = v2
	return make([]*int, 3), wrap{ gn, small{gp}, any("x") }
}

func f1(v3 *int, v4 func() *int) (res0 *node, res1 any) {
	v5 := func(v6 *int) *int {
		v7 := (**int)(&gp)
		_ = v7
		var v8 wrap = wrap{extra: v6}
		_ = v8
		for len(gs) > 2 {
			v11 := func(v12 *int) *int {
				res0.next, res0.name = res0.next.next, fmt.Sprintf("%v", res1.(*node))
				v13 := (wrap)(wrap{extra: v3})
				_ = v13
				select {
				case v14 := <-(make(chan *int)):
					_ = v14
				case gc <- v3:
				default:
				}
				return v12
			}
			_ = v11
		}
		return &(&big{}).grow(&node{}).arr[2]
	}
	_ = v5
	v15 := (*node)(res0)
	_ = v15
	defer gn.shape(shaper(gn).shape(map[string]*int{ "s": (*int)(nil) }["a"]))
	switch v16 := (any(gn.name)).(type) {
	case *node:
		_ = v16
		switch v17 := (shaper(wrap{}.node)).(type) {
		case *node:
			_ = v17
			var v18 **int = &v3
			_ = v18
			v19, v20 := (map[string]*int{ strings.ToUpper(fmt.Sprint(1))[1:]: v16.shape(v3) })["k"]
			_, _ = v19, v20
		case small:
			_ = v17
		case sub:
			_ = v17
		case nil:
			_ = v17
			defer gn.shape(func() *int { return id(v3) }())
			var v21 wrap = wrap{small: small{gp}, extra: 3}
			_ = v21
		}
		defer gsh.shape(v3)
	case small:
		_ = v16
		switch (cap(gs)) {
		case *new(int), *(v15.shape(id(v3))):
			for v22 := range (min(shaper(res1.(shaper)).size(), 1)) {
				_ = v22
				res0.next, res0.name = res0.next.next, string(make([]byte, 10))
				switch v24 := (res1).(type) {
				case *node:
					_ = v24
				case small:
					_ = v24
				case sub:
					_ = v24
					var v25 wrap = wrap{ &node{}, v16, any("x") }
					_ = v25
				case nil:
					_ = v24
					v26, v27 := two(&v22, load(&gp))
					_, _ = v26, v27
				}
				var v28 shaper = shaper(res0)
				_ = v28
				continue
			}
			switch (res0.val) {
			case *new(int), *(&(&big{s: v16}).arr[2]):
				for v29, v30 := range (gm) {
					_, _ = v29, v30
					var v31 map[string]*int = map[string]*int{ v29: func() *int { return shaper(gsh).shape(new(int)) }() }
					_ = v31
					var v32 func(*int) *int = v5
					_ = v32
					v3 = shaper(shaper(v16)).shape((func() *int { return gp })())
					continue
				}
				var v33 *node = res0.kids[0]
				_ = v33
			default:
				select {
				case v34 := <-(gc):
					_ = v34
				case gc <- v3:
				default:
				}
			}
		default:
			return gn, any([4]*int{1: <-gc})
		}
	case sub:
		_ = v16
		v15.next, v15.name = v15.next.next, string([]byte(strings.ToUpper(fmt.Sprint(1))))
		v35, v36 := two(v3, gp)
		_, _ = v35, v36
	case nil:
		_ = v16
		res1 = res1
	}
	switch (any(any(small{p: new(int)})).(small).size()) {
	case *new(int), *(any((any)(nil)).(*node).shape(v3)):
		res0 = res0
		var v37 node = *gn
		_ = v37
	default:
		var v38 **int = new(*int)
		_ = v38
	}
	select {
	case v39 := <-(make(chan *int)):
		_ = v39
		switch (many(v3, v39) + small{ gm["k"] }.size()) {
		case *new(int), *(<-gc):
			var v40 func() *int = v4
			_ = v40
			var v41 func() *int = v40
			_ = v41
		default:
			go gsh.shape(v3)
		}
	case gc <- v3:
	default:
	}
	v42, v43 := <-(gc)
	_, _ = v42, v43
	var v44 error = fmt.Errorf("%w", fmt.Errorf("%v", len(gs)))
	_ = v44
	v45, v46 := v42, v4()
	_, _ = v45, v46
	return res0, any(fmt.Sprint(1))
}

func main() {}
