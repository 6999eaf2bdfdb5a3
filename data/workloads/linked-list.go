// A linked list that only grows: the live set rises, and the goal with it.
//
// Watch: each cycle finds more alive than the one before, so the goal doubles with it and cycles become rarer. A list is
// the worst shape for marking: each object leads to one more, so there is seldom more than one grey object of it.
package main

import "fmt"

type Item struct {
	next  *Item
	id    int
	label []byte
}

type List struct {
	head *Item
	len  int
}

func (l *List) push(id int) {
	label := make([]byte, 24+id%40)
	label[0] = byte(id)
	l.head = &Item{next: l.head, id: id, label: label}
	l.len++
}

var latest []int // what scratch made last: it has to be on the heap

// scratch makes garbage, as ordinary work does.
func scratch(n int) int {
	sum := 0
	for i := 0; i < n; i++ {
		latest = make([]int, 16+i)
		latest[i] = n
		sum += latest[i] + len(latest)
	}
	return sum
}

func main() {
	list := &List{}
	work := 0
	for round := 1; round <= 10; round++ {
		for i := 0; i < 30000; i++ {
			list.push(list.len)
			work += scratch(3)
		}
		sum := 0
		for it := list.head; it != nil; it = it.next {
			sum += it.id + int(it.label[0])
		}
		fmt.Printf("round %d: %d items, checksum %d\n", round, list.len, sum)
	}
	fmt.Println("work", work)
}
