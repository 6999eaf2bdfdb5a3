// A heap of 8 GiB, a million pages, each its own span, that is filled before the eighth cycle and stays as it is.
package main

import "runtime"

type node struct{ next *node }

var keep [][]byte
var list *node

func main() {
	for i := 0; i < 7; i++ {
		runtime.GC()
	}
	keep = make([][]byte, 1<<20-1<<12)
	for i := range keep {
		keep[i] = make([]byte, 8192)
	}
	runtime.GC()
	for {
		list = &node{list}
	}
}
