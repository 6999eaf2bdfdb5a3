// package slices: sorting, searching, inserting, deleting, compacting, comparing.
package main

import (
	"cmp"
	"fmt"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
)

type rec struct {
	k string
	n int
}

var total int
var keep []rec

func workload() {
	for i := 0; i < 10; i++ {
		xs := []int{5, 2, 8, 1, 9, 3, i}
		ys := slices.Clone(xs)
		slices.Sort(ys)
		n, ok := slices.BinarySearch(ys, 8)
		if ok {
			total += n
		}
		ys = slices.Insert(ys, 2, 100, 200, 300)
		ys = slices.Delete(ys, 0, 2)
		ys = slices.Replace(ys, 1, 3, 7, 7, 7, 7)
		ys = slices.Compact(ys)
		slices.Reverse(ys)
		total += slices.Max(ys) + slices.Min(ys) + slices.Index(ys, 7) + len(ys)
		if slices.Contains(ys, 300) && !slices.Equal(xs, ys) {
			total++
		}
		zs := slices.Grow(ys, 10)
		zs = slices.Clip(zs[:3])
		total += cap(zs) + slices.Compare(xs, ys)
		rs := []rec{{"b", 2}, {"a", i}, {"c", 1}}
		slices.SortFunc(rs, func(a, b rec) int { return cmp.Compare(a.n, b.n) })
		slices.SortStableFunc(rs, func(a, b rec) int { return strings.Compare(a.k, b.k) })
		total += slices.IndexFunc(rs, func(r rec) bool { return r.k == "c" })
		rs = slices.DeleteFunc(rs, func(r rec) bool { return r.n == 2 })
		j := slices.Concat(rs, rs, []rec{{"z", 3}})
		keep = append(keep, j...)
		m := map[string]int{"x": i}
		m2 := maps.Clone(m)
		maps.Copy(m2, map[string]int{"y": 2})
		maps.DeleteFunc(m2, func(k string, v int) bool { return v == 2 })
		if maps.Equal(m, m2) {
			total++
		}
	}
}

func results() { fmt.Println(total, len(keep)) }

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
