package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand"
	"runtime"
	"runtime/debug"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

var sinkA any
var sinkS string
var sinkB []byte
var sinkI int
var sinkE error

func measure(name string, f func()) {
	var a, b runtime.MemStats
	f() // what is made once
	runtime.ReadMemStats(&a)
	f()
	runtime.ReadMemStats(&b)
	fmt.Print(name, " ", b.Mallocs-a.Mallocs, " ", b.TotalAlloc-a.TotalAlloc, " ", b.Frees-a.Frees)
	for i := range b.BySize {
		if n := b.BySize[i].Mallocs - a.BySize[i].Mallocs; n != 0 {
			fmt.Print(" ", b.BySize[i].Size, ":", n)
		}
	}
	fmt.Println()
}

type op int

const (
	push op = iota
	add
	mul
	call
)

type ins struct {
	op  op
	arg any
}

type vm struct {
	stack []any
	fns   map[string]func(...any) any
	trace []string
}

func (v *vm) pop() any {
	x := v.stack[len(v.stack)-1]
	v.stack = v.stack[:len(v.stack)-1]
	return x
}

func (v *vm) run(code []ins) any {
	for _, c := range code {
		switch c.op {
		case push:
			v.stack = append(v.stack, c.arg)
		case add:
			a, b := v.pop(), v.pop()
			switch x := a.(type) {
			case int:
				v.stack = append(v.stack, x+b.(int))
			case string:
				v.stack = append(v.stack, b.(string)+x)
			case float64:
				v.stack = append(v.stack, x+b.(float64))
			}
		case mul:
			a, b := v.pop().(int), v.pop().(int)
			v.stack = append(v.stack, a*b)
		case call:
			v.stack = append(v.stack, v.fns[c.arg.(string)](v.pop(), v.pop()))
		}
		v.trace = append(v.trace, strconv.Itoa(len(v.stack)))
	}
	return v.pop()
}

type node interface{ eval(env map[string]int) int }
type num int
type ref string
type bin struct {
	op   byte
	l, r node
}

func (n num) eval(map[string]int) int     { return int(n) }
func (r ref) eval(env map[string]int) int { return env[string(r)] }
func (b *bin) eval(env map[string]int) int {
	switch b.op {
	case '+':
		return b.l.eval(env) + b.r.eval(env)
	case '-':
		return b.l.eval(env) - b.r.eval(env)
	}
	return b.l.eval(env) * b.r.eval(env)
}

type parser struct {
	s   string
	pos int
}

func (p *parser) expr() node {
	l := p.term()
	for p.pos < len(p.s) && (p.s[p.pos] == '+' || p.s[p.pos] == '-') {
		o := p.s[p.pos]
		p.pos++
		l = &bin{o, l, p.term()}
	}
	return l
}

func (p *parser) term() node {
	l := p.atom()
	for p.pos < len(p.s) && p.s[p.pos] == '*' {
		p.pos++
		l = &bin{'*', l, p.atom()}
	}
	return l
}

func (p *parser) atom() node {
	if p.s[p.pos] == '(' {
		p.pos++
		n := p.expr()
		p.pos++
		return n
	}
	st := p.pos
	for p.pos < len(p.s) && (p.s[p.pos] >= '0' && p.s[p.pos] <= '9' || p.s[p.pos] >= 'a' && p.s[p.pos] <= 'z') {
		p.pos++
	}
	w := p.s[st:p.pos]
	if n, err := strconv.Atoi(w); err == nil {
		return num(n)
	}
	return ref(w)
}

type key struct{ x, y int32 }
type cell struct {
	v    float64
	next *cell
	tag  [3]byte
}

type big struct {
	a [5]int
	s string
}

type shape interface {
	area() float64
	name() string
}
type sq struct{ s float64 }
type rect struct{ w, h float64 }
type named struct {
	shape
	n string
}

func (s sq) area() float64    { return s.s * s.s }
func (s sq) name() string     { return "sq" }
func (r *rect) area() float64 { return r.w * r.h }
func (r *rect) name() string  { return "rect" }
func (n named) name() string  { return n.n + ":" + n.shape.name() }

