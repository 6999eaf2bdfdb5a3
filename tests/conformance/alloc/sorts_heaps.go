package main

import (
	"container/heap"
	"fmt"
	"runtime"
	"runtime/debug"
	"sort"
)

type H []*int

func (h H) Len() int           { return len(h) }
func (h H) Less(i, j int) bool { return *h[i] < *h[j] }
func (h H) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *H) Push(x any)        { *h = append(*h, x.(*int)) }
func (h *H) Pop() any          { o := *h; n := len(o); x := o[n-1]; *h = o[:n-1]; return x }

type P struct {
	n string
	a int
}
type byA []P

func (b byA) Len() int           { return len(b) }
func (b byA) Less(i, j int) bool { return b[i].a < b[j].a }
func (b byA) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

var ps []P
var sum int

func workload() {
	h := &H{}
	for i := 0; i < 300; i++ {
		v := (i * 7919) % 1000
		heap.Push(h, &v)
	}
	for h.Len() > 0 {
		sum = sum*3 + *heap.Pop(h).(*int)
		sum %= 100007
	}
	for i := 0; i < 300; i++ {
		ps = append(ps, P{fmt.Sprint(i), (i * 31) % 100})
	}
	sort.Slice(ps, func(i, j int) bool { return ps[i].n < ps[j].n })
	sort.SliceStable(ps, func(i, j int) bool { return ps[i].a < ps[j].a })
	sort.Sort(byA(ps))
	sort.Stable(sort.Reverse(byA(ps)))
	x := []int{5, 2, 8, 1}
	sort.Ints(x)
	sort.Sort(sort.Reverse(sort.IntSlice(x)))
	y := []string{"b", "a"}
	sort.Strings(y)
	sum += sort.SearchInts(x, 3) + sort.Search(100, func(i int) bool { return i*i >= 50 })
}
func results() { fmt.Println(sum, ps[0], ps[299]) }

var before, after runtime.MemStats

func main() {
	debug.SetGCPercent(-1)
	_ = fmt.Sprint(1)
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
