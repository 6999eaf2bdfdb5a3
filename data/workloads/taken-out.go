// Nodes are taken out of a table, kept in local variables until the collection has ended, and put back. A goroutine whose
// stack was scanned already may take a node that the marker has not come to: then nobody but that stack holds it, and stacks
// are scanned once. What saves it is the deletion half of the write barrier, which records the pointer that is overwritten.
//
// Watch: break the deletion barrier (Knobs, or --break-deletion-barrier) and let the verifier look: it names a node that a
// goroutine still holds and the collector has freed.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

type Node struct {
	key, check int
	twin       *Node
	spare      [3]int
}

const (
	size    = 64000
	workers = 8
	rounds  = 12
)

var (
	table  = make([]*Node, size) // on the heap: package variables are marked before stacks
	cycles atomic.Int32          // that have ended
)

// borrow lets others run for a while, empties four slots, far from each other, keeps what it took until the collection
// that is on has ended, and fills them again. After the last one there is nothing to wait for.
func borrow(at, turns int) int {
	const apart = size / 4
	for i := 0; i < turns; i++ {
		runtime.Gosched()
	}
	cycle := cycles.Load()
	a, b, c, d := table[at], table[at+apart], table[at+2*apart], table[at+3*apart]
	table[at], table[at+apart], table[at+2*apart], table[at+3*apart] = nil, nil, nil, nil
	for cycles.Load() == cycle && cycle < rounds {
		runtime.Gosched()
	}
	table[at], table[at+apart], table[at+2*apart], table[at+3*apart] = a, b, c, d
	return a.key + a.check + b.key + b.check + c.key + c.check + d.key + d.check
}

func worker(id int, wrong *[workers]int, wg *sync.WaitGroup) {
	defer wg.Done()
	x := uint32(id + 1)
	for cycles.Load() < rounds {
		x = x*1664525 + 1013904223
		wrong[id] += borrow(id+workers*(int(x>>8)%(size/4/workers)), 1<<(x>>24%13))
	}
}

func main() {
	for i := range table {
		table[i] = &Node{key: i, check: -i, twin: &Node{}}
	}
	var wrong [workers]int
	var wg sync.WaitGroup
	for id := 0; id < workers; id++ {
		wg.Add(1)
		go worker(id, &wrong, &wg)
	}
	for i := 0; i < rounds; i++ {
		runtime.GC()
		cycles.Add(1)
	}
	wg.Wait()
	fmt.Println("wrong", wrong)
}
