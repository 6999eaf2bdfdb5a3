// Several goroutines share a tree: each grows and prunes its own branch while all of them read the rest.
//
// Watch: with GOMAXPROCS=4 one P marks while the others go on allocating; pointer writes pass the write barrier, and a
// goroutine that allocates faster than the marker marks has to assist. Every goroutine's stack is one root job.
package main

import (
	"fmt"
	"sync"
)

type Tree struct {
	kids  [4]*Tree
	value int
}

func grow(depth, value int) *Tree {
	t := &Tree{value: value}
	if depth > 0 {
		for i := range t.kids {
			t.kids[i] = grow(depth-1, value*4+i)
		}
	}
	return t
}

func (t *Tree) sum() int {
	if t == nil {
		return 0
	}
	s := t.value
	for _, k := range t.kids {
		s += k.sum()
	}
	return s
}

// prune replaces one small branch after the other by a new one.
func prune(branch *Tree, rounds int) int {
	replaced := 0
	for r := 0; r < rounds; r++ {
		for i := range branch.kids {
			sub := branch.kids[i]
			for j := range sub.kids {
				sub.kids[j].kids[r%4] = grow(5, r+j)
				replaced++
			}
		}
	}
	return replaced
}

func main() {
	const workers = 4
	root := grow(8, 1)
	first := root.sum()
	var replaced [workers]int
	var wg sync.WaitGroup
	for w := 0; w < workers; w++ {
		wg.Add(1)
		go func(w int) {
			defer wg.Done()
			replaced[w] = prune(root.kids[w], 40)
		}(w)
	}
	wg.Wait()
	total := 0
	for _, n := range replaced {
		total += n
	}
	fmt.Println("before", first)
	fmt.Println("replaced", total)
	fmt.Println("after", root.sum())
}
