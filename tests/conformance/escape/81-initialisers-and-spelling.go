package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

type kind uint8

const (
	kA kind = iota
	kB
	kC
	kMask = 1<<iota - 1
)

const (
	bigC   = 1 << 62
	hugeF  = 1e300 * 10
	third  = 1.0 / 3
	runeC  = 'é'
	strC   = "tab\there \u00e9 \x01 日本" + "x"
	boolC  = bigC > 3
	typedI = int8(-5)
)

func (k kind) String() string { return [...]string{"A", "B", "C"}[k] }

var (
	v0       = new(int)
	v1, v2   = pairInit()
	v3       = []*int{v0, new(int)}
	v4       = map[string]*int{"a": v0, "b": new(int)}
	v5       = func() *int { return v0 }
	v6       = func(x int) func() int { return func() int { x++; return x } }(3)
	v7       = &struct{ a, b *int }{v0, new(int)}
	v8       = [...]any{1, "s", v0, kB, nil, 2.5, 'x', []int{1}, struct{ a int }{1}}
	v9 error = errors.New("x")
	v10      = fmt.Sprintf("%d", bigC)
	v11      = strings.NewReplacer("a", "b", "c", v10)
	v12      = kB.String
	v13      = (*bytesT).grow
	v14      io.Writer = os.Stdout
	v15      fmt.Stringer = kC
	v16, v17 = 3, &v18
	v18      = *v17int()
	_        = new(int)
	_, v19   = v4["a"]
	v20      = v14.(*os.File)
	v21      = []byte("abc")
	v22      = string(v21)
	v23      = [][]int{{1}, {2, 3}, nil}
	v24      = map[kind][]string{kA: {"a"}, kB: nil}
	v25      = &[]*bytesT{{}, {b: []byte{1}}}
	v26      = make([]int, len(v23))
	v27      = append(v26, 1, 2)
	v28      = struct{ f func(*int) }{func(p *int) { v0 = p }}
)

type bytesT struct{ b []byte }

func (b *bytesT) grow(n int) *bytesT { b.b = append(b.b, make([]byte, n)...); return b }

func pairInit() (*int, error) { return new(int), nil }
func v17int() *int            { x := 1; return &x }

func init() {
	x := 3
	v0 = &x
	v5 = func() *int { return &x }
	defer func() { v0 = nil }()
}

func init() { v28.f(new(int)) }

func consts() []any {
	return []any{bigC, hugeF, third, runeC, strC, boolC, typedI, kMask, kA, kB.String(), 1 << 10, 0.1, 1e21, 1e20, 123456789.0,
		-0.0, 1e-7, 100000.0, 2.5e10, float32(0.1), uint64(1<<64 - 1), int64(-1 << 63), '\n', '\x00', '\U0001F600', "a\"b\\c",
		`x` + "`", "\u2028", "\xff", len("日本"), uint8(255), uintptr(1), kind(7), rune(65), byte('x'), 1.0, 3 / 2, 3 / 2.0, 7 % 3,
		^1, -(-3), +4, !false, 1 == 2, "a" < "b", 5 &^ 1, 6 | 1, 6 ^ 1}
}

type local1 struct{ p *int }

func locals(p *int) (any, any) {
	type local1 struct{ q *int }
	type myint int
	type fn func(local1) *myint
	var f fn = func(l local1) *myint { m := myint(*l.q); return &m }
	a := &local1{p}
	{
		type local1 []*int
		b := local1{p}
		_ = b
		return f(*a), b
	}
}

func shadow(x int) *int {
	p := &x
	if x := *p; x > 0 {
		p = &x
		for x := 0; x < 2; x++ {
			x := x
			p = &x
		}
	}
	switch x := x; x {
	case 1:
		return &x
	}
	func() { x := 1; _ = &x }()
	return p
}

func anon() any {
	a := struct {
		A int `json:"a"`
		B *struct{ C []string }
	}{A: 1}
	b := []struct {
		X, Y int
		_ int
	}{{X: 1}, {}}
	c := map[struct{ a, b string }]chan<- (<-chan int){}
	d := func(int, ...string) (a int, err error) { return }
	e := [2]func(func(int) bool, map[string][]*[3]any) <-chan struct{}{}
	var f interface {
		error
		m(a int) (b *int)
	}
	g := []interface{ M() }{nil}
	h := (*[4]*[]*int)(nil)
	fmt.Println(a, b, c, d, e, f, g, h, &a, &b, *h)
	return [...]any{a.B, b[0], c, d, e[1], f, g[:], h}
}

func multi(
	a int,
	b,
	c *int,
) (
	r *int,
) {
	r = func(
		x *int,
	) *int {
		return x
	}(
		b,
	)
	s := append(
		[]*int{
			b,
			c,
			&a,
		},
		new(
			int),
		r,
	)
	é := &[]string{"日本", fmt.Sprint("ñ", a)}; 日 := new(int); _, _ = é, 日
	return s[a +
		1]
}

func wide(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z *int) []*int {
	return []*int{a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, new(int), new(int), new(int), new(int), new(int), new(int), new(int), new(int), new(int), new(int), new(int), new(int), new(int), new(int), new(int), new(int), new(int), new(int), new(int), new(int), new(int), new(int), new(int), new(int), new(int)}
}

func main() {
	fmt.Println(consts()...)
	fmt.Println(v1, v2, v3, v4, v6(), v8, v9, v11, v12(), v13, v15, v16, v19, v20, v22, v24, v25, v27)
}
