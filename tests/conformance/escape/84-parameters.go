package main

import "fmt"

type T struct{ a, b, c *int; n [4]T2 }
type T2 struct{ x, y *int }
type big struct{ v [200]byte; p *int }

var sinkI any
var sinkP *int
var sinkF func()
var table = map[string]func(*T) *int{
	"a": func(t *T) *int { return t.a },
	"b": func(t *T) *int { sinkP = t.b; return nil },
	"c": getC,
	"d": (*T).getB,
}
var handlers = []struct {
	name string
	f    func(...any) (int, error)
}{{"p", fmt.Println}, {"q", func(xs ...any) (int, error) { sinkI = xs[0]; return 0, nil }}}

func getC(t *T) *int     { return t.c }
func (t *T) getB() *int  { return t.b }
func (b big) copy() big  { return b }
func (b *big) at(i int) *byte { return &b.v[i] }

func param1(p *int)                      { *p = 1 }
func param2(p **int)                     { *p = nil }
func param3(p **int) *int                { return *p }
func param4(p, q *int) (r **int)         { r = &p; *r = q; return }
func param5(p *T) []*int                 { return []*int{p.a, p.n[1].x} }
func param6(p T) *T2                     { return &p.n[2] }
func param7(p *T) *T2                    { return &p.n[2] }
func param8(p []T) (*T, []T)             { return &p[0], p[1:] }
func param9(p map[*int]T, k *int) T      { return p[k] }
func param10(p func() *int) *int         { return p() }
func param11(p func() *int) func() *int  { return func() *int { return p() } }
func param12(p chan *int, q chan<- *T)   { q <- &T{a: <-p} }
func param13(p any) *int                 { return p.(*T).a }
func param14(p any) any                  { return p }
func param15(p string) (string, []byte)  { return p[1:], []byte(p) }
func param16(p [2]*int) ([2]*int, *int)  { return p, p[0] }
func param17(p *[2]*int) ([]*int, *int)  { return p[:], p[1] }
func param18(p ...*int) (n int)          { for _, x := range p { n += *x }; return }
func param19(p ...any) any               { return p }
func param20(p *int, q any) (x any)      { x = p; if q != nil { x = q }; return }
func param21(p error) string             { return p.Error() }
func param22(p struct{ x, y *int }) *int { return p.y }
func param23(p *struct{ x *T }) *int     { return p.x.a }
func param24(p ***int) (**int, *int)     { return *p, **p }
func param25(p *T) (r struct{ t T })     { r.t = *p; return }
func param26(p *big) big                 { return p.copy() }
func param27(p big) *byte                { return p.at(3) }
func param28(_ *int, _, q *int) *int     { return q }
func param29(p *int) (r *int)            { defer func() { r = p }(); return nil }
func param30(p *int) (r *int)            { func() { r = p }(); return }
func param31(p *int)                     { func(q *int) { sinkP = q }(p) }
func param32(p *int) *int                { f := func() *int { return p }; return f() }
func param33(p *int)                     { sinkF = func() { *p = 1 } }
func param34(p, q *int) *int             { if p == q { return p }; return nil }
func param35(p *T, q *int)               { p.a = q; p.n[1].y = q }
func param36(p *T, q *int)               { p.n[0], p.n[1] = p.n[1], p.n[0]; *p.a = *q }
func param37(p []*int, q *int)           { p[0] = q; copy(p, p[1:]) }
func param38(p []*int, q ...*int) []*int { return append(p, q...) }
func param39(p **T, q *T)                { (*p).a = q.a; **p = *q }
func param40(p *int) uintptr             { return uintptr(*p) }

func mutual1(p *int, n int) *int {
	if n == 0 {
		return p
	}
	return mutual2(&n, p)
}

func mutual2(q, p *int) *int {
	if *q > 3 {
		return mutual1(p, *q-1)
	}
	return mutual3(func() *int { return p })
}

func mutual3(f func() *int) *int { return mutual1(f(), 0) }

func caller(c bool) (res []any) {
	a, b, d, e, f, g := 1, 2, 3, 4, 5, 6
	var t T
	param1(&a)
	x := param3(&sinkP)
	y := param4(&b, x)
	z := param6(t)
	w := param7(&t)
	v, _ := param8([]T{t, {a: &d}})
	param14(&e)
	sinkI = param14(f)
	k := param38(nil, &g)
	param38(k[:0], k...)
	param18()
	param19(1, "a", &a, t)
	n := param32(func() *int { i := 3; return &i }())
	h := big{p: n}
	l := param26(&h)
	res = append(res, **y, z.x == nil, w, v.a, *param27(l), param36, l.copy().p)
	for name, fn := range table {
		if c {
			res = append(res, name, fn(&t))
		}
	}
	for _, hd := range handlers {
		_, err := hd.f(hd.name, c)
		_ = err
	}
	m := mutual1(&a, 2)
	return append(res, m)
}

func main() { fmt.Println(len(caller(true))) }
