// Finalizers run one after the other on a goroutine of their own, the last queued first; what they hold while they
// wait, on their stacks and through channels without pointers, is kept like anything else.
package main

import (
	"fmt"
	"runtime"
)

type node struct {
	next *node
	n    [15]int
}

type small struct {
	id int
	p  *small
}

var (
	inside = make(chan int)
	gate   = make(chan int)
	done   = make(chan int)
	junk   []*node
)

func list(n int) *node {
	var first *node
	for i := 0; i < n; i++ {
		first = &node{next: first}
		first.n[7] = i
	}
	return first
}

// A finalizer that builds something of its own, waits through collections, and looks at it again.
func waits(x *node) {
	own := list(100)
	words := map[int]string{}
	for i := 0; i < 100; i++ {
		words[i] = fmt.Sprint("word ", i)
	}
	inside <- x.n[0]
	<-gate
	sum, letters := 0, 0
	for p := own; p != nil; p = p.next {
		sum += p.n[7]
	}
	for _, w := range words {
		letters += len(w)
	}
	for p := x.next; p != nil; p = p.next {
		sum += p.n[7]
	}
	fmt.Println(sum, letters)
	done <- 1
}

func drop(id int) {
	x := &node{next: list(10)}
	x.n[0] = id
	runtime.SetFinalizer(x, waits)
}

func churn() {
	for i := 0; i < 2000; i++ {
		junk = append(junk, list(5))
		if len(junk) > 50 {
			junk = nil
		}
	}
}

func ordered(n int) {
	for i := 0; i < n; i++ {
		o := &small{id: i}
		runtime.SetFinalizer(o, func(o *small) {
			fmt.Print(o.id, " ")
			if o.id == 0 {
				done <- 1
			}
		})
	}
}

func main() {
	ordered(8)
	runtime.GC()
	<-done
	fmt.Println()
	for r := 0; r < 5; r++ {
		drop(r)
		runtime.GC()
		fmt.Println("in", <-inside)
		runtime.GC()
		churn()
		runtime.GC()
		churn()
		gate <- 1
		<-done
	}
}
