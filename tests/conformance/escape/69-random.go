// Made by tests/soak/soak_escape.py, seed 77.
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

func f0(v1 *big, v2 wrap) {
	v3, v4 := (any(strings.Repeat("a", 2))).(*int)
	_, _ = v3, v4
	var v5 [4]*int = [4]*int{1: v3}
	_ = v5
	v6 := ([4]*int)([4]*int{1: v3})
	_ = v6
	var v7 *node = &node{next: any(v3).(*node)}
	_ = v7
	switch v8 := (shaper(small{gp})).(type) {
	case *node:
		_ = v8
		v8.next, v8.name = v8.next.next, "s"
	case small:
		_ = v8
	case sub:
		_ = v8
		v9 := func(v10 *int) *int {
			for v11 := 0; v11 < 3; v11++ {
				switch v13 := (shaper(small{})).(type) {
				case *node:
					_ = v13
					var v14 []byte = []byte(strings.ToUpper(strings.Repeat("a", 2)[1:]))
					_ = v14
				case small:
					_ = v13
					v15 := (int)(cap(gs))
					_ = v15
				case sub:
					_ = v13
				case nil:
					_ = v13
					v16, v17 := (any(any(small{}))).(*int)
					_, _ = v16, v17
				}
				v18 := (int)(cap(gs))
				_ = v18
			}
			go gn.shape(v10)
			return &v7.val
		}
		_ = v9
	case nil:
		_ = v8
		println(any(strings.ToUpper(fmt.Sprint(any((any)(nil)), strings.Repeat("a", 2)))) != nil)
	}
}

func f1(v19 []*int, v20 any, v21 [4]*int) (res0 []byte, res1 **int) {
	var v22 map[string]*int = map[string]*int{ strings.Repeat("a", 2): small.shape(small{ gm["k"] }, gm["k"]) }
	_ = v22
	v23 := (string)(strings.Repeat("a", 2))
	_ = v23
	select {
	case v24 := <-(make(chan *int)):
		_ = v24
		var v25 map[string]*int = map[string]*int{ v23: gs[:1][0] }
		_ = v25
	case gc <- *res1:
	default:
	}
	return []byte("s" + "s" + "z"), new(*int)
}

func f2(v26 [4]*int) (string, string) {
	var v27 shaper = shaper(any(gn.name + strings.Repeat("a", 2) + "z").(shaper))
	_ = v27
	v28 := func(v29 *int) *int {
		if (cap(gs)) > 3 {
			v30 := func(v31 *int) *int {
				for v32, v33 := range (append(v26[:], []*int{ v29, v27.shape(gm["k"]) }...)) {
					_, _ = v32, v33
					defer gn.shape(func() *int { return v33 }())
				}
				for v34 := range (v27.size()) {
					_ = v34
					return wrap{ new(big).n, wrap{small: small{gp}, extra: 3}.small, any(any(gn)) }.p
				}
				return v29
			}
			_ = v30
			var v36 *int = shaper(small{}).shape(v29)
			_ = v36
		} else {
			v29 = <-gc
			var v37 shaper = shaper(gsh)
			_ = v37
		}
		v38, v39 := (any(any(any(strings.Repeat("a", 2)).(*node)))).(*int)
		_, _ = v38, v39
		return v29
	}
	_ = v28
	go gn.shape(<-gc)
	if ((&node{kids: []*node{ &node{kids: []*node{ new(node) }, name: fmt.Sprint(1)} }, name: gn.name[1:]}).val) > 3 {
		v40 := (*int)(new(int))
		_ = v40
	}
	return fmt.Sprint(any(<-gc), strings.Repeat("a", 2) + fmt.Sprint(1) + "z"), string(rune(65))
}

func f3(v41 small, v42 *node, v43 small) ([]*int, []byte) {
	for v44, v45 := range (map[string]*int{"a": gp}) {
		_, _ = v44, v45
		v46, v47 := two(v45, v45)
		_, _ = v46, v47
		v48, v49 := two(gm["k"], v46)
		_, _ = v48, v49
		break
	}
	switch v50 := (shaper(v43)).(type) {
	case *node:
		_ = v50
		v41.p = v43.p
	case small:
		_ = v50
		fmt.Println(any(any(node{kids: append([]*node(nil), wrap{node: gn}.node)})))
	case sub:
		_ = v50
		var v51 wrap = wrap{ &node{next: v42}, v43, any(any(many([]*int{gp, new(int)}...))) }
		_ = v51
	case nil:
		_ = v50
		v42.next = v42
	}
	v52 := func(v53 *int) *int {
		switch v54 := (any([4]*int{1: &new(node).val})).(type) {
		case *node:
			_ = v54
			v55 := func(v56 *int) *int {
				v57 := (chan *int)(make(chan *int))
				_ = v57
				v58, v59 := (any(ga)).(shaper)
				_, _ = v58, v59
				switch (shaper(small{}).(*node).size()) {
				case *new(int), *(v56):
					var v60 chan *int = v57
					_ = v60
				default:
					var v61 node = node{kids: append([]*node(nil), v42)}
					_ = v61
				}
				return gp
			}
			_ = v55
			for len(gs) > 2 {
			}
		case small:
			_ = v54
			v64, v65 := <-(gc)
			_, _ = v64, v65
			select {
			case v66 := <-(make(chan *int)):
				_ = v66
				v67, v68 := v64, v66
				_, _ = v67, v68
			case gc <- v64:
			default:
			}
		case sub:
			_ = v54
			panicky(any("x"))
			for v69 := 0; v69 < 3; v69++ {
				select {
				case v71 := <-(make(chan *int)):
					_ = v71
					var v72 map[string]*int = map[string]*int{ "s": v71 }
					_ = v72
				case gc <- <-gc:
				default:
				}
				continue
			}
		case nil:
			_ = v54
		}
		gst.b = wrap{ &node{kids: []*node{ v42 }, name: string(rune(65))}, any((any)(nil)).(small), any(any(*gn)) }.p
		return apply(v43.shape, &new(big).arr[2])
	}
	_ = v52
	if (v43.size()) > 3 {
		v42.next, v42.name = v42.next.next, fmt.Sprintf("%v", new(node))
		go gsh.shape(gp)
		v41.p = (func() *int { return gp })()
	}
	defer func(p *int) { keep(p) }(small.shape(any(any(cap(gs))).(small), (func() *int { return gp })()))
	switch (shaper(any(any(v42)).(shaper)).size()) {
	case *new(int), *(<-make(chan *int)):
		var v73 wrap = wrap{node: gn}
		_ = v73
		var v74 shaper = shaper(any("x").(shaper))
		_ = v74
	default:
		v75 := (string)(fmt.Sprint(any([4]*int{gp, 3: new(int)}), len(strings.Repeat("a", 2)))[1:])
		_ = v75
	}
	v76, v77 := (map[string]*int{ strings.ToUpper("s") + string(([]byte)(nil)) + "z": new(int) })["k"]
	_, _ = v76, v77
	var v78 shaper = shaper(small{})
	_ = v78
	return []*int{ <-gc, *new(*int) }, []byte(string(([]byte)(nil)))
}

func main() {}
