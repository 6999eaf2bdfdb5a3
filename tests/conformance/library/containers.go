// Packages container/list, container/heap, container/ring, sort, slices, maps: what each function allocates.
//
// Each line: what is called, and the mallocs, bytes and frees of one call after the first.
package main

import (
	"cmp"
	"container/heap"
	"container/list"
	"container/ring"
	"fmt"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"
	"sort"
	"strings"
)

var (
	kint   int
	kbool  bool
	kstr   string
	kbytes []byte
	kstrs  []string
	kany   any
	kerr   error
	krune  rune
	kfloat float64
	ku64   uint64
)

var (
	l      = list.New()
	other  = list.New()
	e      *list.Element
	kl     *list.List
	h      = &ints{5, 2, 8}
	r      = ring.New(3)
	kr     *ring.Ring
	xs     = []int{5, 2, 8, 1, 9, 3, 7, 4, 6, 0, 11, 15, 13, 12, 10}
	fs     = []float64{2.5, 1.5}
	ss     = []string{"b", "a", "c"}
	word   = []byte("bcd")
	people = []person{{"bob", 5}, {"al", 3}, {"cy", 9}}
	ki     []int
	kp     []person
	km     map[string]int
	m      = map[string]int{"a": 1, "b": 2}
	m2     = map[string]int{"a": 1, "b": 2}
	big    = make(map[int]int)
	kf     func(i, j int) bool
	ksort  sort.Interface
)

type ints []int

func (h ints) Len() int           { return len(h) }
func (h ints) Less(i, j int) bool { return h[i] < h[j] }
func (h ints) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *ints) Push(x any)        { *h = append(*h, x.(int)) }
func (h *ints) Pop() any {
	old := *h
	n := len(old)
	x := old[n-1]
	*h = old[:n-1]
	return x
}

type person struct {
	name string
	age  int
}

type byAge []person

func (p byAge) Len() int           { return len(p) }
func (p byAge) Less(i, j int) bool { return p[i].age < p[j].age }
func (p byAge) Swap(i, j int)      { p[i], p[j] = p[j], p[i] }

func init() {
	for i := 0; i < 8; i++ {
		big[i] = i
	}
}

type row struct {
	name string
	call func()
}

