// A live set that grows: one object in four stays in a list, the others are garbage.
//
//	growing [thousands kept, 0: without end [one in how many is kept]]
package main

import (
	"fmt"
	"os"
	"strconv"
)

type node struct {
	next *node
	load [3]int
}

func main() {
	n := 0
	if len(os.Args) > 1 {
		n, _ = strconv.Atoi(os.Args[1])
	}
	share := 4
	if len(os.Args) > 2 {
		share, _ = strconv.Atoi(os.Args[2])
	}
	var list, scratch *node
	kept := 0
	for i := 0; n == 0 || kept < n*1000; i++ {
		x := &node{load: [3]int{i, i * 3, i * 7}}
		if i%share == 0 {
			x.next = list
			list = x
			kept++
		} else {
			x.next = scratch
			scratch = x
			if i%64 == 63 {
				scratch = nil
			}
		}
	}
	fmt.Println("check", kept, list.load[1], scratch == nil)
}
