// What each function of slices and maps allocates, and what it lets escape.
package main

import (
	"fmt"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"sort"
	"strings"
)

func measure(name string, f func()) {
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	f()
	runtime.ReadMemStats(&b)
	fmt.Println(name, "mallocs", b.Mallocs-a.Mallocs, "bytes", b.TotalAlloc-a.TotalAlloc, "frees", b.Frees-a.Frees)
	for i := range b.BySize {
		if d := b.BySize[i].Mallocs - a.BySize[i].Mallocs; d != 0 {
			fmt.Println("  size", b.BySize[i].Size, d)
		}
	}
}

type p struct {
	a int
	b string
}

var n int
var xs []int
var ps []*p
var m map[string]int
var sink any

func main() {
	debug.SetGCPercent(-1)
	measure("clone", func() { xs = slices.Clone([]int{5, 2, 8}) })
	measure("clone nil", func() {
		xs = slices.Clone([]int(nil))
		if xs != nil {
			n++
		}
		xs = slices.Clone([]int{})
		if xs == nil {
			n++
		}
	})
	measure("clonep", func() { ps = slices.Clone([]*p{{1, "a"}, {2, "b"}}) })
	measure("clone local", func() { a := slices.Clone([]int{5, 2, 8}); n += a[0] })
	measure("insert", func() { xs = slices.Insert([]int{1, 2}, 1, 7, 9) })
	measure("insert0", func() { xs = slices.Insert([]int{1, 2}, 2, 7, 9) })
	measure("insert room", func() { a := make([]int, 2, 10); a = slices.Insert(a, 1, 7, 9, 3); n += len(a) })
	measure("insertp", func() { ps = slices.Insert(ps, 1, &p{3, "x"}, &p{4, "y"}) })
	measure("delete", func() { xs = slices.Delete([]int{1, 2, 3}, 0, 1) })
	measure("deletefunc", func() { xs = slices.DeleteFunc([]int{1, 2, 3}, func(x int) bool { return x == 2 }) })
	measure("replace", func() { xs = slices.Replace([]int{1, 2, 3}, 0, 1, 4, 5, 6, 7) })
	measure("replace same", func() { xs = slices.Replace([]int{1, 2, 3}, 0, 2, 4, 5) })
	measure("replace shrink", func() { xs = slices.Replace([]int{1, 2, 3, 4}, 0, 3, 5) })
	measure("compact", func() { xs = slices.Compact([]int{1, 1, 2}) })
	measure("compactfunc", func() { ps = slices.CompactFunc(ps, func(a, b *p) bool { return a.a == b.a }) })
	measure("grow", func() { xs = slices.Grow([]int{1, 1, 2}, 10); xs = slices.Grow(xs, 1) })
	measure("growp", func() { ps = slices.Grow(ps, 5) })
	measure("clip", func() { xs = slices.Clip([]int{1, 1, 2}[:2]) })
	measure("concat", func() { xs = slices.Concat([]int{1, 1, 2}, []int{3}, nil) })
	measure("concat local", func() { a := slices.Concat([]int{1, 1, 2}, []int{3}); n += len(a) })
	measure("sort", func() { a := []int{3, 1, 2}; slices.Sort(a); n += a[0] })
	measure("sortfunc", func() {
		a := []p{{3, "x"}, {1, "y"}}
		slices.SortFunc(a, func(x, y p) int { return x.a - y.a })
		n += a[0].a
	})
	measure("stable", func() {
		a := []p{{3, "x"}, {1, "y"}}
		slices.SortStableFunc(a, func(x, y p) int { return strings.Compare(x.b, y.b) })
		n += a[0].a
	})
	measure("issorted", func() {
		if slices.IsSorted([]int{1, 2}) && slices.IsSortedFunc(ps, func(a, b *p) int { return a.a - b.a }) {
			n++
		}
	})
	measure("minmax", func() {
		n += slices.Min([]int{3, 1}) + slices.MaxFunc([]p{{1, "a"}, {2, "b"}}, func(a, b p) int { return a.a - b.a }).a
	})
	measure("index", func() {
		n += slices.Index([]string{"a", "b"}, "b") + slices.IndexFunc([]p{{1, "a"}}, func(x p) bool { return x.a == 1 })
	})
	measure("contains", func() {
		if slices.Contains([]string{"a"}, "a") && slices.ContainsFunc(ps, func(x *p) bool { return x.a == 3 }) {
			n++
		}
	})
	measure("equal", func() {
		if slices.Equal([]int{1}, []int{1}) && slices.EqualFunc([]int{1}, []string{"1"}, func(a int, b string) bool { return true }) && slices.Compare([]int{1}, []int{2}) < 0 {
			n++
		}
	})
	measure("search", func() {
		i, _ := slices.BinarySearchFunc([]p{{1, "a"}, {2, "b"}}, 2, func(a p, t int) int { return a.a - t })
		n += i
	})
	measure("reverse", func() { a := []int{1, 2, 3}; slices.Reverse(a); n += a[0] })
	measure("maps.clone", func() { m = maps.Clone(map[string]int{"a": 1}) })
	measure("maps.clone nil", func() { m = maps.Clone(map[string]int(nil)) })
	measure("maps.copy", func() { d := map[string]int{}; maps.Copy(d, map[string]int{"a": 1, "b": 2}); n += len(d) })
	measure("maps.equal", func() {
		if maps.Equal(map[int]int{1: 1}, map[int]int{1: 1}) && maps.EqualFunc(map[int]int{1: 1}, map[int]string{1: "a"}, func(a int, b string) bool { return a == len(b) }) {
			n++
		}
	})
	measure("maps.del", func() {
		d := map[string]int{"a": 1, "b": 2}
		maps.DeleteFunc(d, func(k string, v int) bool { return v == 1 })
		n += len(d)
	})
	measure("sort pkg", func() {
		a := []float64{3, 1}
		sort.Float64s(a)
		b := []int{3, 2}
		sort.Ints(b)
		n += sort.SearchInts(b, 3) + sort.Search(10, func(i int) bool { return i > n%5 })
		i, ok := sort.Find(3, func(i int) int { return 1 - i })
		if ok {
			n += i
		}
	})
}
