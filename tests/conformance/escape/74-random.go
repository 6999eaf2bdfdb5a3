// Made by tests/soak/soak_escape.py, seed 480.
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

func (_ wrap) f0(v1 error, v2 func() *int) {
	var v3 *big = new(big).grow((&node{}).kids[0].kids[0])
	_ = v3
	var v4 *int = <-gc
	_ = v4
	v4 = v4
	v5 := (map[string]*int)(make(map[string]*int))
	_ = v5
	select {
	case v6 := <-(gc):
		_ = v6
		v7, v8 := two(small{ <-gc }.p, first(make([]*int, len(gs))))
		_, _ = v7, v8
	case gc <- <-gc:
	default:
	}
	switch v9 := (any(v2)).(type) {
	case *node:
		_ = v9
		var v10 *node = v9
		_ = v10
	case small:
		_ = v9
		if (copy(append(([]*int)(nil), gm["k"])[1:], append([]*int{ new(int), v4 }, v4))) > 3 {
			switch (len(append([]byte(fmt.Sprint(1)), strings.ToUpper(strings.Repeat("a", 2))...))) {
			case *new(int), *(v4):
				v11 := (*int)(any((any)(nil)).(small).p)
				_ = v11
				select {
				case v12 := <-(make(chan *int)):
					_ = v12
					go drop(v11)
				case gc <- shaper(shaper(v9)).shape(v4):
				default:
				}
			default:
				switch v13 := (shaper(gn)).(type) {
				case *node:
					_ = v13
				case small:
					_ = v13
					v14, v15 := (wrap{ &node{kids: []*node{ &node{} }, name: fmt.Sprint(1)}, small{p: new(int)}, any(any(gn.size())) }).both()
					_, _ = v14, v15
				case sub:
					_ = v13
					v16, v17 := (v5)["k"]
					_, _ = v16, v17
				case nil:
					_ = v13
					var v18 small = small{ gm["k"] }
					_ = v18
					var v19 [4]*int = [4]*int{1: v4}
					_ = v19
				}
			}
		}
		var v20 string = string(rune(65))
		_ = v20
	case sub:
		_ = v9
		var v21 wrap = wrap{node: gn}
		_ = v21
	case nil:
		_ = v9
		var v22 []byte = []byte(strings.Repeat("a", 2) + "s" + "z")[:2]
		_ = v22
	}
	var v23 shaper = shaper(&node{})
	_ = v23
}

func f1(v24 int) (map[string]*int, wrap) {
	var v25 error = (error)(nil)
	_ = v25
	var v26 map[string]*int = map[string]*int{ fmt.Sprint(1): gp }
	_ = v26
	switch (v24) {
	case *new(int), *((&node{val: 2, next: gn}).shape([4]*int{1: gm["k"]}[many(make([]*int, 3)...) & 3])):
		var v27 wrap = wrap{}
		_ = v27
		var v28 error = fmt.Errorf("%w", fmt.Errorf("%w", v25))
		_ = v28
	default:
	}
	var v29 chan *int = gc
	_ = v29
	return map[string]*int{ strings.ToUpper("s"): *new(*int) }, wrap{}
}

func f2(v30 string, v31 []*int, v32 **int) (func(*int) *int) {
	select {
	case v33 := <-(make(chan *int)):
		_ = v33
		for _, v35 := range ([4]*int{1: (&node{next: new(node)}).shape(v33)}) {
			_ = v35
			gm["k"] = &(&node{val: 2, next: gn}).next.val
		}
	case gc <- new(node).shape(small{}.shape(v31[0])):
	default:
	}
	defer func(p *int) { keep(p) }(&(&node{kids: []*node{ &node{} }, name: "s"}).kids[0].val)
	var v36 any = any([4]*int{gp, 3: new(int)})
	_ = v36
	return func(p *int) *int { keep(small.shape(small{p: new(int)}, new(int))); return p }
}

