// Made by tests/soak/soak_escape.py, seed 105.
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

func f0() {
	var v1 string = strings.ToUpper(gn.name)
	_ = v1
	v2 := (map[string]*int)(map[string]*int{ fmt.Sprint(any(gn.name), fmt.Sprintf("%v", &node{})): small.shape(wrap{small: small{gp}, extra: 3}.small, ([]*int)(nil)[0]) })
	_ = v2
	switch v3 := (shaper(any(any(gn.kids[0])).(shaper))).(type) {
	case *node:
		_ = v3
		*gs[0], gp = 1, []*int{ &(&big{}).arr[2], first(gs) }[:1][0]
	case small:
		_ = v3
	case sub:
		_ = v3
		select {
		case v4 := <-(gc):
			_ = v4
			for v5, v6 := range (v2) {
				_, _ = v5, v6
				for v7, v8 := range (v2) {
					_, _ = v7, v8
					v9, v10 := (v2)["k"]
					_, _ = v9, v10
				}
				v11 := (func() *int)(func() *int { x := copy([]*int{gp, new(int)}[1:], []*int{gp, new(int)}); return &x })
				_ = v11
				if (len(gs)) > 3 {
					gs[1] = new(int)
				}
			}
		case gc <- func() *int { return func() *int { return [4]*int{gp, 3: new(int)}[1 & 3] }() }():
		default:
		}
	case nil:
		_ = v3
		v12 := (int)((&node{}).kids[0].val)
		_ = v12
	}
	v13 := ([4]*int)([4]*int{1: &gn.val})
	_ = v13
	v14, v15 := gm["k"], first(make([]*int, 3)[1:][1:])
	_, _ = v14, v15
	v16 := (int)(len(gs))
	_ = v16
}

func (_ wrap) f1(v17 any, v18 func(*int) *int, v19 func(*int) *int) (shaper) {
	if (new(big).n.next.val) > 3 {
		v20, v21 := new(int), <-gc
		_, _ = v20, v21
	} else {
		println(any(ga) != nil)
	}
	switch (many((*int)(nil), &(&big{s: small{gp}}).arr[2])) {
	case *new(int), *(wrap{node: gn}.p):
		v22, v23 := (any(strings.ToUpper(fmt.Sprint(1) + string(rune(65)) + "z"))).(*int)
		_, _ = v22, v23
		if (any(ga).(*node).val + len([]byte("abc")[:2])) > 3 {
			switch v24 := (shaper(rec(new(node), *<-gc))).(type) {
			case *node:
				_ = v24
				var v25 shaper = shaper(small{p: new(int)})
				_ = v25
			case small:
				_ = v24
				v26 := (**int)(&v22)
				_ = v26
			case sub:
				_ = v24
			case nil:
				_ = v24
				var v27 error = fmt.Errorf("%w", fmt.Errorf("%v", gn.size()))
				_ = v27
			}
		} else {
			var v28 []byte = ([]byte)(nil)
			_ = v28
		}
	default:
	}
	println(any(1) != nil)
	for v29, v30 := range (make([]*int, len(gs))[1:]) {
		_, _ = v29, v30
		v31 := (map[string]*int)(map[string]*int{ fmt.Sprint(v17, len(gs)): v30 })
		_ = v31
	}
	gs[1] = &(&big{}).arr[2]
	var v32 chan *int = gc
	_ = v32
	return shaper(gn)
}

func (_ wrap) f2(v33 [4]*int, v34 []byte, v35 any) (res0 error) {
	var v36 shaper = shaper(v35.(shaper))
	_ = v36
	switch v37 := (shaper(wrap{extra: gm["k"]}.small)).(type) {
	case *node:
		_ = v37
	case small:
		_ = v37
		gc <- first(v33[:])
	case sub:
		_ = v37
	case nil:
		_ = v37
		gm["k"] = *new(*int)
	}
	fmt.Println(any([4]*int{}))
	select {
	case v38 := <-(make(chan *int)):
		_ = v38
		v39, v40 := (*int)(nil), v38
		_, _ = v39, v40
	case gc <- &new(node).val:
	default:
	}
	if ((&node{kids: []*node{ wrap{}.node }, name: "s"[1:]}).size()) > 3 {
		v41 := ([4]*int)(v33)
		_ = v41
		go func() { gp = small.shape(wrap{small: small{gp}, extra: 3}.small, wrap{ &node{val: 2, next: gn}, small{p: new(int)}, any("x") }.p) }()
	} else {
		switch (many(append(append(make([]*int, len(gs)), make([]*int, len(gs))...), gp)...)) {
		case *new(int), *(map[string]*int{ new(node).name: gm["k"] }["a"]):
			v42, v43 := (v35).(*int)
			_, _ = v42, v43
			v44 := func(v45 *int) *int {
				var v46 shaper = v36
				_ = v46
				var v47 node = *(&big{}).n
				_ = v47
				return v42
			}
			_ = v44
		default:
			var v48 error = res0
			_ = v48
		}
	}
	return res0
}

func (r small) f3() {
	var v49 wrap = wrap{extra: map[string]*int{ fmt.Sprint(1): <-gc }["a"]}
	_ = v49
	r = r
	go func(p *int) { keep(p) }(&gn.val)
	v50 := ([4]*int)([4]*int{1: map[string]*int{ fmt.Sprint(1): <-gc }["a"]})
	_ = v50
}

func main() {}
