package main

import "fmt"

type big struct{ a [100]int }
type huge struct{ a [10000]int64 }
type str string
type bs []byte
type rs []rune

var sb []byte
var ss string
var sany any

func conv(s string, b []byte, r []rune, t str, u bs, v rs, c rune, by byte) {
	sb = []byte(s)
	_ = []byte(s)
	x := []byte(s)
	x[0] = 1
	y := []byte("const")
	for _, z := range []byte(s) {
		_ = z
	}
	for _, z := range []rune(s) {
		_ = z
	}
	ss = string(b)
	ss = string(r) + string(c) + string(rune(by))
	_ = string(b) == s
	m := map[string]int{}
	m[string(b)]++
	_ = m[string(r)]
	switch string(b) {
	case "a", s:
	}
	_ = str(s) + t
	_ = string(t) + string(u) + string(v)
	_ = bs(s)
	_ = rs(t)
	_ = append([]byte("x"), s...)
	_ = append(b, t...)
	copy(b, t)
	_ = len([]rune(s)) + len(string(b)) + len([]byte(s))
	sany = b
	sany = string(b)
	sany = t
	_, _ = x, y
	p := &x
	(*p)[0] = 2
	q := [3]byte(b)
	w := (*[3]byte)(b)
	_, _ = q, w
	fmt.Println(q, w, [2]int{1, 2}, struct{ a int }{1}, &struct{ p *int }{})
}

func boxes(a int, b string, c []int, d map[int]int, e *int, f func(), g chan int, h big, i [1]*int, j struct{ p *int },
	k bool, l byte, m error, n any, o [0]int, p struct{}, q [1]int, r float64, s uint8) []any {
	var x any = a
	x = b
	x = c
	x = d
	x = e
	x = f
	x = g
	x = h
	x = i
	x = j
	x = k
	x = l
	x = m
	x = n
	x = o
	x = p
	x = q
	_ = x
	y := []any{a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s}
	_ = y
	return []any{a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s}
}

func sizes(n int) {
	a := make([]int, 10)
	b := make([]int, 8192)
	c := make([]int, 8193)
	d := make([]int, n)
	e := make([]int, 10, n)
	f := make([]int, n, 10)
	g := make([]byte, 65536)
	h := make([]byte, 65537)
	i := make([]struct{}, 1<<20)
	j := new(big)
	k := new(huge)
	l := &huge{}
	var m huge
	var o [11 << 20]byte
	p := make(map[int]int, n)
	q := make(map[int]int)
	r := make(chan int, n)
	s := []int{1 << 16: 1}
	t := [1 << 16]int{}
	u := &[8193]int{}
	v := make([]huge, 1)
	w := make([]*int, 0)
	const k1 = 7
	x := make([]int, k1)
	y := make([]int, len("abc"), k1*2)
	var z8 int8 = 3
	z := make([]int, z8)
	_, _, _, _, _, _, _, _, _ = a, b, c, d, e, f, g, h, i
	_, _, _, _, _, _, _, _ = j, k, l, m.a[0], o[1], p, q, r
	_, _, _, _, _, _, _, _ = s, t[0], u, v, w, x, y, z
}

func concat(a, b string, n int) string {
	c := a + b
	d := "x" + a + "y" + b + "z"
	c += d
	e := a + fmt.Sprint(n) + string(rune(n))
	if a+b == c {
		return "const" + "ant"
	}
	println(a + b)
	return e + (c + d)
}

func runes(s string) (out []rune, n int) {
	for i, r := range s {
		if i > 2 && r != 'x' {
			out = append(out, r)
		}
	}
	out = append(out, []rune("héllo")...)
	return out, len(out)
}

func variadic(pre string, xs ...*int) *int {
	if len(xs) == 0 {
		return nil
	}
	variadic(pre)
	variadic(pre, nil)
	variadic(pre, xs[1:]...)
	return xs[0]
}

func anyv(xs ...any) (n int)        { return len(xs) }
func leakv(xs ...any)               { sany = xs }
func strv(xs ...string) string      { return xs[0] }
func fnv(fs ...func() int) int      { return fs[0]() }
func ifv(es ...error) error         { return es[0] }
func multi() (int, string, *int)    { return 1, "a", nil }
func pair() (a []int, m map[int]int) { return }

func calls(i int, s string, p *int) {
	variadic("a", &i, p)
	anyv(1, s, p, i, nil, multi)
	anyv(multi())
	leakv(i, &i)
	leakv()
	leakv([]any{i}...)
	_ = strv(s, s+"x")
	fnv(func() int { return i }, nil)
	_ = ifv(fmt.Errorf("x"), nil)
	anyv(pair())
	fmt.Println(multi())
	fmt.Println(pair())
	fmt.Println(append([]int(nil), i)[0], len(s), cap([]int{1}), s[1:], s[0], p == nil, i > 3 && s != "")
	fmt.Printf("%d %s %v\n", i, s, *p)
	var e error
	fmt.Println(e, any(nil), any(i), interface{}(s))
}

func main() {}
