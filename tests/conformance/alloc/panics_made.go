// What the errors of the run-time system itself allocate.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type withFunc struct {
	f func()
	n int
}

type named []string

var (
	five  = 5
	zero  int
	words any = []string{"a"}
	ints      = make([]int, 3)
	texts     = map[any]int{}
	none  map[string]int
	last  string
)

//go:noinline
func equal(a, b any) bool { return a == b }

func step(name string, f func()) {
	var a, b runtime.MemStats

	runtime.ReadMemStats(&a)
	caught := caught(f)
	runtime.ReadMemStats(&b)
	fmt.Printf("%s: %d mallocs %d bytes, %T\n", name, b.Mallocs-a.Mallocs, b.TotalAlloc-a.TotalAlloc, caught)
	if err, ok := caught.(runtime.Error); ok {
		fmt.Println("\t", err)
	}
}

func caught(f func()) (value any) {
	defer func() { value = recover() }()
	f()
	return nil
}

func main() {
	debug.SetGCPercent(-1)
	step("index", func() { ints[five]++ })
	step("slice", func() { ints = ints[five:] })
	step("division", func() { zero = five / zero })
	step("assertion", func() { last = words.(string) })
	step("nil map", func() { none["a"] = 1 })
	step("key", func() { texts[words]++ })
	step("key read", func() { zero = texts[words] })
	step("key deleted", func() { delete(texts, words) })
	step("key in an array", func() { _ = map[[2]any]int{}[[2]any{1, words}] })
	step("func", func() { equal(main, main) })
	step("struct", func() { equal(withFunc{}, withFunc{}) })
	step("named", func() { equal(named{}, named{}) })
	step("map in an array", func() { equal([1]any{none}, [1]any{none}) })
	step("pointer of it", func() { equal(&none, &none) })
}