func f3(v37 shaper) (res0 string) {
	var v38 shaper = shaper(gn)
	_ = v38
	switch v39 := (any("x")).(type) {
	case *node:
		_ = v39
	case small:
		_ = v39
		for v40, v41 := range (([]*int)(nil)) {
			_, _ = v40, v41
			defer gn.shape(v41)
			continue
		}
	case sub:
		_ = v39
		switch v42 := (any(gf)).(type) {
		case *node:
			_ = v42
			for v43, v44 := range (([]*int)(nil)) {
				_, _ = v43, v44
				var v45 any = any([4]*int{1: v44})
				_ = v45
			}
		case small:
			_ = v42
			return fmt.Sprintf("%v", &node{kids: []*node{ new(node).kids[0] }, name: res0})
		case sub:
			_ = v42
		case nil:
			_ = v42
			gs[1] = small.shape(wrap{}.small, (*node).shape((&big{}).n, ([]*int)(nil)[0]))
		}
	case nil:
		_ = v39
	}
	if (cap(gs)) > 3 {
		v46 := (int)(*small.shape(any(ga).(small), *&gp))
		_ = v46
	} else {
		if (min(cap(gs), len(gs))) > 3 {
			v38 = v37
		} else {
			v47, v48 := (any([4]*int{})).(shaper)
			_, _ = v47, v48
			select {
			case v49 := <-(gc):
				_ = v49
				v50 := (**int)(&v49)
				_ = v50
			case gc <- (func(p *int) *int { keep(first(make([]*int, 3))); return p })(&new(big).arr[2]):
			default:
			}
		}
	}
	if (wrap{extra: gp}.node.size()) > 3 {
		switch v51 := (v37).(type) {
		case *node:
			_ = v51
			for v52, v53 := range ([]*int{gp, new(int)}) {
				_, _ = v52, v53
				fmt.Println(any(any(len(gs))))
				if (1) > 3 {
					return res0
					var v54 small = any((any)(nil)).(small)
					_ = v54
					v55, v56 := <-(gc)
					_, _ = v55, v56
				}
				switch (v52) {
				case *new(int), *(gf()):
					var v57 []*int = []*int{ v51.shape((*int)(nil)), v53 }
					_ = v57
				default:
					v38 = shaper(small{gp})
				}
				continue
			}
			var v58 any = any((any)(nil))
			_ = v58
		case small:
			_ = v51
		case sub:
			_ = v51
			v59 := (wrap)(wrap{ new(node), small{ gf() }, any(func() *int { x := cap(gs); return &x }) })
			_ = v59
		case nil:
			_ = v51
		}
	} else {
		return res0
	}
	switch v60 := (shaper(any(any(&node{})).(shaper))).(type) {
	case *node:
		_ = v60
	case small:
		_ = v60
		var v61 shaper = v37
		_ = v61
		var v62 small = v60
		_ = v62
	case sub:
		_ = v60
	case nil:
		_ = v60
		v63 := func(v64 *int) *int {
			return v64
			switch (small{ v64 }.size()) {
			case *new(int), *(v64):
				switch v65 := (any(any(len([]byte(gn.name))))).(type) {
				case *node:
					_ = v65
					v37 = shaper(gsh)
				case small:
					_ = v65
				case sub:
					_ = v65
				case nil:
					_ = v65
				}
				return id(v64)
			default:
				v66, v67 := (any(any(wrap{extra: gm["k"]}.small))).(shaper)
				_, _ = v66, v67
			}
			return v64
		}
		_ = v63
	}
	v68 := (*big)((&big{}).grow(wrap{node: gn}.node).grow((&big{}).grow(gn).n))
	_ = v68
	fmt.Println(any(any((&node{val: 2, next: gn}).kids[0])))
	if (len(gs)) > 3 {
	} else {
		select {
		case v69 := <-(gc):
			_ = v69
			v70 := ([]byte)(make([]byte, 10))
			_ = v70
		case gc <- map[string]*int{ res0: load(new(*int)) }["a"]:
		default:
		}
		if ((&node{kids: []*node{ any(1).(*node) }, name: "s"}).val) > 3 {
			if (min(*any("x").(*int), v68.n.val)) > 3 {
				for _, v72 := range ([4]*int{1: gp}) {
					_ = v72
					var v73 wrap = wrap{extra: v72}
					_ = v73
				}
			}
			return string(rune(65))
		} else {
			v74, v75 := two((*node).shape(gn, small.shape(small{ new(int) }, any(1).(*int))), <-gc)
			_, _ = v74, v75
		}
	}
	return res0
}

func (r small) f4(v76 map[string]*int, v77 [4]*int) {
	for v78, v79 := range (map[string]*int{ gn.name: &new(big).n.val }) {
		_, _ = v78, v79
		v80 := ([]*int)(append([]*int{ v79, v79 }, []*int{ gn.shape(<-gc), v79 }...))
		_ = v80
		*gs[0], gp = 1, v79
		switch (len(gs)) {
		case *new(int), *(v79):
			switch (copy(make([]*int, 3), v80)) {
			case *new(int), *(&(&big{s: r}).arr[2]):
				defer drop(v79)
				select {
				case v81 := <-(make(chan *int)):
					_ = v81
					var v82 error = fmt.Errorf("%w", (error)(nil))
					_ = v82
				case gc <- id(<-gc):
				default:
				}
			default:
				var v83 small = r
				_ = v83
			}
			v84 := func(v85 *int) *int {
				for len(gs) > 2 {
					var v88 func() *int = func() *int { x := wrap{small: small{gp}, extra: 3}.node.size(); return &x }
					_ = v88
					break
				}
				return [4]*int{gp, 3: new(int)}[len([]byte("abc")) & 3]
			}
			_ = v84
		default:
		}
	}
	switch v89 := (any(ga)).(type) {
	case *node:
		_ = v89
	case small:
		_ = v89
		println(any(ga) != nil)
	case sub:
		_ = v89
		go gsh.shape(<-make(chan *int))
	case nil:
		_ = v89
		var v90 map[string]*int = map[string]*int{ string(make([]byte, 10)[:2]): <-gc }
		_ = v90
		gs[1] = (*int)(nil)
	}
	v91 := ([]byte)(([]byte)(nil))
	_ = v91
	for v92 := 0; v92 < 3; v92++ {
		break
	}
	var v94 *int = ([]*int)(nil)[0]
	_ = v94
	ga = any(func() *int { return gp })
}

func main() {}
