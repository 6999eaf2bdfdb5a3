package main

import (
	"fmt"
	"os"
	"sort"
	"strings"
	"time"
	"unsafe"
)

type inner struct {
	p  *int
	ps []*int
}

func (i inner) get() *int          { return i.p }
func (i *inner) ref() **int        { return &i.p }
func (i *inner) set(p *int) *inner { i.p = p; return i }
func (i inner) with(p *int) inner  { i.p = p; return i }

type mid struct {
	inner
	name string
}

func (m *mid) name2() string { return m.name + "!" }

type outer struct {
	*mid
	extra map[string]inner
	fmt.Stringer
}

type alias = outer
type renamed outer
type fnT func(*int) *int

func (f fnT) call(p *int) *int { return f(p) }

type arr3 [3]inner

func (a arr3) first() inner    { return a[0] }
func (a *arr3) at(i int) *inner { return &a[i] }

type mp map[string]*inner

func (m mp) get(k string) *inner { return m[k] }
func (m *mp) init()              { *m = mp{} }

type ch chan *inner

func (c ch) send(i inner) { c <- &i }

func embeds(o outer, q *int) (*int, **int) {
	o.set(q)
	o.mid.inner.p = q
	x := o.get()
	_ = o.ref()
	o2 := o
	o2.mid = &mid{inner: inner{p: q}}
	o2.inner.ps = append(o2.ps, x)
	f := o.set
	g := o2.mid.inner.with
	_ = f(q).get()
	_ = g(q).p
	h := (*outer).ref
	k := outer.get
	_ = renamed(o).extra
	return k(o), h(&o2)
}

func typed(f fnT, a arr3, m mp, c ch, q *int) []*int {
	m.init()
	c.send(a.first())
	go c.send(*a.at(1))
	defer f.call(q)
	x := fnT(func(p *int) *int { return p }).call(q)
	y := f.call
	z := a.at(2).set(x)
	for _, i := range a {
		m["k"] = &i
	}
	for i := range a {
		m["l"] = &a[i]
	}
	return []*int{x, y(q), z.p, m.get("k").p}
}

func sizes() (n int) {
	var a [128]byte
	var b [129]byte
	var c struct{ x [15]int; y byte }
	var d string
	var e any = 3
	f := func() int { return len(a) + int(a[0]) }
	g := func() int { return int(b[1]) }
	h := func() int { return c.x[1] + len(d) }
	k := func() any { return e }
	d = "z"
	n = f() + g() + h() + len(fmt.Sprint(k()))
	l := func() { n++ }
	l()
	var big [10<<20 + 1]byte
	var ok [10 << 20]byte
	big[0], ok[0] = 1, 2
	return n + int(big[0]+ok[1])
}

func timers(d time.Duration, f func()) *time.Timer {
	t := time.AfterFunc(d, f)
	tk := time.NewTicker(d)
	defer tk.Stop()
	select {
	case <-tk.C:
	case now := <-t.C:
		fmt.Println(now.Format(time.RFC3339), now.Unix())
	}
	return t
}

func osArgs() (m map[string][]string) {
	m = make(map[string][]string, len(os.Args))
	for i, a := range os.Args[1:] {
		k, v, ok := strings.Cut(a, "=")
		if !ok {
			k = fmt.Sprintf("arg%d", i)
		}
		m[k] = append(m[k], v)
	}
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	fmt.Fprintln(os.Stderr, strings.Join(keys, ", "))
	return m
}

func pun(b []byte, f float64) (string, uint64, []int32) {
	s := *(*string)(unsafe.Pointer(&b))
	u := *(*uint64)(unsafe.Pointer(&f))
	h := (*[1 << 20]int32)(unsafe.Pointer(&b[0]))[:len(b)/4:len(b)/4]
	p := unsafe.Pointer(&b[0])
	q := (*int32)(unsafe.Pointer(uintptr(p) + unsafe.Offsetof(inner{}.ps)))
	r := (*inner)(p)
	_ = r.ps
	*q = 3
	return s, u, h
}

func deferOrder() (s string) {
	for i := 0; i < 3; i++ {
		defer func(n int) {
			s += fmt.Sprint(n)
			if r := recover(); r != nil {
				s += fmt.Sprint(r)
			}
		}(i)
	}
	defer func() { defer func() { s += "x" }(); panic("y") }()
	var m mid
	defer m.set(nil).set(new(int))
	defer m.name2()
	return m.name2()
}

func backwards(n int) *int {
	i := 0
	var last *int
again:
	x := i
	{
		y := &x
		for j := 0; j < 2; j++ {
			z := j
			if z > 1 {
				last = &z
				goto out
			}
			y = &z
		}
		_ = y
	}
	if i++; i < n {
		last = &x
		goto again
	}
out:
	for i := 0; i < 2; {
		w := i
		last = &w
		i++
	}
	return last
}

func main() {
	q := 3
	a, b := embeds(outer{mid: &mid{}}, &q)
	fmt.Println(*a, **b, sizes(), deferOrder(), *backwards(2), len(osArgs()))
}
