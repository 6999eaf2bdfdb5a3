package main

import "fmt"

type obj struct {
	id   int
	link *obj
	list []*obj
	m    map[string]*obj
	ch   chan *obj
	fn   func(*obj) *obj
	arr  [3]*obj
	any
}

type iface interface {
	get() *obj
	set(*obj)
	iface2
}
type iface2 interface{ more(xs ...*obj) []*obj }

func (o *obj) get() *obj               { return o.link }
func (o *obj) set(p *obj)              { o.link = p }
func (o *obj) more(xs ...*obj) []*obj  { return append(o.list, xs...) }
func (o obj) val() obj                 { return o }
func (o obj) self() *obj               { return &o }

var global *obj
var gi iface

func ranges(o *obj, os []obj, s string, n int) (r *obj) {
	for i := range o.list {
		r = o.list[i]
	}
	for _, x := range o.list {
		r = x
	}
	for i, x := range os {
		r = &os[i]
		_ = x
	}
	for _, x := range os {
		r = &x
	}
	for k, v := range o.m {
		if k == "" {
			r = v
		}
	}
	for x := range o.ch {
		r = x
	}
	for _, x := range o.arr {
		r = x
	}
	for i, x := range &o.arr {
		r = x
		o.arr[i] = x
	}
	for i := range n {
		o.id = i
	}
	for i := range int8(3) {
		_ = &i
	}
	for i, c := range s {
		o.id += i + int(c)
	}
	for i, b := range []byte(s) {
		o.id += i + int(b)
	}
	for range s {
	}
	for range o.list {
		break
	}
	var ix [2]int
	var mp = map[string]rune{}
	for ix[0], mp["r"] = range s {
	}
	for o.id, o.link = range o.list {
	}
	for o.id = range o.arr {
	}
	for _, *r = range os {
	}
	for i, f := range []func() *obj{o.get, func() *obj { return o }} {
		defer f()
		go func() { global = o.list[i] }()
	}
	return
}

func loops(o *obj, n int) []*obj {
	var out []*obj
	for i, x := 0, o; i < n && x != nil; i, x = i+1, x.link {
		out = append(out, x)
		defer func() { x = nil }()
	}
	for p := &o; *p != nil; p = &(*p).link {
		out = append(out, *p)
	}
	for x := (obj{id: n}); x.id > 0; x.id-- {
		out = append(out, x.self())
		y := x
		out = append(out, &y)
	}
	for {
		x := new(obj)
		if n--; n < 0 {
			return append(out, x)
		}
		var z obj
		z.link = x
		w := &z
		w.fn = func(o *obj) *obj { return w.link }
		_ = w.fn(x)
	}
}

func calls(o *obj, f func(*obj) *obj, i iface) *obj {
	x := f(o)
	y := o.fn(x)
	z := i.get()
	i.set(y)
	i.more(x, y, z)
	i.more(o.list...)
	_ = o.more()
	_ = o.val().link.self().get()
	g := i.get
	h := o.set
	k := (*obj).set
	l := iface.get
	m := obj.self
	h(g())
	k(o, l(i))
	_ = m(*o)
	gi = o
	gi = iface(o)
	var j iface = o
	j.set(x)
	func(p *obj) { global = p }(o.arr[2])
	defer i.set(x)
	defer (*obj).set(o, y)
	defer iface.set(i, z)
	go o.set(f(nil))
	go i.more(o, o)
	defer o.fn(nil)
	defer g()
	defer func(q ...*obj) *obj { return q[0] }(x, y)
	return struct{ *obj }{o}.get()
}

func chans(c chan *obj, d chan obj, e chan chan *obj, f chan func() *obj, o *obj) (p *obj) {
	c <- o
	d <- *o
	e <- c
	f <- func() *obj { return o }
	x := <-c
	y, ok := <-d
	z := <-<-e
	w := (<-f)()
	_ = ok
	*o = <-d
	o.link, ok = <-c
	o.list[0], o.list[1] = <-c, z
	select {
	case o.link = <-c:
	case o.arr[0], ok = <-c:
	case v := <-d:
		p = &v
	case e <- make(chan *obj, 2):
	case f <- o.get:
	}
	return map[bool]*obj{true: x, false: &y, ok: w}[p == nil]
}

func cmp(a, b obj2, x, y any, e error, o *obj) bool {
	if a == b || x == y || x == a.s || y == any(o) || e == error(nil) {
		return true
	}
	if a.i == b.i && a.e == nil && x == nil && o.any == x && iface(o) == gi {
		return x == 3
	}
	switch {
	case x == "s", a == obj2{s: "q"}, e == errX:
	}
	return [2]any{x, y} == [2]any{1, "a"} && struct{ e error }{e} == struct{ e error }{errX}
}

type obj2 struct {
	i int
	s string
	e any
}

var errX = fmt.Errorf("x")

func builtins(o *obj, s []*obj, t []*obj, m map[*obj]*obj) *obj {
	clear(m)
	clear(s)
	delete(m, o)
	n := copy(s, t)
	n = min(n, len(t), cap(s[:n:n]))
	u := append(s[:1], t...)
	u = append(u)
	v := append([]*obj{o}, s[n:]...)
	w := append(v[:0:0], v...)
	x := max("a", fmt.Sprint(n))
	y := append([]byte(x), x...)
	print(x, y, o, m, len(u), cap(w))
	println(append(w, o)[0] == o)
	return u[len(u)-1]
}

func ptrs(o *obj) (**obj, *[]*obj, *func(*obj) *obj, *[3]*obj, *any) {
	q := o.link
	r := *o
	return &q, &r.list, &o.fn, &r.arr, &r.any
}

func main() {}
