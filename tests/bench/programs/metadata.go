// What the heap costs beside itself: a million live 48-byte objects with pointers; bytes of the runtime's metadata in a
// hundred bytes of heap in use.
package main

import (
	"fmt"
	"runtime"
)

type node struct {
	next *node
	w    [5]uint64
}

func main() {
	var keep *node
	for i := 0; i < 1000000; i++ {
		keep = &node{next: keep}
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	meta := m.MSpanSys + m.MCacheSys + m.GCSys + m.OtherSys
	fmt.Printf("{\"heap\":%d,\"meta\":%d,\"percent\":%.3f}\n", m.HeapInuse, meta, float64(meta)*100/float64(m.HeapInuse))
	runtime.KeepAlive(keep)
}
