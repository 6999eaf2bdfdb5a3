package main

import (
	"fmt"
	"io"
)

type iface interface{ m(*int) *int }
type iface2 interface {
	iface
	n() string
}
type a struct{ p *int }
type b struct{ a }
type c struct{ *a }
type d struct{ iface }
type e int
type f func(*int) *int

func (x a) m(p *int) *int  { return p }
func (x a) n() string      { return "a" }
func (x *b) n() string     { return "b" }
func (x e) m(p *int) *int  { gp = p; return nil }
func (x e) n() string      { return "e" }
func (x f) m(p *int) *int  { return x(p) }

var gp *int
var gi iface

func dev(p *int) *int {
	var i iface = a{p}
	i.m(p)
	var j iface = &b{}
	j.m(p)
	var k iface2 = &b{}
	k.n()
	k.m(p)
	var l iface = d{a{}}
	l.m(p)
	var m iface = c{&a{}}
	m.m(p)
	var n iface = e(3)
	n.m(new(int))
	var o iface = f(func(q *int) *int { return q })
	o.m(p)
	q := iface(a{})
	q.m(p)
	r := k
	r.m(p)
	var s iface
	s = a{}
	s.m(p)
	gi = j
	return gi.m(p)
}

func assert(i iface, x any) (*int, error) {
	if v, ok := i.(a); ok {
		return v.p, nil
	}
	if v, ok := i.(*a); ok {
		return v.p, nil
	}
	if v, ok := x.(iface2); ok {
		return v.m(nil), nil
	}
	if _, ok := x.(interface{ Error() string }); ok {
		return nil, x.(error)
	}
	w, ok := x.(io.Writer)
	if ok {
		fmt.Fprintln(w, i)
	}
	_ = i.(iface2).n()
	return x.(a).p, nil
}

func sw(x any) *int {
	switch v := x.(type) {
	case nil:
		return nil
	case int, string:
		sink(v)
	case *int:
		return v
	case []*int:
		return v[0]
	case map[string]*int:
		return v["a"]
	case func() *int:
		return v()
	case chan *int:
		return <-v
	case a:
		return v.p
	case struct{ q *int }:
		return v.q
	case [2]*int:
		return v[1]
	case iface:
		return v.m(nil)
	case error:
		fmt.Println(v.Error())
	default:
		_ = v
	}
	switch x.(type) {
	case int:
	}
	switch y := x.(type) {
	default:
		return y.(*int)
	}
}

func sink(any) {}

func sw2(i iface, n int, s string, p *int) int {
	switch {
	case i == nil:
		return 0
	case i == iface(a{p}):
		return 1
	}
	switch i {
	case a{}, e(3):
		return 2
	case gi:
		return 3
	}
	switch x := any(s); x {
	case "a", 1, nil:
		return 4
	case p:
		return 5
	}
	switch n := n * 2; {
	case n > 3:
		fallthrough
	case n > 5:
		return 6
	default:
	}
	switch *p {
	case *new(int):
	}
	return 0
}

func sel(c chan *int, d chan<- any, done <-chan struct{}, p *int) (r *int) {
	for {
		select {
		case r = <-c:
			return
		case x, ok := <-c:
			if ok {
				return x
			}
		case c <- p:
		case d <- *p:
		case d <- p:
		case <-done:
			return nil
		default:
			var q *int
			var ok bool
			q, ok = <-c
			_ = ok
			return q
		}
	}
}

func labels(n int) (r *int) {
outer:
	for i := 0; i < n; i++ {
		for j := 0; ; j++ {
			k := j
			if j > 3 {
				continue outer
			}
			if i > 4 {
				r = &k
				break outer
			}
		}
	}
	i := 0
loop:
	x := i
	if i < 3 {
		i++
		r = &x
		goto loop
	}
	goto end
end:
	return
}

func gotoFwd(n int) *int {
	if n > 3 {
		goto done
	}
	{
		y := n
		return &y
	}
done:
	return nil
}

func main() {}
