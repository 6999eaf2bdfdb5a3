// A heap of some 800 MiB, beyond what frames always tell whole: spans of one page and of many, with holes, and small
// objects that come and go. Hardly any of it is touched.
package main

import "runtime"

type node struct {
	next *node
	pad  [6]int
}

var keep [][]byte
var list, held *node

func main() {
	sizes := []int{8192, 8192, 24576, 8192, 16384, 8192, 40960, 8192, 1000, 8192, 8192, 9472}
	for i := 0; i < 66000; i++ {
		keep = append(keep, make([]byte, sizes[i%len(sizes)]))
		if i%9000 == 0 {
			keep = append(keep, make([]byte, 3000000))
		}
	}
	for round := 0; round < 4; round++ {
		for i := round; i < len(keep); i += 3 + i%5 {
			keep[i] = nil
		}
		runtime.GC()
		for i := 0; i < 30000; i++ {
			list = &node{next: list}
			if i%9 == 0 {
				held = &node{next: held}
			}
			if i%10 == 0 {
				keep[i] = make([]byte, 8192)
			}
		}
		list = nil
	}
	println(len(keep))
}