var rows = []row{
	{"list.New", func() { kl = list.New() }},
	{"list.New local", func() { x := list.New(); kint = x.Len() }},
	{"List.Init", func() { l.Init() }},
	{"List.PushBack", func() { e = l.PushBack(7) }},
	{"List.PushBack large int", func() { e = l.PushBack(70000) }},
	{"List.PushFront string", func() { e = l.PushFront("text") }},
	{"List.InsertBefore", func() { e = l.InsertBefore(1, l.Front()) }},
	{"List.InsertAfter", func() { e = l.InsertAfter(1, l.Back()) }},
	{"List.MoveToFront", func() { l.MoveToFront(l.Back()) }},
	{"List.MoveToBack", func() { l.MoveToBack(l.Front()) }},
	{"List.MoveBefore", func() { l.MoveBefore(l.Back(), l.Front()) }},
	{"List.MoveAfter", func() { l.MoveAfter(l.Front(), l.Back()) }},
	{"List.Remove", func() { kany = l.Remove(l.Front()) }},
	{"List.PushBackList", func() { other.Init(); other.PushBackList(l) }},
	{"List.PushFrontList", func() { other.Init(); other.PushFrontList(l) }},
	{"Element.Next, Prev", func() { e = l.Front().Next().Prev() }},
	{"List value", func() { var x list.List; x.PushBack(1); kint = x.Len() }},
	{"heap.Init", func() { heap.Init(h) }},
	{"heap.Push", func() { heap.Push(h, 3) }},
	{"heap.Push large", func() { *h = (*h)[:0]; heap.Push(h, 3000) }},
	{"heap.Pop", func() { heap.Push(h, 4); kany = heap.Pop(h) }},
	{"heap.Fix", func() { (*h)[0] = 10; heap.Fix(h, 0) }},
	{"heap.Remove", func() { heap.Push(h, 4); kany = heap.Remove(h, 0) }},
	{"ring.New", func() { kr = ring.New(4) }},
	{"ring.Len", func() { kint = r.Len() }},
	{"ring.Do", func() { r.Do(func(x any) { kany = x }) }},
	{"ring.Move, Next, Prev", func() { kr = r.Move(2).Next().Prev() }},
	{"ring.Link, Unlink", func() { kr = r.Link(ring.New(1)); kr = r.Unlink(1) }},
	{"sort.Ints", func() { sort.Ints(xs) }},
	{"sort.Float64s", func() { sort.Float64s(fs) }},
	{"sort.Strings", func() { sort.Strings(ss) }},
	{"sort.IntSlice", func() { sort.Sort(sort.IntSlice(xs)) }},
	{"sort.IntSlice.Sort", func() { sort.IntSlice(xs).Sort() }},
	{"sort.Float64Slice.Sort", func() { sort.Float64Slice(fs).Sort() }},
	{"sort.StringSlice.Sort", func() { sort.StringSlice(ss).Sort() }},
	{"sort.Sort own", func() { sort.Sort(byAge(people)) }},
	{"sort.Stable own", func() { sort.Stable(byAge(people)) }},
	{"sort.Sort pointer", func() { sort.Sort(h) }},
	{"sort.Reverse", func() { sort.Sort(sort.Reverse(sort.IntSlice(xs))) }},
	{"sort.Reverse kept", func() { ksort = sort.Reverse(sort.IntSlice(xs)) }},
	{"sort.Slice", func() { sort.Slice(people, func(i, j int) bool { return people[i].age < people[j].age }) }},
	{"sort.Slice ints", func() { sort.Slice(xs, func(i, j int) bool { return xs[i] < xs[j] }) }},
	{"sort.Slice strings", func() { sort.Slice(ss, func(i, j int) bool { return ss[i] < ss[j] }) }},
	{"sort.Slice captured", func() { k := -1; sort.Slice(xs, func(i, j int) bool { return xs[i]*k < xs[j]*k }) }},
	{"sort.SliceStable", func() { sort.SliceStable(people, func(i, j int) bool { return people[i].name < people[j].name }) }},
	{"sort.SliceIsSorted", func() { kbool = sort.SliceIsSorted(xs, func(i, j int) bool { return xs[i] < xs[j] }) }},
	{"sort.IsSorted", func() { kbool = sort.IsSorted(byAge(people)) }},
	{"sort.IntsAreSorted", func() { kbool = sort.IntsAreSorted(xs) && sort.Float64sAreSorted(fs) && sort.StringsAreSorted(ss) }},
	{"sort.Search", func() { kint = sort.Search(len(xs), func(i int) bool { return xs[i] >= 5 }) }},
	{"sort.SearchInts", func() { kint = sort.SearchInts(xs, 5) + sort.SearchFloat64s(fs, 2) + sort.SearchStrings(ss, "b") }},
	{"sort.Find", func() { kint, kbool = sort.Find(len(xs), func(i int) int { return 5 - xs[i] }) }},
	{"slices.BinarySearch", func() { kint, kbool = slices.BinarySearch(xs, 5) }},
	{"slices.BinarySearch converted", func() { kint, kbool = slices.BinarySearch(ss, string(word)) }},
	{"slices.Compare converted", func() { kint = slices.Compare([]string{string(word)}, ss) }},
	{"slices.BinarySearchFunc", func() {
		kint, kbool = slices.BinarySearchFunc(people, 5, func(p person, n int) int { return p.age - n })
	}},
	{"slices.Clip", func() { ki = slices.Clip(xs) }},
	{"slices.Clone", func() { ki = slices.Clone(xs) }},
	{"slices.Clone structs", func() { kp = slices.Clone(people) }},
	{"slices.Compact", func() { ki = slices.Compact(xs) }},
	{"slices.CompactFunc", func() { ki = slices.CompactFunc(xs, func(a, b int) bool { return a == b }) }},
	{"slices.Compare", func() { kint = slices.Compare(xs, xs) }},
	{"slices.CompareFunc", func() { kint = slices.CompareFunc(xs, xs, cmp.Compare[int]) }},
	{"slices.Concat", func() { ki = slices.Concat(xs, xs) }},
	{"slices.Contains", func() { kbool = slices.Contains(xs, 9) }},
	{"slices.ContainsFunc", func() { kbool = slices.ContainsFunc(xs, func(x int) bool { return x > 100 }) }},
	{"slices.Delete", func() { ki = slices.Delete(slices.Clone(xs), 2, 4) }},
	{"slices.DeleteFunc", func() { ki = slices.DeleteFunc(slices.Clone(xs), func(x int) bool { return x%2 == 0 }) }},
	{"slices.Equal", func() { kbool = slices.Equal(xs, xs) }},
	{"slices.EqualFunc", func() { kbool = slices.EqualFunc(xs, xs, func(a, b int) bool { return a == b }) }},
	{"slices.Grow", func() { ki = slices.Grow(xs, 100) }},
	{"slices.Grow nil", func() { ki = slices.Grow([]int(nil), 5) }},
	{"slices.Index", func() { kint = slices.Index(xs, 3) }},
	{"slices.IndexFunc", func() { kint = slices.IndexFunc(xs, func(x int) bool { return x > 4 }) }},
	{"slices.Insert", func() { ki = slices.Insert(xs, 2, 7, 7) }},
	{"slices.Insert room", func() { ki = slices.Insert(make([]int, 5, 10), 2, 7, 7) }},
	{"slices.IsSorted", func() { kbool = slices.IsSorted(xs) }},
	{"slices.IsSortedFunc", func() { kbool = slices.IsSortedFunc(people, func(a, b person) int { return a.age - b.age }) }},
	{"slices.Max, Min", func() { kint = slices.Max(xs) + slices.Min(xs) }},
	{"slices.MaxFunc, MinFunc", func() { kstr = slices.MaxFunc(people, func(a, b person) int { return a.age - b.age }).name }},
	{"slices.Insert itself", func() { s := make([]int, 5, 10); ki = slices.Insert(s, 2, s[1:4]...) }},
	{"slices.Insert itself at end", func() { s := make([]int, 5, 10); ki = slices.Insert(s, 5, s...) }},
	{"slices.Replace itself", func() { s := make([]int, 8, 20); ki = slices.Replace(s, 1, 3, s[4:]...) }},
	{"slices.Replace itself all", func() { s := make([]int, 8, 20); ki = slices.Replace(s, 1, 3, s...) }},
	{"slices.Replace itself less", func() { s := make([]int, 8, 20); ki = slices.Replace(s, 1, 6, s[3:7]...) }},
	{"slices.Replace", func() { ki = slices.Replace(slices.Clone(xs), 1, 3, 9, 9, 9) }},
	{"slices.Reverse", func() { slices.Reverse(xs) }},
	{"slices.Sort", func() { slices.Sort(xs) }},
	{"slices.SortFunc", func() { slices.SortFunc(people, func(a, b person) int { return cmp.Compare(a.age, b.age) }) }},
	{"slices.SortStableFunc", func() {
		slices.SortStableFunc(people, func(a, b person) int { return strings.Compare(a.name, b.name) })
	}},
	{"maps.Clone", func() { km = maps.Clone(m) }},
	{"maps.Copy", func() { km = make(map[string]int); maps.Copy(km, m) }},
	{"maps.DeleteFunc", func() { maps.DeleteFunc(m2, func(k string, v int) bool { return v > 5 }) }},
	{"maps.Equal", func() { kbool = maps.Equal(m, m2) }},
	{"maps.EqualFunc", func() { kbool = maps.EqualFunc(m, m2, func(a, b int) bool { return a == b }) }},
	{"cmp.Or", func() { kint = cmp.Or(0, 5) }},
	{"cmp.Compare", func() { kint = cmp.Compare(2.5, 1.5) }},
}

var before, after runtime.MemStats

func main() {
	debug.SetGCPercent(-1)
	for _, r := range rows {
		r.call()
		runtime.ReadMemStats(&before)
		r.call()
		runtime.ReadMemStats(&after)
		fmt.Println(r.name, after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc, after.Frees-before.Frees)
	}
}
