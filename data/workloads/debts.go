// Two goroutines allocate as fast as they can over a live tree. While the collector marks, who allocates pays for it with
// marking of its own (an assist), so that marking is done before the heap outgrows its goal.
//
// Watch: break the assists (Knobs, or --break-assists) and let the verifier look: debts are named that nobody pays, and the
// heap runs past its goal.
package main

import (
	"fmt"
	"runtime"
)

type Tree struct {
	left, right *Tree
	key         int
}

func grow(depth int) *Tree {
	if depth == 0 {
		return &Tree{key: 1}
	}
	return &Tree{grow(depth - 1), grow(depth - 1), 1}
}

func (t *Tree) count() int {
	if t == nil {
		return 0
	}
	return t.key + t.left.count() + t.right.count()
}

func burst(n int, done chan int) {
	total := 0
	for i := 0; i < n; i++ {
		total += grow(9).count()
	}
	done <- total
}

func main() {
	live := grow(15)
	done := make(chan int)
	go burst(200, done)
	go burst(200, done)
	for i := 0; i < 4; i++ {
		runtime.GC()
	}
	fmt.Println("garbage", <-done+<-done)
	fmt.Println("live", live.count())
}
