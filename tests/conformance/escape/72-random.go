// Made by tests/soak/soak_escape.py, seed 213.
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

func (r *node) f0(v1 wrap, v2 []byte, v3 int) {
	switch v4 := (any(fmt.Sprint(any(strings.Repeat("a", 2)), fmt.Sprintf("%v", &node{})))).(type) {
	case *node:
		_ = v4
		gs[1] = []*int{ new(int), gm["k"] }[1:][:1][0]
		for v5 := 0; v5 < 3; v5++ {
			var v7 []*int = append(append(append([]*int{gp, new(int)}, gs...), gm["k"]), gp)
			_ = v7
			go func() { gp = [4]*int{}[v3 & 3] }()
			continue
		}
	case small:
		_ = v4
		v8 := func(v9 *int) *int {
			switch (v3) {
			case *new(int), *(v9):
				switch (v3) {
				case *new(int), *(shaper(gsh).shape(v9)):
					r.next, r.name = r.next.next, strings.Repeat("a", 2)
				default:
					keep((func() *int { x := many(make([]*int, len(gs))...); return &x })())
				}
				v3 <<= 1
			default:
				var v10 *big = &big{s: small{p: new(int)}}
				_ = v10
			}
			var v11 string = gn.name
			_ = v11
			return r.shape(wrap{}.p)
		}
		_ = v8
	case sub:
		_ = v4
		var v12 *big = new(big).grow(r).grow(shaper(gn).(*node))
		_ = v12
	case nil:
		_ = v4
		v13, v14 := <-(gc)
		_, _ = v13, v14
	}
	v1 = wrap{extra: any(<-gc).(*int)}
	v15, v16 := (v1).both()
	_, _ = v15, v16
	v3 += 2
	switch (1) {
	case *new(int), *(v15):
		var v17 []byte = []byte("abc")
		_ = v17
		switch (many(append(gs, make([]*int, len(gs))...)[1:]...)) {
		case *new(int), *(apply(id, any(ga).(small).p)):
			v18 := func(v19 *int) *int {
				v20 := (chan *int)(gc)
				_ = v20
				select {
				case v21 := <-(v20):
					_ = v21
				case gc <- r.shape(v19):
				default:
				}
				var v22 *int = new(int)
				_ = v22
				return gp
			}
			_ = v18
			var v23 node = *gn
			_ = v23
		default:
			var v24 int = 1
			_ = v24
		}
	default:
		var v25 wrap = v1
		_ = v25
	}
	switch (v3) {
	case *new(int), *(&(&big{}).grow(r).grow(r).arr[2]):
		var v26 error = (error)(nil)
		_ = v26
		v27 := func(v28 *int) *int {
			for v29 := 0; v29 < 3; v29++ {
				var v31 map[string]*int = gm
				_ = v31
				select {
				case v32 := <-(gc):
					_ = v32
				case gc <- v28:
				default:
				}
			}
			for v33 := range (v3) {
				_ = v33
				var v35 map[string]*int = map[string]*int{ fmt.Sprint(any(any(&node{})), "s"[1:]): gp }
				_ = v35
			}
			v36 := (chan *int)(make(chan *int))
			_ = v36
			return r.shape([4]*int{}[len(gs) & 3])
		}
		_ = v27
	default:
	}
	var v37 *node = r
	_ = v37
}

func f1(v38 node) {
	var v39 map[string]*int = map[string]*int{ strings.ToUpper("s" + strings.Repeat("a", 2) + "z"): wrap{ &node{}, small{gp}, any(ga) }.p }
	_ = v39
	gc <- first(make([]*int, len(gs)))
	switch ((&node{kids: []*node{ (&node{}).next }, name: strings.ToUpper(strings.Repeat("a", 2))}).size()) {
	case *new(int), *(apply(func(p *int) *int { return p }, map[string]*int{ "s": gm["k"] }["a"])):
		v40, v41 := <-(gc)
		_, _ = v40, v41
		switch (many(append(([]*int)(nil), <-gc)...)) {
		case *new(int), *(v40):
			v42 := (func(*int) *int)(new(big).grow(gn).n.shape)
			_ = v42
		default:
			switch v43 := (any(fmt.Sprintf("%v", new(node))[1:])).(type) {
			case *node:
				_ = v43
			case small:
				_ = v43
			case sub:
				_ = v43
			case nil:
				_ = v43
			}
		}
	default:
		v44 := (*node)((&node{next: new(node)}).next.kids[0])
		_ = v44
	}
	panicky(any("x"))
}

func (r *node) f2(v45 chan *int) {
	for v46, v47 := range (map[string]*int{ strings.ToUpper((&node{}).name): wrap{extra: <-gc}.p }) {
		_, _ = v46, v47
	}
	v48, v49 := (map[string]*int{ strings.ToUpper(strings.Repeat("a", 2))[1:]: first(append([]*int{gp, new(int)}, <-gc)) })["k"]
	_, _ = v48, v49
	select {
	case v50 := <-(v45):
		_ = v50
		var v51 *node = r
		_ = v51
	case gc <- <-gc:
	default:
	}
	gst.b = <-gc
	v52 := (map[string]*int)(map[string]*int{ string([]byte(fmt.Sprint(1))): v48 })
	_ = v52
	v53, v54 := small.shape(small{gp}, &(&big{s: small{p: new(int)}}).arr[2]), v48
	_, _ = v53, v54
	v55 := (wrap)(wrap{extra: v53})
	_ = v55
}

func main() {}
