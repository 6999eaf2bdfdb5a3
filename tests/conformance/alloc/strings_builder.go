package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

var out []string

type W struct {
	b strings.Builder
	k int
}

func workload() {
	for i := 0; i < 100; i++ {
		var b strings.Builder
		for j := 0; j < i; j++ {
			b.WriteByte(byte('a' + j%26))
			b.WriteString("xyz")
			b.WriteRune('é')
		}
		out = append(out, b.String())
		w := &W{}
		w.b.Grow(i)
		fmt.Fprintf(&w.b, "%d-%s", i, "q")
		out = append(out, w.b.String())
		w.b.Reset()
		w.b.Write([]byte("abc"))
		out = append(out, w.b.String())
	}
}
func results() { fmt.Println(len(out), out[50]) }

var before, after runtime.MemStats

func main() {
	debug.SetGCPercent(-1)
	_ = fmt.Sprintf("%d", 1)

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
