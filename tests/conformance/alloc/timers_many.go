// timers that fire, are set again, leak by the hundred; the runtime's list of a processor's timers grows as append does.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

func init() { runtime.GOMAXPROCS(1) }

var fired, ticks int
var mu sync.Mutex

func workload() {
	for i := 0; i < 5; i++ {
		t := time.NewTimer(time.Microsecond)
		<-t.C
		t.Reset(time.Microsecond)
		<-t.C
		fired += 2
	}
	done := make(chan bool)
	for i := 0; i < 5; i++ {
		time.AfterFunc(time.Duration(i)*time.Microsecond, func() {
			mu.Lock()
			fired += 10
			mu.Unlock()
			done <- true
		})
		<-done
	}
	tk := time.NewTicker(time.Millisecond)
	for range 3 {
		<-tk.C
		ticks++
	}
	tk.Stop()
	time.Sleep(time.Microsecond)
	for i := 0; i < 700; i++ {
		select {
		case <-done:
		case <-time.After(time.Hour):
		default:
			fired++
		}
	}
}

func results() { fmt.Println(fired, ticks) }

var before, after runtime.MemStats

func main() {
	debug.SetGCPercent(-1)
	runtime.ReadMemStats(&before)
	workload()
	runtime.ReadMemStats(&after)
	fmt.Println("mallocs", after.Mallocs-before.Mallocs)
	fmt.Println("bytes", after.TotalAlloc-before.TotalAlloc)
	fmt.Println("frees", after.Frees-before.Frees)
	for i := range after.BySize {
		d := after.BySize[i].Mallocs - before.BySize[i].Mallocs
		if d != 0 {
			fmt.Println("size", after.BySize[i].Size, d)
		}
	}
	results()
}
