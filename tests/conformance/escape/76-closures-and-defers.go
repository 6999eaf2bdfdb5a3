package main

import "fmt"

type node struct {
	l, r *node
	v    int
}

func insert(n **node, v int) {
	for *n != nil {
		if v < (*n).v {
			n = &(*n).l
		} else {
			n = &(*n).r
		}
	}
	*n = &node{v: v}
}

func insertRec(n *node, v int) *node {
	if n == nil {
		return &node{v: v}
	}
	if v < n.v {
		n.l = insertRec(n.l, v)
	} else {
		n.r = insertRec(n.r, v)
	}
	return n
}

func walk(n *node, visit func(*node)) {
	if n == nil {
		return
	}
	walk(n.l, visit)
	visit(n)
	walk(n.r, visit)
}

func collect(n *node) (out []*node) {
	walk(n, func(m *node) { out = append(out, m) })
	return
}

func depth(n *node) int {
	var rec func(*node) int
	rec = func(m *node) int {
		if m == nil {
			return 0
		}
		return 1 + max(rec(m.l), rec(m.r))
	}
	return rec(n)
}

func counter() (func() int, func()) {
	n := 0
	return func() int { n++; return n }, func() { n = 0 }
}

func memo(f func(int) int) func(int) int {
	cache := map[int]int{}
	return func(x int) int {
		if v, ok := cache[x]; ok {
			return v
		}
		v := f(x)
		cache[x] = v
		return v
	}
}

func compose(fs ...func(int) int) func(int) int {
	return func(x int) int {
		for _, f := range fs {
			x = f(x)
		}
		return x
	}
}

func curry(a int) func(int) func(int) int {
	return func(b int) func(int) int {
		return func(c int) int { return a + b + c }
	}
}

func immediate(p *int) *int {
	return func(q *int) *int {
		return func() *int { return q }()
	}(p)
}

func defers(n int) (err error) {
	x := new(int)
	defer fmt.Println("done", n, x)
	defer func() { err = fmt.Errorf("n %d", *x) }()
	for i := 0; i < n; i++ {
		defer func(i int) { *x += i }(i)
		defer fmt.Print(i)
	}
	if n > 3 {
		defer recover()
		defer panic("x")
	}
	return nil
}

func gos(n int, c chan *int) {
	x := n
	go func() { c <- &x }()
	go fmt.Println(n)
	go send(c, &n)
	go close(c)
	f := func(p *int) { c <- p }
	go f(new(int))
	for i := range 3 {
		go func() { c <- &i }()
	}
}

func send(c chan *int, p *int) { c <- p }

func capture() func() {
	var big [16]int
	var huge [17]int
	small, other := 1, 2
	s := []int{1}
	m := map[int]int{}
	other++
	return func() { println(big[0], huge[0], small, other, len(s), len(m)) }
}

func captureLoop() (fs []func() int) {
	for i := 0; i < 3; i++ {
		j := i * 2
		fs = append(fs, func() int { i++; return i + j })
	}
	for k, v := range []string{"a"} {
		fs = append(fs, func() int { return k + len(v) })
	}
	var once int
	for once = 0; once < 2; once++ {
		fs = append(fs, func() int { return once })
	}
	return
}

func selfRef() func() {
	var f func()
	n := 3
	f = func() {
		if n--; n > 0 {
			f()
		}
	}
	return f
}

type handler func(string) error

func (h handler) do(s string) error { return h(s) }

type doer interface{ do(string) error }

func handle(d doer, s string) error { return d.do(s) }

func useHandler(prefix string) error {
	h := handler(func(s string) error { return fmt.Errorf("%s%s", prefix, s) })
	if err := handle(h, "x"); err != nil {
		return err
	}
	return h.do("y")
}

func main() {
	var root *node
	for _, v := range []int{3, 1, 2} {
		insert(&root, v)
	}
	root = insertRec(root, 5)
	fmt.Println(len(collect(root)), depth(root))
	f, g := counter()
	f()
	g()
	fmt.Println(memo(func(x int) int { return x * x })(3), compose(curry(1)(2), nil)(4))
	_ = useHandler("p")
	selfRef()()
}
