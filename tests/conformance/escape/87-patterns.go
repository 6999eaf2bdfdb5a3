package main

import "fmt"

type list struct {
	head, tail *elem
	n          int
}
type elem struct {
	v    any
	next *elem
	l    *list
}

func (l *list) push(v any) *elem {
	e := &elem{v: v, l: l}
	if l.tail == nil {
		l.head, l.tail = e, e
	} else {
		l.tail.next = e
		l.tail = e
	}
	l.n++
	return e
}

func (l *list) iter() func() (any, bool) {
	e := l.head
	return func() (any, bool) {
		if e == nil {
			return nil, false
		}
		v := e.v
		e = e.next
		return v, true
	}
}

func (l list) copy() (m list) {
	for e := l.head; e != nil; e = e.next {
		m.push(e.v)
	}
	return
}

type stack []any

func (s *stack) push(v any)   { *s = append(*s, v) }
func (s *stack) pop() (v any) { v = (*s)[len(*s)-1]; *s = (*s)[:len(*s)-1]; return }
func (s stack) top() any      { return s[len(s)-1] }
func (s stack) each(f func(any)) {
	for _, v := range s {
		f(v)
	}
}

type matrix [3][3]float64

func (m matrix) mul(o *matrix) (r matrix) {
	for i := range m {
		for j := range o[i] {
			for k := 0; k < 3; k++ {
				r[i][j] += m[i][k] * o[k][j]
			}
		}
	}
	return
}

func (m *matrix) t() *matrix {
	var r matrix
	for i, row := range m {
		for j, v := range row {
			r[j][i] = v
		}
	}
	return &r
}

type option func(*conf)
type conf struct {
	name string
	hook func(string)
	opts []option
}

func withName(n string) option { return func(c *conf) { c.name = n } }
func withHook(f func(string)) option {
	return func(c *conf) {
		old := c.hook
		c.hook = func(s string) {
			if old != nil {
				old(s)
			}
			f(s)
		}
	}
}

func newConf(opts ...option) *conf {
	c := &conf{opts: opts}
	for _, o := range opts {
		o(c)
	}
	return c
}

func newConfVal(opts ...option) (c conf) {
	for i := range opts {
		opts[i](&c)
	}
	return c
}

type visitor interface {
	visit(n expr) visitor
}
type expr interface{ eval(env map[string]int) int }
type num int
type vr string
type bin struct {
	op   byte
	l, r expr
}

func (n num) eval(map[string]int) int   { return int(n) }
func (v vr) eval(env map[string]int) int { return env[string(v)] }
func (b bin) eval(env map[string]int) int {
	x, y := b.l.eval(env), b.r.eval(env)
	switch b.op {
	case '+':
		return x + y
	case '*':
		return x * y
	}
	panic("bad op " + string(b.op))
}

type cnt struct{ n int }

func (c *cnt) visit(n expr) visitor { c.n++; return c }

func walk(v visitor, e expr) {
	if v = v.visit(e); v == nil {
		return
	}
	if b, ok := e.(bin); ok {
		walk(v, b.l)
		walk(v, b.r)
	}
	if b, ok := e.(*bin); ok {
		walk(v, b.l)
	}
}

func parse(toks []string) (e expr, rest []string) {
	if len(toks) == 0 {
		return nil, nil
	}
	t := toks[0]
	rest = toks[1:]
	if len(rest) > 0 && rest[0] == "+" {
		var r expr
		r, rest = parse(rest[1:])
		e = bin{'+', num(len(t)), r}
		return e, rest
	}
	e = vr(t)
	return
}

type state func(*lexer) state
type lexer struct {
	in    string
	pos   int
	items chan string
}

func start(l *lexer) state {
	if l.pos >= len(l.in) {
		close(l.items)
		return nil
	}
	l.items <- l.in[l.pos : l.pos+1]
	l.pos++
	return start
}

func lex(in string) <-chan string {
	l := &lexer{in: in, items: make(chan string)}
	go func() {
		for s := state(start); s != nil; {
			s = s(l)
		}
	}()
	return l.items
}

func pipeline(n int) <-chan int {
	src := make(chan int)
	go func() {
		defer close(src)
		for i := 0; i < n; i++ {
			src <- i
		}
	}()
	out := make(chan int, n)
	go func(in <-chan int, out chan<- int) {
		for v := range in {
			out <- v * v
		}
		close(out)
	}(src, out)
	return out
}

type bus struct{ subs map[string][]func(any) }

func (b *bus) on(t string, f func(any)) func() {
	if b.subs == nil {
		b.subs = make(map[string][]func(any))
	}
	b.subs[t] = append(b.subs[t], f)
	i := len(b.subs[t]) - 1
	return func() { b.subs[t][i] = nil }
}

func (b *bus) emit(t string, v any) {
	for _, f := range b.subs[t] {
		if f != nil {
			f(v)
		}
	}
}

func main() {
	var l list
	l.push(1)
	l.push("a")
	it := l.iter()
	for v, ok := it(); ok; v, ok = it() {
		fmt.Println(v)
	}
	c := l.copy()
	fmt.Println(c.n, c)
	var s stack
	s.push(3)
	s.push(&l)
	s.each(func(v any) { fmt.Printf("%T\n", v) })
	fmt.Println(s.pop(), s.top(), len(s))
	m := matrix{{1}, {0, 1}, {0, 0, 1}}
	r := m.mul(m.t())
	fmt.Println(r[0][0], r)
	cf := newConf(withName("x"), withHook(func(s string) { fmt.Println(s) }))
	cf.hook("y")
	fmt.Println(newConfVal(withName("z")).name)
	e, _ := parse([]string{"a", "+", "b"})
	var ct cnt
	walk(&ct, e)
	fmt.Println(e.eval(map[string]int{"b": 2}), ct.n, bin{'*', num(2), vr("q")}.eval(nil))
	for t := range lex("ab") {
		fmt.Print(t)
	}
	for v := range pipeline(3) {
		fmt.Print(v)
	}
	var b bus
	off := b.on("t", func(v any) { fmt.Println("got", v) })
	b.emit("t", 3)
	off()
}
