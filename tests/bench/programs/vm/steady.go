// A heap of about 64 MiB that stays so: 600000 objects of 48 bytes in a ring, each replaced in turn, with a collection
// whenever as much again has been allocated. Runs until it is stopped.
package main

type node struct {
	next *node
	load [5]int
}

func main() {
	const live = 600000
	ring := make([]*node, live)
	var last *node
	for i := 0; ; i++ {
		x := &node{}
		x.load[0] = i
		if i%8 != 0 {
			x.next = last
		}
		last = x
		ring[i%live] = x
	}
}
