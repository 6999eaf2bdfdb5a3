// Made by tests/soak/soak_escape.py, seed 8.
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

func (_ wrap) f0(v1 any, v2 node) {
	var v3 node = v2
	_ = v3
	var v4 func() *int = func() *int { x := len("s") + *(*int)(nil); return &x }
	_ = v4
	v5, v6 := <-(make(chan *int))
	_, _ = v5, v6
}

func f1(v7 error, v8 **int) ([4]*int, wrap) {
	if (len(fmt.Sprintf("%v", (&big{}).n))) > 3 {
		for v9, v10 := range ([]*int{ append(make([]*int, 3), ([]*int)(nil)...)[0], any(any(gn)).(*int) }) {
			_, _ = v9, v10
			v11 := (*int)(v10)
			_ = v11
			switch v12 := (any(any(*new(node)))).(type) {
			case *node:
				_ = v12
				for v13 := 0; v13 < 3; v13++ {
					println(any(any(*gm["k"])) != nil)
					var v15 small = any(any(v12)).(small)
					_ = v15
					v16, v17 := <-(gc)
					_, _ = v16, v17
				}
			case small:
				_ = v12
			case sub:
				_ = v12
				if (v9) > 3 {
				}
				for _, v19 := range ([4]*int{1: load(v8)}) {
					_ = v19
					v20 := ([]byte)(append(([]byte)(nil)[:2][:2], strings.ToUpper((&node{val: 2, next: gn}).name)...))
					_ = v20
				}
			case nil:
				_ = v12
			}
			gn.next, gp = gn, any(apply(func(p *int) *int { return p }, v11)).(*int)
			break
		}
		v8 = v8
		for v21 := 0; v21 < 3; v21++ {
			for len(gs) > 2 {
				select {
				case v25 := <-(gc):
					_ = v25
					v21++
				case gc <- func() *int { return &new(big).arr[2] }():
				default:
				}
			}
		}
	} else {
		var v26 node = node{kids: append([]*node(nil), &node{next: gn.next})}
		_ = v26
	}
	if (shaper(small{}).(*node).val) > 3 {
		for v27 := range (new(node).val) {
			_ = v27
			println(any([4]*int{1: [4]*int{}[1 & 3]}) != nil)
		}
	} else {
		go func(p *int) { keep(p) }(id(wrap{extra: <-gc}.p))
	}
	defer gsh.shape(apply(func(p *int) *int { return p }, [4]*int{1: <-gc}[shaper(gn).size() & 3]))
	switch v29 := (any(func() *int { x := gn.val; return &x })).(type) {
	case *node:
		_ = v29
		var v30 *int = gp
		_ = v30
	case small:
		_ = v29
	case sub:
		_ = v29
		select {
		case v31 := <-(make(chan *int)):
			_ = v31
			var v32 string = fmt.Sprint(any(strings.ToUpper(string(rune(65)))), string(([]byte)(nil))[1:])
			_ = v32
		case gc <- (*node).shape(any("x").(*node).next, [4]*int{1: gp}[*<-gc & 3]):
		default:
		}
	case nil:
		_ = v29
		println(any([4]*int{1: <-gc}[small{gp}.size() & 3]) != nil)
		var v33 chan *int = gc
		_ = v33
	}
	return [4]*int{1: apply(id, new(int))}, wrap{extra: <-gc}
}

func f2(v34 *big, v35 *node) {
	v35.next = v35
	v35.next, v35.name = v35.next.next, fmt.Sprintf("%v", v35)
	if (len("s")) > 3 {
		var v36 error = fmt.Errorf("%v", min(len("s"), v35.size()))
		_ = v36
		defer gn.shape(first(([]*int)(nil)[1:]))
		if (len(gs)) > 3 {
			println(any(any(min(cap(gs), 1) + cap(gs))) != nil)
			v37, v38 := <-(make(chan *int))
			_, _ = v37, v38
			ga = any(any(*rec(v35, cap(gs))))
		}
	}
	for _, v40 := range ([4]*int{}) {
		_ = v40
		var v41 func() *int = func() *int { return v40 }
		_ = v41
	}
	v35.next = wrap{ rec(&node{}, cap(gs)), any((any)(nil)).(small), any(any(small{})) }.node
	select {
	case v42 := <-(gc):
		_ = v42
		v43, v44 := two(v42, wrap{}.node.shape(<-make(chan *int)))
		_, _ = v43, v44
	case gc <- ([]*int)(nil)[0]:
	default:
	}
}

func main() {}
