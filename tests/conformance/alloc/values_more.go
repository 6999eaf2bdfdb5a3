// Variables, calls, closures, conversions and literals of many kinds.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

func measure(name string, f func()) {
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	f()
	runtime.ReadMemStats(&b)
	fmt.Println(name, "mallocs", b.Mallocs-a.Mallocs, "bytes", b.TotalAlloc-a.TotalAlloc, "frees", b.Frees-a.Frees)
	for i := range b.BySize {
		if d := b.BySize[i].Mallocs - a.BySize[i].Mallocs; d != 0 {
			fmt.Println("  size", b.BySize[i].Size, d)
		}
	}
}

type big struct{ a [300]int }
type small struct{ x, y int32 }
type emb struct {
	small
	*big
}
type fn func(int) int
type op interface{ do(int) int }
type add struct{ n int }
type mul struct{ n *int }

func (a add) do(x int) int { return a.n + x }
func (m mul) do(x int) int { return *m.n * x }
func (f fn) do(x int) int  { return f(x) }

var sink any
var n int
var gp *int
var arr [10]*small

//go:noinline
func escapes(p *int) { gp = p }

//go:noinline
func stays(p *int) int { return *p }
func ret() *small      { s := small{1, 2}; return &s }
func retbig() big      { var b big; b.a[3] = 1; return b }
func multi() (a *int, b []int, c map[string]int, err error) {
	x := 3
	return &x, []int{1, 2}, map[string]int{"a": 1}, fmt.Errorf("e")
}
func variadic(xs ...any) int { return len(xs) }
func vint(xs ...int) []int   { return xs }
func deferred(k int) (r int) {
	for i := 0; i < k; i++ {
		defer func(j int) { r += j }(i)
	}
	return 1
}
func deferclosure(p *int) { x := 5; defer func() { *p += x }(); x++ }
func recovers() (s string) {
	defer func() {
		if r := recover(); r != nil {
			s = fmt.Sprint(r)
		}
	}()
	var m map[string]int
	m["a"] = 1
	return
}
func gen(k int) func() int { i := 0; return func() int { i += k; return i } }
func fib() func() int      { a, b := 0, 1; return func() int { a, b = b, a+b; return a } }
func compose(fs ...fn) fn {
	return func(x int) int {
		for _, f := range fs {
			x = f(x)
		}
		return x
	}
}
func main() {
	debug.SetGCPercent(-1)
	measure("ptr", func() {
		for i := 0; i < 10; i++ {
			x := i
			if i%3 == 0 {
				escapes(&x)
			} else {
				n += stays(&x)
			}
		}
	})
	measure("ret", func() {
		for i := 0; i < 5; i++ {
			arr[i] = ret()
		}
	})
	measure("retbig", func() { b := retbig(); sink = b; c := &b; n += c.a[3] })
	measure("multi", func() { a, b, c, err := multi(); n += *a + len(b) + len(c) + len(err.Error()) })
	measure("variadic", func() {
		n += variadic() + variadic(1, "a", 300, 2.5, nil, small{1, 2})
		xs := vint(1, 2, 3)
		n += xs[0]
		sink = vint(4, 5)
	})
	measure("defers", func() { n += deferred(5); x := 1; deferclosure(&x); n += x })
	measure("recover", func() { sink = recovers() })
	measure("gen", func() {
		f := gen(2)
		f()
		n += f()
		g := fib()
		for i := 0; i < 10; i++ {
			n += g()
		}
		sink = f
	})
	measure("compose", func() {
		k := 3
		f := compose(func(x int) int { return x + k }, func(x int) int { return x * 2 })
		n += f(5)
	})
	measure("ops", func() {
		k := 7
		for _, o := range []op{add{1}, add{2000}, mul{&k}, fn(func(x int) int { return x - k })} {
			n += o.do(3)
		}
	})
	measure("methodvalue", func() {
		a := add{5}
		f := a.do
		n += f(1)
		g := add.do
		n += g(a, 2)
		var o op = a
		h := o.do
		n += h(3)
		sink = a.do
	})
	measure("emb", func() {
		e := emb{small{1, 2}, &big{}}
		e.big.a[1] = 2
		n += int(e.x) + e.a[1]
		p := &e
		sink = p.small
		sink = &p.small
	})
	measure("arrays", func() {
		var a [5][5]int
		b := a
		b[1][1] = 2
		s := b[1][:]
		n += len(s)
		p := &a
		p[2][2] = 3
		sink = a
		q := [...]*int{&n, nil}
		n += len(q)
	})
	measure("slices", func() {
		a := make([]int, 0, 10)
		for i := 0; i < 10; i++ {
			a = append(a, i)
		}
		b := a[2:5:6]
		b = append(b, 1)
		b = append(b, 2)
		c := make([][]int, 3)
		for i := range c {
			c[i] = make([]int, i+1)
		}
		sink = c
		n += len(b)
	})
	measure("dyn", func() {
		k := n%3 + 5
		a := make([]byte, k)
		b := make([]int, 4, k)
		n += len(a) + len(b)
		c := make([]byte, 70000)
		n += len(c)
		d := make([]int, 8192)
		n += len(d)
	})
	measure("switch", func() {
		for _, v := range []any{1, "s", 2.5, nil, []int{1}, small{}, &n, add{3}} {
			switch x := v.(type) {
			case int:
				n += x
			case string:
				n += len(x)
			case float64, nil:
				n++
			case op:
				n += x.do(1)
			case *int:
				n += *x
			default:
				sink = x
			}
		}
	})
	measure("goto", func() {
		i := 0
	loop:
		p := new(int)
		*p = i
		if i < 5 {
			i++
			goto loop
		}
		n += *p
		sink = p
	})
	measure("labels", func() {
	outer:
		for i := 0; i < 5; i++ {
			for j := 0; j < 5; j++ {
				x := i * j
				if x == 6 {
					gp = &x
					break outer
				}
				if j > i {
					continue outer
				}
			}
		}
	})
	measure("loopvars", func() {
		var fs []func() int
		for i := 0; i < 5; i++ {
			fs = append(fs, func() int { i += 10; return i })
		}
		for _, f := range fs {
			n += f()
		}
		for i := range 3 {
			fs[i] = func() int { return i }
		}
	})
	measure("strct", func() {
		type node struct {
			kids []*node
			name string
		}
		root := &node{name: "r"}
		for i := 0; i < 4; i++ {
			root.kids = append(root.kids, &node{name: fmt.Sprint("k", i)})
		}
		sink = root
		cp := *root
		n += len(cp.kids)
	})
	measure("mapstruct", func() {
		m := map[string]*small{}
		m["a"] = &small{1, 2}
		m["a"].x++
		v := map[string]small{"b": {3, 4}}
		t := v["b"]
		t.x++
		v["b"] = t
		sink = m
		n += int(v["b"].x)
		w := map[int]big{1: {}}
		n += w[1].a[0]
		x := map[big]int{{}: 1}
		n += x[big{}]
	})
	measure("funcs", func() {
		m := map[string]func(int) int{"inc": func(x int) int { return x + 1 }, "add": func(x int) int { return x + n }}
		n = m["inc"](n) + m["add"](1)
	})
	measure("conv", func() {
		var i8 int8 = -3
		var a any = i8
		b := a.(int8)
		n += int(b)
		a = uint16(300)
		a = uint16(200)
		a = 1 << 40
		a = 'x'
		a = complex(1, 2)
		sink = a
		var e error
		sink = e
		sink = [0]int{}
		sink = [1]*int{&n}
	})
	measure("anon", func() {
		p := &struct {
			a int
			b []byte
		}{1, []byte("xyz")}
		sink = p
		q := struct{ f func() int }{func() int { return p.a }}
		n += q.f()
		func() { x := 1; sink = &x }()
	})
}
