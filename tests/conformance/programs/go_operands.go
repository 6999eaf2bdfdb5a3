// The operands of go and defer: which are computed when the statement runs, in which order, and what they cost.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
)

type T struct {
	a int
	s string
}
type I interface{ M(...int) int }

func (t T) M(x ...int) int                        { fmt.Println("M", t, x); return len(x) }
func (t *T) P(s string, x T)                      { fmt.Println("P", *t, s, x) }
func two() (int, string)                          { return 7, "seven" }
func f2(a int, s string)                          { fmt.Println("f2", a, s) }
func fv(a int, xs ...any)                         { fmt.Println("fv", a, len(xs), xs) }
func fs(xs []int, m map[string]int, a [2]T, p *T) { fmt.Println("fs", xs, m, a, *p) }
func show(n int) int                              { fmt.Print("eval", n, " "); return n }
func generic[X any](x X, ys ...X)                 { fmt.Println("generic", x, ys) }

type big [5000]int

func fb(b big, n int) { fmt.Println("fb", b[7], n) }

func step(name string, f func()) {
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	f()
	runtime.ReadMemStats(&b)
	fmt.Println(name, b.Mallocs-a.Mallocs, b.TotalAlloc-a.TotalAlloc)
}

func defers() {
	x, t := 1, T{1, "t"}
	var i I = t
	defer fmt.Println("last", x, t)
	defer f2(two())
	defer fv(two())
	defer fv(x, x, "s", nil, t, []int{x})
	defer t.M(x, 2, show(3))
	defer i.M(x)
	defer (&t).P("a", T{x, "lit"})
	defer fs([]int{x, show(1)}, map[string]int{"k": show(2)}, [2]T{{x, "p"}, {s: "q"}}, &T{a: show(4)})
	defer generic(x, 1, 2)
	defer generic("s")
	defer T.M(t, 4)
	defer (*T).P(&t, "expr", T{})
	defer func(a, b int) { fmt.Println("lit", a, b, x) }(x, show(5))
	defer strings.ToUpper("x")
	defer print("")
	defer fmt.Fprint(os.Stdout, "out ", x, "\n")
	var b big
	b[7] = x
	defer fb(b, b[7])
	var m map[string]int
	defer delete(m, "x")
	defer copy(make([]int, 2), []int{x})
	defer append0(nil, x)
	x, t.a, t.s, b[7] = 100, 100, "changed", 100
	for k := range 2 {
		defer fv(k, k, t)
		defer f2(two())
		defer fb(b, k)
		b[7]++
	}
}
func append0(a []int, x int) []int { return append(a, x) }

func gos() {
	var wg sync.WaitGroup
	var mu sync.Mutex
	got := map[string]bool{}
	note := func(s string, xs ...any) { mu.Lock(); got[fmt.Sprint(s, len(xs), xs)] = true; mu.Unlock(); wg.Done() }
	n3 := func(a int, s string) { note("n3", a, s) }
	x, t := 1, T{1, "t"}
	wg.Add(7)
	go note("a", x, t, nil)
	go n3(two())
	go note("b")
	go func(xs []int, a [3]int) { note("c", xs, a) }([]int{x, 2}, [3]int{x, show(9)})
	go note("d", []any{x, "y"}...)
	var b big
	b[3] = 4
	go func(b big) { note("e", b[3]) }(b)
	go note(fmt.Sprint("f", x), &t == nil, [20]int{3: x})
	x, t.a, b[3] = 5, 5, 5
	wg.Wait()
	fmt.Println(len(got), got)
}

func main() {
	debug.SetGCPercent(-1)
	defers()
	gos()
	var wg sync.WaitGroup
	done := func(xs ...any) { wg.Done() }
	for range 3 {
		wg.Add(1)
		go done()
		wg.Wait()
	}
	run := func(name string, f func()) { step(name, func() { wg.Add(1); f(); wg.Wait() }) }
	n := 500
	s := "str"
	run("go none", func() { go done() })
	run("go consts", func() { go done(1, "x", nil) })
	run("go vars", func() { go done(n, s) })
	run("go slice", func() { go done([]any{n, 2}...) })
	run("go lit", func() { go func(a int, b []int, t T) { wg.Done() }(n, []int{n, 1}, T{n, s}) })
	run("go lit ptr", func() { go func(t *T) { wg.Done() }(&T{n, s}) })
	run("go const lit", func() { go func(t T, a [8]int) { wg.Done() }(T{1, "c"}, [8]int{1}) })
	step("defer", func() { defer fv2(n, s, n); defer fv2(1) })
}

func fv2(xs ...any) int { return len(xs) }
