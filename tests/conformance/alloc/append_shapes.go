// append: one at a time, many at once, of every size of element; three-index slices; copies; slices of slices.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type s3 struct{ a, b, c byte }
type s12 struct{ a, b, c int32 }
type s24 struct {
	p *int
	s string
}
type s100 struct{ b [100]byte }
type s600 struct {
	p *int
	b [600]byte
}

var caps int
var k1 []byte
var k2 []s3
var k3 []s12
var k4 []s24
var k5 []s100
var k6 []s600
var k7 [][]int
var k8 []string
var k9 []struct{}
var k10 []any
var k11 [][]byte

func workload() {
	for i := 0; i < 300; i++ {
		o := cap(k1) + cap(k2) + cap(k3) + cap(k4)
		k1 = append(k1, byte(i))
		k2 = append(k2, s3{a: byte(i)})
		k3 = append(k3, s12{a: int32(i)})
		k4 = append(k4, s24{s: "x"})
		if i < 100 {
			k5 = append(k5, s100{})
			k6 = append(k6, s600{})
		}
		k9 = append(k9, struct{}{})
		k10 = append(k10, i)
		if c := cap(k1) + cap(k2) + cap(k3) + cap(k4); c != o {
			caps = caps*31%1000003 + c + cap(k5) + cap(k6)
		}
	}
	for n := 0; n < 40; n++ {
		x := append([]int(nil), make([]int, n*3)...)
		x = append(x, 1, 2, 3)
		k7 = append(k7, x[:n:n])
		y := append(k7[n], 5)
		caps += cap(x) + cap(y)
		k8 = append(k8[:n/2], "a", "b", "c")
		k11 = append(k11, append([]byte("hdr:"), make([]byte, n)...))
		caps += cap(k8) + cap(k11[n])
	}
	caps += copy(k1[10:], k1)
}

func results() { fmt.Println(caps, len(k9), len(k10), cap(k5), cap(k6)) }

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
