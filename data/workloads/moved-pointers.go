// Pointers are moved about in two tables while the collector marks: each node is held by one slot alone, and a node that
// moves from a slot the marker has not come to into one it has passed is seen only by the write barrier.
//
// Watch: with the write barrier on nothing is ever lost. Break it (Knobs, or --break-write-barrier) and let the verifier
// look: it names a node that the program still holds and the collector has freed.
package main

import (
	"fmt"
	"runtime"
)

type Node struct {
	key, check int
	twin       *Node
	spare      [3]int
}

const size = 40000

var left, right = make([]*Node, size), make([]*Node, size)
var junk [16]*Node

func fill(table []*Node) {
	for i := range table {
		table[i] = &Node{key: i, check: -i, twin: &Node{}}
	}
}

func swap(x uint32, times int) uint32 {
	for i := 0; i < times; i++ {
		x = x*1664525 + 1013904223
		l, r := int(x>>8)%size, int(x>>4)%size
		left[l], right[r] = right[r], left[l]
		if i%8 == 0 {
			junk[i%16] = &Node{key: i}
		}
	}
	return x
}

// collect goes round by round with the swapping: several marks are certain to run, whatever GOGC says.
func collect(rounds int, done chan bool) {
	for i := 0; i < rounds; i++ {
		runtime.GC()
	}
	done <- true
}

func main() {
	fill(left)
	fill(right)
	done := make(chan bool)
	go collect(6, done)
	x := uint32(1)
	for going := true; going; {
		x = swap(x, 2000)
		select {
		case <-done:
			going = false
		default:
			runtime.Gosched()
		}
	}
	wrong := 0
	for i := range left {
		if left[i].check != -left[i].key || right[i].check != -right[i].key {
			wrong++
		}
	}
	fmt.Println("wrong", wrong)
}
