// What telling where a goroutine is allocates.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

func step(name string, f func()) {
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	f()
	runtime.ReadMemStats(&b)
	fmt.Print(name, " ", b.Mallocs-a.Mallocs, " ", b.TotalAlloc-a.TotalAlloc, " ", b.Frees-a.Frees, " ")
	for i := range b.BySize {
		if d := b.BySize[i].Mallocs - a.BySize[i].Mallocs; d != 0 {
			fmt.Print(b.BySize[i].Size, ":", d, " ")
		}
	}
	fmt.Println()
}

var sinkF string
var sinkI int
var sink any

func main() {
	debug.SetGCPercent(-1)
	_ = fmt.Sprintf("%d", 1)
	step("caller0", func() { _, _, l, _ := runtime.Caller(0); sinkI = l })
	step("caller1", func() { _, f, _, _ := runtime.Caller(1); sinkF = f })
	step("caller9", func() { _, f, _, _ := runtime.Caller(99); sinkF = f })
	step("callers", func() { var pcs [10]uintptr; sinkI = runtime.Callers(0, pcs[:]) })
	step("frames", func() {
		var pcs [10]uintptr
		n := runtime.Callers(0, pcs[:])
		fr := runtime.CallersFrames(pcs[:n])
		for {
			f, more := fr.Next()
			sinkF = f.Function
			if !more {
				break
			}
		}
	})
	step("funcforpc", func() { pc, _, _, _ := runtime.Caller(0); sinkF = runtime.FuncForPC(pc).Name() })
	step("numg", func() { sinkI = runtime.NumGoroutine() + runtime.NumCPU()*0 + runtime.GOMAXPROCS(0)*0 })
	step("version", func() { sinkF = runtime.GOOS + runtime.GOARCH })
}
