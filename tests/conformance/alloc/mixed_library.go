package main

import (
	"bufio"
	"bytes"
	"container/heap"
	"container/list"
	"container/ring"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"sort"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
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

type item struct {
	name string
	prio int
	idx  int
}
type pq []*item

func (p pq) Len() int           { return len(p) }
func (p pq) Less(i, j int) bool { return p[i].prio > p[j].prio }
func (p pq) Swap(i, j int)      { p[i], p[j] = p[j], p[i]; p[i].idx = i; p[j].idx = j }
func (p *pq) Push(x any)        { it := x.(*item); it.idx = len(*p); *p = append(*p, it) }
func (p *pq) Pop() any {
	o := *p
	n := len(o)
	it := o[n-1]
	o[n-1] = nil
	*p = o[:n-1]
	return it
}

type point struct{ x, y float64 }
type poly []point
type shape interface{ area() float64 }

func (p poly) area() float64 {
	s := 0.0
	for i := range p {
		j := (i + 1) % len(p)
		s += p[i].x*p[j].y - p[j].x*p[i].y
	}
	return s / 2
}

type rle struct {
	b byte
	n int
}

func encode(s string) (out []rle) {
	for i := 0; i < len(s); i++ {
		if n := len(out); n > 0 && out[n-1].b == s[i] {
			out[n-1].n++
		} else {
			out = append(out, rle{s[i], 1})
		}
	}
	return
}

type upper struct{ r io.Reader }

func (u upper) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	copy(p, bytes.ToUpper(p[:n]))
	return n, err
}

type stack[T any] struct{ xs []T }

func (s *stack[T]) push(x T) { s.xs = append(s.xs, x) }
func (s *stack[T]) pop() T {
	x := s.xs[len(s.xs)-1]
	s.xs = s.xs[:len(s.xs)-1]
	return x
}

type state func(*lexer) state
type lexer struct {
	in   string
	pos  int
	toks []string
}

func start(l *lexer) state {
	for l.pos < len(l.in) {
		switch c := l.in[l.pos]; {
		case c == ' ':
			l.pos++
		case c >= '0' && c <= '9':
			return number
		default:
			return word
		}
	}
	return nil
}
func number(l *lexer) state {
	s := l.pos
	for l.pos < len(l.in) && l.in[l.pos] >= '0' && l.in[l.pos] <= '9' {
		l.pos++
	}
	l.toks = append(l.toks, l.in[s:l.pos])
	return start
}
func word(l *lexer) state {
	s := l.pos
	for l.pos < len(l.in) && l.in[l.pos] > '9' {
		l.pos++
	}
	l.toks = append(l.toks, l.in[s:l.pos])
	return start
}

type color uint8

func (c color) String() string { return [...]string{"red", "green"}[c] }

type ll struct {
	v    [3]int64
	next *ll
}

func perms(xs []int, f func([]int)) {
	var rec func(int)
	rec = func(i int) {
		if i == len(xs) {
			f(append([]int(nil), xs...))
			return
		}
		for j := i; j < len(xs); j++ {
			xs[i], xs[j] = xs[j], xs[i]
			rec(i + 1)
			xs[i], xs[j] = xs[j], xs[i]
		}
	}
	rec(0)
}

