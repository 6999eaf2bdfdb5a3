package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

var names []string

func measure(name string, f func()) {
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	f()
	runtime.ReadMemStats(&b)
	print(name, " mallocs ", b.Mallocs-a.Mallocs, " bytes ", b.TotalAlloc-a.TotalAlloc, " frees ", b.Frees-a.Frees, "\n")
	for i := range b.BySize {
		if d := b.BySize[i].Mallocs - a.BySize[i].Mallocs; d != 0 {
			print("  size ", b.BySize[i].Size, " ", d, "\n")
		}
	}
}

type T struct{ a, b int }
type I interface{ M() int }

func (t T) M() int { return t.a }

type L struct {
	items []*T
	head  *T
	f     func()
}

var sink any
var n int
var ps []*int

//go:noinline
func use(x any) { sink = x }

//go:noinline
func id(p *T) *T { return p }

//go:noinline
func two(a, b *T) (*T, *T) { return b, a }

//go:noinline
func set(l *L, t *T) { l.head = t }

//go:noinline
func fillp(out **T) { *out = &T{7, 8} }

//go:noinline
func pass(s []int) []int { return s[1:] }

//go:noinline
func call(f func() int) int { return f() }

//go:noinline
func keep(f func()) { sink = f }

//go:noinline
func sum(xs ...*T) (r int) {
	for _, x := range xs {
		r += x.a
	}
	return
}
func newT(a int) (t *T)  { t = new(T); t.a = a; return }
func (l *L) add(t *T) *L { l.items = append(l.items, t); return l }
func chain(n int) *L {
	l := &L{}
	for i := 0; i < n; i++ {
		l.add(&T{i, i})
	}
	return l
}
func huge() int    { var a [200000]int; a[5] = n; return len(a) + a[5] }
func hugeptr() int { var a [20000]*T; a[5] = &T{n, 1}; return a[5].a }
func main() {
	debug.SetGCPercent(-1)
	measure("id", func() { t := T{1, 2}; n += id(&t).a; p := id(&T{3, 4}); n += p.b })
	measure("two", func() { x, y := two(&T{1, 2}, &T{3, 4}); n += x.a + y.b })
	measure("set", func() { l := L{}; set(&l, &T{1, 2}); n += l.head.a })
	measure("fillp", func() { var t *T; fillp(&t); n += t.a; pp := &t; (*pp).b++ })
	measure("pass", func() { s := []int{1, 2, 3}; n += pass(s)[0]; a := [4]int{1}; n += len(pass(a[:])) })
	measure("call", func() { x := 5; n += call(func() int { x++; return x }); n += x })
	measure("keep", func() { x := 5; y := 6; keep(func() { x++; n += y }) })
	measure("sum", func() { n += sum(&T{1, 2}, &T{3, 4}) + sum() + sum(newT(5)) })
	measure("chain", func() { l := chain(5); n += len(l.items); m := chain(3).add(newT(1)); n += len(m.items) })
	measure("huge", func() { n += huge(); n += hugeptr(); var b [11 << 20]byte; b[3] = 1; n += int(b[3]) })
	measure("implicit", func() {
		p := new([8192]int)
		p[1] = 2
		n += p[1]
		q := new([8193]int)
		n += q[0]
		r := make([]byte, 65536)
		n += len(r)
		s := make([]byte, 65537)
		n += len(s)
		t := &[70000]byte{}
		n += len(t)
	})
	measure("slicelit", func() { s := []int{90000: 1}; n += len(s); t := [...]int{9: 1}; u := t[2:4:5]; n += cap(u) })
	measure("iface", func() {
		var i I = T{1, 2}
		n += i.M()
		use(i)
		j := I(&T{3, 4})
		n += j.M()
		_, ok := j.(interface{ N() })
		if ok {
			n++
		}
	})
	measure("ifaceslice", func() {
		is := []I{T{1, 2}, &T{3, 4}}
		for _, i := range is {
			n += i.M()
		}
		as := []any{1, "a", T{}, nil}
		use(as)
	})
	measure("loops", func() {
		for i := 0; i < 3; i++ {
			ps = append(ps, &i)
		}
		for i, x := range []int{4, 5} {
			ps = append(ps, &x)
			n += i
		}
		for k, v := range map[string]T{"a": {}} {
			use(&v)
			n += len(k)
		}
	})
	measure("branch", func() {
		var p *T
		if n > 0 {
			p = &T{1, 1}
		} else {
			p = newT(2)
		}
		n += p.a
		x := 3
		q := &x
		if n < 0 {
			ps = append(ps, q)
		}
	})
	measure("selfref", func() {
		type node struct {
			next *node
			v    [3]int
		}
		a := &node{}
		a.next = a
		b := node{next: a}
		n += b.next.v[0]
		c := new(node)
		d := &c
		(*d).next = c
	})
	measure("struct copy", func() {
		l := L{head: &T{1, 2}}
		m := l
		m.head.a++
		use(m)
		k := *id(&T{5, 6})
		use(k)
		use(k.a)
	})
	measure("closures", func() {
		fs := make([]func(), 3)
		for i := range fs {
			fs[i] = func() { n += i }
		}
		for _, f := range fs {
			f()
		}
		var rec func(int) int
		rec = func(k int) int {
			if k == 0 {
				return 0
			}
			return k + rec(k-1)
		}
		n += rec(4)
	})
	measure("defer", func() {
		t := &T{}
		defer func() { t.a++ }()
		defer use(3)
		for i := 0; i < 3; i++ {
			defer func(p *T) { p.b += i }(t)
		}
	})
	measure("strings", func() {
		s := "abc"
		p := &s
		*p += "def"
		b := []byte(*p)
		n += len(b)
		t := string(b)
		use(&t)
		u := s[1:]
		use(u)
	})
	measure("arrays", func() {
		a := [3]*T{{1, 2}, {3, 4}, nil}
		b := a
		n += b[0].a
		c := &a
		use(c[1])
		d := [2][2]T{}
		use(d[1])
		e := d[:]
		n += len(e)
	})
	measure("chan", func() {
		c := make(chan *T, 1)
		c <- &T{1, 2}
		n += (<-c).a
		d := make(chan T, 1)
		d <- T{}
		n += len(d)
	})
	measure("args", func() { n += len(os.Args[:0]); f := T.M; n += f(T{4, 5}); g := (*L).add; g(&L{}, &T{}) })
	measure("assign", func() {
		var a, b any = 1000, "x"
		a, b = b, a
		use(a)
		var t T
		t, n = T{1, 2}, 3
		p := &t
		*p = T{n, 4}
		use(*p)
		use(p.b)
	})
	measure("minmax", func() {
		x, y := 3.5, 4.5
		z := max(x, y)
		use(z)
		use(min(x, 2))
		use(x > y)
		use(int8(n % 100))
	})
}
