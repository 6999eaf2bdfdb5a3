// The first goroutine that waits finds a record for it: the runtime has waited once before main.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	var a, b runtime.MemStats
	c := make(chan int)
	f := func() { c <- 1 }
	runtime.ReadMemStats(&a)
	go f()
	<-c
	runtime.ReadMemStats(&b)
	fmt.Println(b.Mallocs-a.Mallocs, b.TotalAlloc-a.TotalAlloc)
	runtime.ReadMemStats(&a)
	go f()
	<-c
	runtime.ReadMemStats(&b)
	fmt.Println(b.Mallocs-a.Mallocs, b.TotalAlloc-a.TotalAlloc)
}