type myErr struct{ code int }

func (e myErr) Error() string { return "code " + strconv.Itoa(e.code) }

type perr struct{ s string }

func (e *perr) Error() string { return e.s }
func (e *perr) Unwrap() error { return myErr{7} }

type byLen []string

func (b byLen) Len() int           { return len(b) }
func (b byLen) Less(i, j int) bool { return len(b[i]) < len(b[j]) }
func (b byLen) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

func try(f func()) (r any) {
	defer func() { r = recover() }()
	f()
	return nil
}

func multi(n int) (a []int, m map[int]string, err error) {
	defer func() {
		if n > 2 {
			err = fmt.Errorf("n %d: %w", n, myErr{n})
		}
	}()
	a = make([]int, n, n*2)
	m = map[int]string{n: "x"}
	return
}

func main() {
	debug.SetGCPercent(-1)
	words := strings.Fields("the quick brown fox jumps over the lazy dog and runs away from it all")
	fmt.Sprintf("%v", 1)
	measure("nothing", func() {})
	measure("vm", func() {
		v := &vm{fns: map[string]func(...any) any{"cat": func(a ...any) any { return fmt.Sprint(a...) }}}
		sinkA = v.run([]ins{{push, 3}, {push, 400}, {add, nil}, {push, 5000}, {mul, nil}, {push, "abc"}, {push, "def"}, {add, nil}, {call, "cat"}})
	})
	measure("parse", func() {
		p := parser{s: "(a+3)*(b-400)*c+1000*(d+e*(f-2))"}
		n := p.expr()
		sinkI = n.eval(map[string]int{"a": 1, "b": 2, "c": 3, "d": 4})
	})
	measure("sparse", func() {
		m := map[key]*cell{}
		for i := int32(0); i < 8; i++ {
			m[key{i, -i}] = &cell{v: float64(i)}
		}
		for k, c := range m {
			c.next = m[key{k.x + 1, k.y - 1}]
		}
		sinkA = m
	})
	measure("anymap", func() {
		m := map[any]any{1: "one", "two": 2, 3.5: nil, key{1, 2}: key{3, 4}, [2]string{"a", "b"}: true}
		m[struct{}{}] = 'x'
		m[int8(3)] = int16(300)
		sinkA = m
	})
	measure("structmap", func() {
		m := make(map[string]big, 5)
		for i, w := range words[:5] {
			m[w] = big{[5]int{i}, w}
		}
		b := m["fox"]
		b.a[2]++
		m["fox"] = b
		sinkA = m
	})
	measure("shapes", func() {
		var ss []shape
		for i := 0; i < 5; i++ {
			ss = append(ss, sq{float64(i)}, &rect{1, 2}, named{sq{3}, "n"})
		}
		t := 0.0
		for _, s := range ss {
			t += s.area()
			sinkS = s.name()
		}
		sinkA = t
	})
	measure("errs", func() {
		e := fmt.Errorf("outer: %w", &perr{"inner"})
		var me myErr
		if errors.As(e, &me) {
			sinkI = me.code
		}
		if errors.Is(e, myErr{7}) {
			sinkI++
		}
		sinkE = errors.Join(e, errors.New("x"), nil)
		sinkS = sinkE.Error()
	})
	measure("errs2", func() {
		e := fmt.Errorf("two: %w and %w", errors.New("a"), &perr{"b"})
		var pe *perr
		errors.As(e, &pe)
		sinkE = errors.Unwrap(fmt.Errorf("w: %w", e))
	})
	measure("panics", func() {
		s := []int{1}
		i := 5
		sinkA = try(func() { s[i] = 1 })
		sinkA = try(func() { var m map[string]int; m["a"] = 1 })
		sinkA = try(func() { sinkI = 1 / (i - 5) })
		sinkA = try(func() { var a any = "x"; sinkI = a.(int) })
		sinkA = try(func() { var p *big; sinkI = p.a[2] })
		sinkA = try(func() { panic(fmt.Sprintf("%d", i)) })
		sinkA = try(func() { panic(i) })
		sinkA = try(func() { sinkA = make([]int, i-6) })
		sinkA = try(func() { sinkA = s[i:] })
		sinkA = try(func() { var c chan int; close(c) })
		sinkA = try(func() { sinkA = [4]int(s) })
	})
	measure("panictext", func() {
		s := []int{1}
		i := 5
		sinkS = try(func() { s[i] = 1 }).(error).Error()
		sinkS = try(func() { var a any = "x"; sinkI = a.(int) }).(error).Error()
		sinkS = fmt.Sprint(try(func() { var a shape; sinkI = int(a.area()) }))
	})
	measure("sorts", func() {
		w := append([]string(nil), words...)
		sort.Strings(w)
		sort.Sort(byLen(w))
		sort.Stable(sort.Reverse(byLen(w)))
		sort.Slice(w, func(i, j int) bool { return w[i] > w[j] })
		sinkI = sort.SearchStrings(w, "fox") + sort.Search(len(w), func(i int) bool { return w[i] < "m" })
		f := sort.Float64Slice{3, 1, 2}
		f.Sort()
		sort.Sort(sort.IntSlice([]int{3, 2, 1}))
		sort.SliceStable(f, func(i, j int) bool { return f[i] > f[j] })
		sinkA = f
	})
	measure("rand", func() {
		r := rand.New(rand.NewSource(42))
		sinkA = r.Perm(20)
		x := make([]int, 30)
		r.Shuffle(30, func(i, j int) { x[i], x[j] = x[j], x[i] })
		sinkI = r.Intn(10) + int(r.NormFloat64()) + int(r.ExpFloat64()) + int(r.Int31n(5))
		b := make([]byte, 10)
		r.Read(b)
		sinkB = b
		z := rand.NewZipf(r, 2, 1, 100)
		sinkI += int(z.Uint64())
	})
	measure("strings", func() {
		s := strings.Join(words, ", ")
		sinkA = strings.Split(s, ",")
		sinkA = strings.SplitN(s, " ", 3)
		sinkA = strings.SplitAfter(s, ",")
		sinkS = strings.Replace(s, "the", "a", 1)
		sinkS = strings.ReplaceAll(s, "zzz", "a")
		sinkS = strings.ToUpper(s)
		sinkS = strings.ToLower(s)
		sinkS = strings.Title(s)
		sinkS = strings.Repeat("ab", 20)
		sinkS = strings.TrimFunc(s, func(r rune) bool { return r == 't' })
		sinkS = strings.Map(func(r rune) rune { return r + 1 }, s)
		sinkS = strings.Map(func(r rune) rune { return r }, s)
		a, b, _ := strings.Cut(s, "fox")
		sinkS = a + b
		sinkA = strings.FieldsFunc(s, func(r rune) bool { return r == 'o' })
		sinkI = strings.Count(s, "o") + strings.Index(s, "dog") + strings.LastIndex(s, "the")
		sinkS = strings.NewReplacer("a", "1", "b", "22").Replace(s)
		sinkS = strings.NewReplacer("quick", "slow", "the", "THE").Replace(s)
		sinkS = strings.ToValidUTF8("a\xffb", "?")
		sinkS = strings.TrimLeft(s, "te") + strings.TrimSuffix(s, "all")
	})
	measure("bytes", func() {
		s := []byte("one two three four five six")
		sinkA = bytes.Split(s, []byte(" "))
		sinkA = bytes.Fields(s)
		sinkB = bytes.ToUpper(s)
		sinkB = bytes.Repeat([]byte("xy"), 9)
		sinkB = bytes.ReplaceAll(s, []byte("o"), []byte("00"))
		sinkB = bytes.Join([][]byte{s, s}, []byte("--"))
		sinkB = bytes.TrimSpace(s)
		sinkB = bytes.Map(func(r rune) rune { return r }, s)
		sinkB = bytes.Clone(s)
		sinkA = bytes.Runes(s)
		var b bytes.Buffer
		b.WriteString("hello")
		b.WriteByte('x')
		b.WriteRune('é')
		b.Write(s)
		fmt.Fprintf(&b, "%d-%s-%v", 1234, "abc", words[:2])
		sinkS = b.String()
		line, _ := b.ReadString('x')
		sinkS = line
		sinkB = b.Next(3)
		b.Truncate(1)
		b.Grow(200)
		r := bytes.NewReader(s)
		b.ReadFrom(r)
		sinkA = bytes.NewBufferString("q")
	})
	measure("strconv", func() {
		sinkS = strconv.Quote("a\tb\x00é\u2028")
		sinkS = strconv.FormatFloat(3.14159, 'g', -1, 64)
		sinkS = strconv.FormatFloat(1e21, 'f', 3, 64)
		sinkS = strconv.FormatInt(-12345678, 16)
		sinkS = strconv.Itoa(7)
		sinkS = strconv.Itoa(99)
		sinkS = strconv.Itoa(100)
		sinkB = strconv.AppendInt(nil, 1234567, 10)
		sinkB = strconv.AppendQuote(nil, "abc")
		_, sinkE = strconv.Atoi("12x")
		_, sinkE = strconv.ParseFloat("abc", 64)
		_, sinkE = strconv.ParseInt("99999999999999999999", 10, 64)
		_, sinkE = strconv.ParseBool("maybe")
		sinkS = sinkE.Error()
		s, _ := strconv.Unquote(`"a\nb"`)
		sinkS = s
		s, _ = strconv.Unquote("`raw`")
		sinkS = strconv.FormatBool(true) + s
		sinkS = strconv.QuoteRune('☺')
		sinkS = strconv.QuoteToASCII("日本")
	})
	measure("fmt", func() {
		sinkS = fmt.Sprintf("%5d|%-5d|%05d|%x|%X|%o|%b|%c|%q|%U", 42, 42, 42, 255, 255, 8, 5, 'x', 'y', 'z')
		sinkS = fmt.Sprintf("%s|%10s|%-10s|%q|%x", "abc", "abc", "abc", "abc", "abc")
		sinkS = fmt.Sprintf("%f|%8.3f|%e|%g|%v", 1.5, 2.25, 1e10, 1e-7, 3.0)
		sinkS = fmt.Sprintf("%v|%+v|%#v|%T", key{1, 2}, key{1, 2}, key{1, 2}, key{1, 2})
		sinkS = fmt.Sprintf("%v %v %v", []int{1, 2, 3}, "m", [2]bool{true, false})
		sinkS = fmt.Sprintf("%v %v %p", &key{1, 2}, nil, nil)
		sinkS = fmt.Sprintf("%d %!", 1)
		sinkS = fmt.Sprintf("%d")
		sinkS = fmt.Sprintf("%s", 12)
		sinkS = fmt.Sprintf("%v", myErr{3})
		sinkS = fmt.Sprintf("%*d", 6, 12)
		sinkS = fmt.Sprint("a", 1, 2, "b", 3.5)
		sinkS = fmt.Sprintln("a", 1, true)
		sinkB = fmt.Appendf(nil, "%d-%d", 1, 2000)
		var a, b int
		var s string
		fmt.Sscanf("12 abc 7", "%d %s %d", &a, &s, &b)
		fmt.Sscan("3 4", &a, &b)
		sinkI = a + b
	})
	measure("sync", func() {
		var once sync.Once
		once.Do(func() { sinkI++ })
		once.Do(func() { sinkI++ })
		var m sync.Map
		m.Store("a", 1)
		m.Store("b", 2)
		m.LoadOrStore("c", 3)
		v, _ := m.Load("a")
		sinkA = v
		m.Range(func(k, v any) bool { return true })
		m.Delete("a")
		var av atomic.Value
		av.Store([]int{1})
		sinkA = av.Load()
		var p atomic.Pointer[big]
		p.Store(&big{})
		var cnt atomic.Int64
		cnt.Add(3)
		f := sync.OnceValue(func() int { return 3 })
		sinkI = f() + f()
	})
	measure("multi", func() {
		for i := 1; i < 5; i++ {
			a, m, err := multi(i)
			sinkA, sinkE = a, err
			sinkI += len(m)
		}
	})
}
