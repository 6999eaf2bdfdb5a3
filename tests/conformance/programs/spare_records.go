package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
)

var before, after runtime.MemStats

func step(name string, n int, call func(n int)) {
	call(n)
	runtime.ReadMemStats(&before)
	call(n)
	runtime.ReadMemStats(&after)
	fmt.Println(name, n, after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc)
}

func deferred(n int) {
	sum := 0
	for i := 0; i < n; i++ {
		defer func() { sum += i }()
	}
}

func park(n int) {
	c := make(chan int)
	var started, done sync.WaitGroup
	started.Add(n)
	done.Add(n)
	for i := 0; i < n; i++ {
		go func() {
			started.Done()
			<-c
			done.Done()
		}()
	}
	started.Wait()
	close(c)
	done.Wait()
}

func locked(n int) {
	var m sync.Mutex
	var started, done sync.WaitGroup
	started.Add(n)
	done.Add(n)
	c := sync.NewCond(&m)
	for i := 0; i < n; i++ {
		go func() {
			m.Lock()
			started.Done()
			c.Wait()
			m.Unlock()
			done.Done()
		}()
	}
	started.Wait()
	m.Lock()
	c.Broadcast()
	m.Unlock()
	done.Wait()
}

// Records of waits and of deferred calls are used again, also more than a P keeps for itself; a collection lets go of those.
func main() {
	debug.SetGCPercent(-1)
	runtime.GOMAXPROCS(1)
	park(10)
	for _, n := range []int{1, 32, 33, 48, 49, 64, 65, 100, 500, 33, 10} {
		step("deferred", n, deferred)
	}
	for _, n := range []int{1, 100, 127, 128, 129, 192, 193, 300, 600, 100} {
		step("parked", n, park)
		step("locked", n, locked)
	}
	runtime.GC()
	for _, n := range []int{33, 129, 600} {
		step("deferred", n, deferred)
		step("parked", n, park)
	}
	deferred(100)
	runtime.GC()
	runtime.ReadMemStats(&before)
	deferred(100)
	runtime.ReadMemStats(&after)
	fmt.Println("deferred after a collection", after.Mallocs-before.Mallocs)
}
