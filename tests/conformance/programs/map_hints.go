// What maps that stay in a frame allocate, by the hint they are made with: constant, variable, wrong.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

var kept map[string]int

func step(name string, f func()) {
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	f()
	runtime.ReadMemStats(&b)
	fmt.Println(name, b.Mallocs-a.Mallocs, b.TotalAlloc-a.TotalAlloc)
}

func seen(words []string) (n int) {
	m := make(map[string]struct{}, len(words))
	for _, w := range words {
		if _, ok := m[w]; !ok {
			m[w] = struct{}{}
			n++
		}
	}
	return n
}

func big(n int) int {
	m := make(map[[40]int][50]int, n)
	m[[40]int{1}] = [50]int{2}
	return m[[40]int{1}][0] + len(m)
}

func pointers(n int) int {
	m := make(map[int]*[]int, n)
	for i := range n + 1 {
		m[i] = &[]int{i}
	}
	runtime.GC()
	for k, v := range m {
		if (*v)[0] != k {
			panic(k)
		}
	}
	return len(m)
}

func main() {
	debug.SetGCPercent(-1)
	words := []string{"a", "b", "a", "c", "d", "e", "f", "g", "h", "i"}
	for _, n := range []int{0, 1, 5, 8, 9, 10} {
		step(fmt.Sprint("words ", n), func() { seen(words[:n]) })
		step(fmt.Sprint("big ", n), func() { big(n) })
		step(fmt.Sprint("empty ", n), func() { m := make(map[int]int, n); delete(m, n) })
		step(fmt.Sprint("kept ", n), func() { kept = make(map[string]int, n) })
		fmt.Println(pointers(n))
	}
	step("loop", func() {
		for n := range 12 {
			m := make(map[int]int, n)
			m[n] = n
			if len(m) != 1 || m[n] != n {
				panic(n)
			}
		}
	})
	step("negative", func() {
		n := -3
		defer func() { fmt.Println(recover()) }()
		m := make(map[int]int, n)
		m[1] = 1
		fmt.Println(m[1])
	})
	step("constants", func() {
		a, b, c := make(map[int8]bool), make(map[int8]bool, 8), make(map[int8]bool, 9)
		a[1], b[1], c[1] = true, true, true
	})
}