func main() {
	debug.SetGCPercent(-1)
	fmt.Sprintf("%v", 1)
	measure("nothing", func() {})
	measure("pq", func() {
		var p pq
		for i := 0; i < 10; i++ {
			heap.Push(&p, &item{name: "n", prio: i * 7 % 5})
		}
		heap.Fix(&p, 3)
		for p.Len() > 0 {
			sinkI += heap.Pop(&p).(*item).prio
		}
	})
	measure("list", func() {
		l := list.New()
		for i := 0; i < 5; i++ {
			l.PushBack(i * 100)
			l.PushFront("s")
		}
		for e := l.Front(); e != nil; e = e.Next() {
			if v, ok := e.Value.(int); ok {
				sinkI += v
			}
		}
		r := ring.New(5)
		for i := 0; i < r.Len(); i++ {
			r.Value = i
			r = r.Next()
		}
		r.Do(func(x any) { sinkI += x.(int) })
	})
	measure("poly", func() {
		var s shape = poly{{0, 0}, {4, 0}, {4, 3}}
		sinkI = int(s.area())
		ps := map[string]shape{"a": s, "b": poly{}}
		sinkA = ps
	})
	measure("rle", func() { sinkA = encode("aaabbbcccddddeeeeeffffgggh") })
	measure("lexer", func() {
		l := &lexer{in: "ab 12 cd 345 xyz"}
		for s := state(start); s != nil; {
			s = s(l)
		}
		sinkA = l.toks
	})
	measure("io", func() {
		r := bufio.NewReader(upper{strings.NewReader("hello\nworld\nlast")})
		for {
			s, err := r.ReadString('\n')
			sinkS = s
			if err != nil {
				break
			}
		}
		sc := bufio.NewScanner(strings.NewReader("a b c\nd e"))
		sc.Split(bufio.ScanWords)
		for sc.Scan() {
			sinkS = sc.Text()
		}
		b, _ := io.ReadAll(io.LimitReader(strings.NewReader(strings.Repeat("x", 2000)), 1500))
		sinkB = b
		var buf bytes.Buffer
		w := bufio.NewWriterSize(&buf, 64)
		fmt.Fprintf(w, "%s-%d", "abc", 77)
		w.Flush()
		io.Copy(&buf, strings.NewReader("tail"))
		mr := io.MultiReader(strings.NewReader("a"), &buf)
		b, _ = io.ReadAll(mr)
		sinkB = b
		var sb strings.Builder
		tr := io.TeeReader(strings.NewReader("tee"), &sb)
		io.Copy(io.Discard, tr)
		mw := io.MultiWriter(&sb, &buf)
		io.WriteString(mw, "zz")
		pr, pw := io.Pipe()
		go func() { pw.Write([]byte("pp")); pw.Close() }()
		b, _ = io.ReadAll(pr)
		sinkB = b
	})
	measure("generic", func() {
		var s stack[string]
		s.push("a")
		s.push("b")
		sinkS = s.pop()
		t := &stack[point]{}
		for i := 0; i < 5; i++ {
			t.push(point{float64(i), 1})
		}
		sinkA = t.pop()
	})
	measure("stringer", func() {
		sinkS = fmt.Sprint(color(1), []color{0, 1})
		sinkS = fmt.Sprintf("%s|%d|%v|%x", color(0), color(1), &point{1, 2}, color(1))
		sinkS = fmt.Sprintf("%+v %#v", []any{1, "a", nil, color(1)}, struct {
			a int
			b []string
		}{1, []string{"x"}})
	})
	measure("ll", func() {
		var h *ll
		for i := int64(0); i < 9; i++ {
			h = &ll{[3]int64{i}, h}
		}
		sinkA = h
		arr := [...]*ll{h, h.next, nil}
		sinkA = arr
		sl := arr[:2]
		sinkA = sl
		m := map[*ll]int{h: 1}
		sinkI = m[h]
	})
	measure("perms", func() { perms([]int{1, 2, 3, 4}, func(p []int) { sinkI += p[0] }) })
	measure("ctx", func() {
		ctx, cancel := context.WithCancel(context.Background())
		c2 := context.WithValue(ctx, "k", 5)
		sinkI = c2.Value("k").(int)
		cancel()
		sinkE = c2.Err()
	})
	measure("strs", func() {
		sinkA = []byte("hello, 世界")
		sinkA = []rune("hello, 世界")
		sinkS = string([]rune{'a', '世'})
		for _, r := range "a世" {
			sinkI += utf8.RuneLen(r)
		}
		s := "x"
		for i := 0; i < 10; i++ {
			s += string(rune('a' + i))
		}
		sinkS = s
		b := []byte{}
		for i := 0; i < 100; i++ {
			b = append(b, byte(i))
		}
		sinkB = b[:50:60]
		sinkI = strings.Compare("a", "b") + strings.IndexByte(s, 'c')
		m := map[string]int{}
		m[string(b[:3])]++
		sinkI = m[string(b[:3])]
		if string(b[:2]) == "ab" {
			sinkI++
		}
	})
	measure("chans", func() {
		c := make(chan point, 3)
		c <- point{1, 2}
		sinkA = <-c
		d := make(chan *item)
		close(d)
		_, ok := <-d
		sinkA = ok
		e := make(chan struct{}, 10)
		select {
		case e <- struct{}{}:
		default:
		}
		sinkA = []chan int{make(chan int), make(chan int, 5)}
	})
	measure("funcs", func() {
		fs := map[string]func(float64, float64) float64{
			"+": func(a, b float64) float64 { return a + b },
			"-": func(a, b float64) float64 { return a - b },
		}
		sinkI = int(fs["+"](1, 2))
		var acc []func() int
		for i := 0; i < 4; i++ {
			acc = append(acc, func() int { i++; return i })
		}
		for _, f := range acc {
			sinkI += f()
		}
		p := point{1, 2}
		q := &item{name: "z"}
		g := fmt.Sprint
		sinkS = g(p, *q)
		h := time.Duration(1500).String
		sinkS = h()
	})
	measure("sync", func() {
		var mu sync.RWMutex
		mu.RLock()
		mu.RUnlock()
		c := sync.NewCond(&mu)
		c.Broadcast()
		var wg sync.WaitGroup
		wg.Add(1)
		wg.Done()
		wg.Wait()
	})
	measure("sorts", func() {
		m := map[string]int{"c": 3, "a": 1, "b": 2}
		keys := make([]string, 0, len(m))
		for k := range m {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		ps := []point{{3, 1}, {1, 2}, {2, 3}}
		sort.Slice(ps, func(i, j int) bool { return ps[i].x < ps[j].x })
		sinkA = ps
	})
	measure("errs", func() {
		err := fmt.Errorf("x: %w", os.ErrNotExist)
		sinkI = len(fmt.Sprint(errors.Is(err, os.ErrNotExist)))
		sinkE = fmt.Errorf("%w: %s", io.EOF, "x")
	})
	measure("time", func() {
		d := 90 * time.Minute
		sinkS = d.String()
		t := time.Unix(1e9, 0).UTC()
		sinkS = t.Format(time.RFC3339)
		sinkS = t.Weekday().String()
		sinkS = t.String()
		_, err := time.ParseDuration("1h15m")
		sinkE = err
	})
}
