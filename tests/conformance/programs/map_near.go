// Maps with keys of four and eight bytes and of strings, elements of several sizes, used while the collector marks: each
// operation beside a model. What is printed does not depend on the hash.
package main

import (
	"fmt"
	"strconv"
)

type pair struct{ a, b int64 }

type node struct {
	n    int
	next *node
}

var state uint64 = 1181783497276652981

func next(n int) int {
	state ^= state << 13
	state ^= state >> 7
	state ^= state << 17
	return int(state % uint64(n))
}

var garbage []*node

// litter keeps the collector at work.
func litter() {
	if len(garbage) > 3000 {
		garbage = nil
	}
	for i := 0; i < 4; i++ {
		garbage = append(garbage, &node{n: i})
	}
}

// use does random operations on a map with about `size` of 2*size keys, then deletes all, one by one.
func use[K comparable, V comparable](name string, size int, key func(int) K, elem func(int) V) {
	var none V
	m := make(map[K]V)
	model := make([]int, 2*size)
	live, sum, bad := 0, 0, 0
	same := func(n int) bool {
		v, ok := m[key(n)]
		if model[n] == 0 {
			return !ok && v == none && m[key(n)] == none
		}
		return ok && v == elem(model[n])
	}
	for i := 1; i <= 20*size; i++ {
		n := next(2 * size)
		switch next(3) {
		case 0:
			if model[n] != 0 {
				live--
			}
			delete(m, key(n))
			model[n] = 0
		case 1:
			if model[n] == 0 {
				live++
			}
			m[key(n)] = elem(i)
			model[n] = i
		default:
			sum += model[n]
		}
		if !same(n) || len(m) != live {
			bad++
		}
		litter()
	}
	for n := range model {
		if !same(n) {
			bad++
		}
	}
	for n := range model {
		delete(m, key(n))
		model[n] = 0
		if !same(n) || !same(next(n+1)) {
			bad++
		}
	}
	m[key(1)] = elem(1)
	fmt.Println(name, live, sum, bad, len(m), m[key(1)] == elem(1))
}

// count changes elements in place.
func count[K comparable](name string, size int, key func(int) K) {
	numbers, pairs := make(map[K]int), make(map[K]pair)
	nodes := make(map[K]*node)
	for i := 0; i < 8*size; i++ {
		k := key(next(size))
		numbers[k]++
		p := pairs[k]
		p.b += int64(i)
		pairs[k] = p
		if nodes[k] == nil {
			nodes[k] = &node{}
		}
		nodes[k].n += i
		nodes[k].next = &node{n: i, next: nil}
		litter()
	}
	n, sum, bad := 0, int64(0), 0
	for k, c := range numbers {
		n += c
		sum += pairs[k].b
		if nodes[k].n != int(pairs[k].b) || nodes[k].next.n >= 8*size {
			bad++
		}
	}
	fmt.Println(name, n, sum, bad, len(numbers), len(pairs), len(nodes))
}

func kind[K comparable](name string, key func(int) K) {
	for _, size := range []int{3, 60, 1500} {
		use(name+" struct{}", size, key, func(int) struct{} { return struct{}{} })
		use(name+" bool", size, key, func(i int) bool { return i%3 == 0 })
		use(name+" int", size, key, func(i int) int { return i })
		use(name+" string", size, key, func(i int) string { return strconv.Itoa(i % 1000) })
		use(name+" pair", size, key, func(i int) pair { return pair{int64(i), int64(-i)} })
		use(name+" [40]int", size/3, key, func(i int) [40]int { return [40]int{39: i} })
		count(name, size, key)
	}
	old := &node{n: 1}
	use(name+" *node", 700, key, func(i int) *node {
		if i%2 == 0 {
			return old
		}
		return nil
	})
}

func main() {
	kept := make([]*node, 3000)
	for i := range kept {
		kept[i] = &node{n: i}
	}
	kind("int32", func(n int) int32 { return int32(n) * 1000003 })
	kind("int", func(n int) int { return n << 20 })
	kind("pointer", func(n int) *node { return kept[n] })
	kind("string", func(n int) string { return "k" + strconv.Itoa(n*7) })
	kind("long string", func(n int) string { return fmt.Sprintf("%080d", n) })
	kind("array", func(n int) [3]int { return [3]int{n, n / 2, 7} })
}
