// Nodes are taken out of a table, kept in local variables for a while, and put back. A goroutine whose stack was scanned
// already may take a node that the marker has not come to: then nobody but that stack holds it, and stacks are scanned
// once. What saves it is the deletion half of the write barrier, which records the pointer that is overwritten.
//
// Watch: break the deletion barrier (Knobs, or --break-deletion-barrier) and let the verifier look: it names a node that a
// goroutine still holds and the collector has freed.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

type Node struct {
	key, check int
	twin       *Node
	spare      [3]int
}

const (
	size    = 64000
	workers = 8
)

var table = make([]*Node, size) // on the heap: package variables are marked before stacks

// borrow empties four slots, far from each other, keeps what it took while others run, and fills them again.
func borrow(at, turns int) int {
	const apart = size / 4
	a, b, c, d := table[at], table[at+apart], table[at+2*apart], table[at+3*apart]
	table[at], table[at+apart], table[at+2*apart], table[at+3*apart] = nil, nil, nil, nil
	for i := 0; i < turns; i++ {
		runtime.Gosched()
	}
	table[at], table[at+apart], table[at+2*apart], table[at+3*apart] = a, b, c, d
	return a.key + a.check + b.key + b.check + c.key + c.check + d.key + d.check
}

func worker(id int, wrong *[workers]int, stop chan bool, wg *sync.WaitGroup) {
	defer wg.Done()
	x := uint32(id + 1)
	for {
		select {
		case <-stop:
			return
		default:
		}
		x = x*1664525 + 1013904223
		wrong[id] += borrow(id+workers*(int(x>>8)%(size/4/workers)), 500+int(x>>20%6000))
	}
}

func main() {
	for i := range table {
		table[i] = &Node{key: i, check: -i, twin: &Node{}}
	}
	var wrong [workers]int
	var wg sync.WaitGroup
	stop := make(chan bool)
	for id := 0; id < workers; id++ {
		wg.Add(1)
		go worker(id, &wrong, stop, &wg)
	}
	for i := 0; i < 55; i++ {
		runtime.GC()
	}
	close(stop)
	wg.Wait()
	fmt.Println("wrong", wrong)
}
