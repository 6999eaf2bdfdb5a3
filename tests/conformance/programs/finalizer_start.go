package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type T struct{ a, b *int }

var (
	before, after runtime.MemStats
	variable      T
	done          = make(chan int, 10)
)

func step(name string, call func()) {
	runtime.ReadMemStats(&before)
	call()
	runtime.ReadMemStats(&after)
	fmt.Println(name, after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc)
}

//go:noinline
func set(n int) {
	for i := 0; i < n; i++ {
		runtime.SetFinalizer(&T{new(int), nil}, func(*T) { done <- 1 })
	}
}

func run() {
	runtime.GC()
	for i := 0; i < 3; i++ {
		<-done
	}
}

// The goroutine that runs finalizers is there before main; its first call makes room for an argument. A variable's finalizer is
// never run.
func main() {
	debug.SetGCPercent(-1)
	runtime.GOMAXPROCS(1)
	runtime.GC()
	runtime.SetFinalizer(&variable, func(*T) { done <- 100 })
	fmt.Println(runtime.NumGoroutine())
	step("set", func() { set(3) })
	step("run", run)
	step("set again", func() { set(3) })
	run()
	fmt.Println(runtime.NumGoroutine())
	c := make(chan int)
	go func() { panic("in the first goroutine") }()
	<-c
}
