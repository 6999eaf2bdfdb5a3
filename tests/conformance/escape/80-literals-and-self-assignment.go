package main

import "fmt"

type S struct {
	p    *int
	q    [2]*int
	next *S
	f    func() *int
	m    map[string]*int
	e    any
	sl   []S
}

type nested struct {
	s  S
	in struct {
		x *int
		y struct{ z []*int }
	}
	arr [2][2]S
}

var g nested
var gp *nested
var gs []nested
var ga [3]S

func globals(p *int, s S, n *nested) {
	g.s.p = p
	g.in.y.z[0] = p
	g.arr[1][0].q[1] = p
	gp.in.x = p
	gs[2].s = s
	ga[0] = *s.next
	ga[1].sl = append(ga[1].sl, s)
	*gp = *n
	gp, n = n, gp
}

func selfAssign(s *S, t *S, n *nested, i int) {
	s.p = s.q[0]
	s.p, s.q[0] = s.q[0], s.p
	s.next.p = s.next.q[1]
	s.next = s.next.next
	s.sl = s.sl[1:]
	s.sl = s.sl[:i]
	s.sl[i] = s.sl[i+1]
	s.sl[0], s.sl[1] = s.sl[1], s.sl[0]
	n.s.p = n.in.x
	n.in.y.z[0] = n.in.y.z[1]
	n.in.y.z = n.in.y.z[1:]
	n.arr[0] = n.arr[1]
	n.arr[0][0] = n.arr[0][1]
	s.p = t.p
	*s = *t
	*s = *s.next
	s.m["a"] = s.m["b"]
	s.e = s.p
	s.q[i&1] = s.q[0]
}

func self2(b *[]byte, p **S, a *[4]*int, sl [][]int) {
	*b = (*b)[1:]
	*b = (*b)[:len(*b)-1]
	(*p).p = (*p).q[0]
	*p = (*p).next
	a[0] = a[1]
	a[0], a[1] = a[1], a[0]
	sl[0] = sl[0][1:]
	sl[0] = sl[1]
}

func structs(p *int, s S) (S, *S) {
	t := s
	t.p = p
	u := &t
	u.next = &s
	v := *u
	w := []S{v, {p: p}, {next: u}}
	x := [...]S{1: *u}
	y := map[string]S{"a": v}
	z := struct {
		S
		n int
	}{v, 1}
	_, _, _ = w, x, y
	return z.S, &w[0]
}

func lits(p *int, n int) []any {
	a := []*S{{p: p}, {}, nil}
	b := map[S2]*S{{1}: {p: p}}
	c := [][]*int{{p}, nil, {p, p}}
	d := []struct{ p *int }{{p}, {nil}}
	e := &[]int{n}
	f := &map[int]*int{n: p}
	h := &[2]*int{p}
	i := []func() *int{func() *int { return p }}
	j := []any{p, n, "s", S2{n}, &S2{n}, [1]int{n}, []int{n}}
	k := []error{fmt.Errorf("%d", n)}
	l := [...]string{2: "a", 0: fmt.Sprint(n)}
	m := []*int{7: nil}
	_ = m
	_, _, _, _, _, _, _ = a, b, c, d, e, f, h
	return []any{i, j, k, l}
}

type S2 struct{ n int }

func (s S2) inc() S2    { s.n++; return s }
func (s *S2) set(n int) *S2 { s.n = n; return s }
func (s S2) ptr() *int  { return &s.n }

func chains() *S2 {
	s := S2{1}
	s.inc().inc()
	t := S2{2}.inc()
	t.set(3).set(4)
	u := new(S2).set(5)
	v := (&S2{}).set(6)
	w := *v.set(1)
	_ = w.ptr()
	func() S2 { return t }().inc().ptr()
	return u
}

func results(a, b *int) (x, y *int, err error) {
	x, y = b, a
	if a == nil {
		return nil, x, nil
	}
	x, err = one(x)
	if err != nil {
		return
	}
	z, err := one(y)
	return z, func() *int { return x }(), err
}

func one(p *int) (*int, error) { return p, nil }

func six(a, b, c, d, e, f *int) (*int, *int, *int, *int, *int, *int) { return f, e, d, c, b, a }

func useSix(a *int) *int {
	p, _, _, _, _, q := six(a, a, new(int), new(int), nil, new(int))
	_ = q
	return p
}

func named() (p *int, q []int) {
	x := 1
	p = &x
	q = make([]int, 3)
	defer func() { p = nil }()
	return
}

func discard(a *int, _ *int, b ...*int) {
	_ = a
	_, c := a, b
	_ = c
	_ = &S{p: a}
	_ = func() *int { return a }
	_ = append([]*int(nil), a)
	_ = []*int{a}
	var _ = a
	var _ any = *a
	var _, d = a, *a
	_ = any(d)
	for range b {
	}
	for i := range b {
		_ = i
	}
}

func pp(a *int, b **int, c ***int) (*int, **int) {
	d := *c
	e := **c
	*b = e
	**c = a
	f := &d
	return **f, &e
}

func consts() (*int, any) {
	const big = 1 << 40
	x := new(int)
	*x = big
	var y any = big
	var z any = 'x'
	const s = "a" + "b"
	return x, []any{y, z, s, 1.0, len(s), big >> 3, -1, ^0, !true, 07, 1_000, "\x00é\n", `raw"q`, '\'', '\u00e9'}
}

func main() {}
