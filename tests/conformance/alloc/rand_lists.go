package main

import (
	"container/list"
	"fmt"
	"math/rand"
	"runtime"
	"runtime/debug"
	"sort"
)

var out [][]int
var l *list.List
var fs []float64

func workload() {
	r := rand.New(rand.NewSource(5))
	for i := 0; i < 20; i++ {
		out = append(out, r.Perm(i))
	}
	x := make([]int, 50)
	for i := range x {
		x[i] = r.Intn(1000)
	}
	r.Shuffle(len(x), func(i, j int) { x[i], x[j] = x[j], x[i] })
	sort.Ints(x)
	out = append(out, x)
	for i := 0; i < 10; i++ {
		fs = append(fs, r.Float64(), r.NormFloat64(), r.ExpFloat64())
	}
	z := rand.NewZipf(r, 1.5, 2, 100)
	for i := 0; i < 10; i++ {
		fs = append(fs, float64(z.Uint64()))
	}
	l = list.New()
	for i := 0; i < 30; i++ {
		if i%2 == 0 {
			l.PushBack(i)
		} else {
			l.PushFront(r.Int63n(50))
		}
	}
	l.MoveToFront(l.Back())
	l.Remove(l.Front().Next())
	k := list.New()
	k.PushBackList(l)
	l.InsertAfter("s", l.Front())
}
func results() { fmt.Println(len(out), out[19], fs[:3], l.Len()) }

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
