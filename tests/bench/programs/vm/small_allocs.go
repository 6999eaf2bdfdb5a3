// Small objects with pointers, the newest 16384 of them alive: allocation with the collector running all the time.
//
//	small_allocs [millions]
package main

import (
	"fmt"
	"os"
	"strconv"
)

type node struct {
	next *node
	n    int
}

var ring [16384]*node

func main() {
	n := 8
	if len(os.Args) > 1 {
		n, _ = strconv.Atoi(os.Args[1])
	}
	var last *node
	check := 0
	for i := 0; i < n*1000000; i++ {
		x := &node{n: i}
		if i%16 != 0 {
			x.next = last
		}
		last = x
		k := i & (len(ring) - 1)
		if ring[k] != nil {
			check += ring[k].n & 7
		}
		ring[k] = x
	}
	fmt.Println("check", check)
}
