// What go and defer keep of their operands: what is larger than 128 bytes is an object of its own.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type big struct {
	a [17]int
	p *int
}

var (
	done  = make(chan int, 1)
	start = make(chan int)
	sum   int
)

func step(name string, f func()) {
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	f()
	runtime.ReadMemStats(&b)
	fmt.Println(name, b.Mallocs-a.Mallocs, b.TotalAlloc-a.TotalAlloc, sum)
}

func (b big) send(n int)   { done <- b.a[3] + *b.p + n }
func (b *big) sendp(n int) { done <- b.a[3] + *b.p + n }
func small(a [16]int)      { done <- a[3] }
func two(a, b big, c [2]int, d []big) {
	done <- a.a[0]*1000 + b.a[1]*100 + c[1]*10 + *d[0].p
}

func deferred(n int) {
	x := 5
	for i := range n {
		defer func(b big) { sum += b.a[0] + *b.p }(big{[17]int{i + 1}, &x})
	}
	b := big{p: &x}
	defer b.add()
	b.a[3] = 100
	runtime.GC()
}

func (b big) add() { sum += b.a[3] + 1 }

func main() {
	debug.SetGCPercent(-1)
	n := 7
	b := big{p: &n}
	b.a[3] = 30
	for range 3 { // goroutines to use again
		go small([16]int{})
		<-done
	}
	step("small", func() { go small([16]int{3: 4}); sum = <-done })
	step("method", func() { go b.send(1); b.a[3] = 40; sum = <-done })
	step("pointer", func() { go b.sendp(1); sum = <-done })
	step("literal", func() { go func(x big, s string) { done <- x.a[3] + len(s) }(b, "abc"); sum = <-done })
	step("two", func() { go two(big{a: [17]int{1}}, big{a: [17]int{1: 2}}, [2]int{1: 3}, []big{{p: &n}}); sum = <-done })
	step("func value", func() { f := two; go f(b, b, [2]int{}, []big{b}); sum = <-done })
	step("builtin", func() { defer func() { recover() }(); defer print(""); sum = 0 })
	sum = 0
	deferred(3)
	fmt.Println(sum)
}
