// The collector's workers are goroutines: they take the g's of dead ones, which the next `go` then lacks.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

var done = make(chan int)

func end() { done <- 1 }

func one() {
	go end()
	<-done
	runtime.Gosched()
}

func step(name string, f func()) {
	var a, b runtime.MemStats

	runtime.ReadMemStats(&a)
	f()
	runtime.ReadMemStats(&b)
	fmt.Println(name, b.Mallocs-a.Mallocs, b.TotalAlloc-a.TotalAlloc)
}

func main() {
	debug.SetGCPercent(-1)
	runtime.GOMAXPROCS(1)
	one()
	one()
	step("one, with the g of the last", one)
	runtime.GC()
	step("one, with a g of its own", one)
}
