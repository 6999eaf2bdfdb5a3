// Package sort. The algorithms are internal/pdq's.
package sort

import (
	"internal/native"
	"internal/pdq"
	"unsafe"
)

type Interface interface {
	Len() int
	Less(i, j int) bool
	Swap(i, j int)
}

func Sort(data Interface)   { pdq.Sort(data.Len(), data.Less, data.Swap) }
func Stable(data Interface) { pdq.Stable(data.Len(), data.Less, data.Swap) }

func IsSorted(data Interface) bool {
	for i := data.Len() - 1; i > 0; i-- {
		if data.Less(i, i-1) {
			return false
		}
	}
	return true
}

type reversed struct{ Interface }

func (r reversed) Less(i, j int) bool { return r.Interface.Less(j, i) }

func Reverse(data Interface) Interface { return &reversed{data} }

type IntSlice []int

func (x IntSlice) Len() int           { return len(x) }
func (x IntSlice) Less(i, j int) bool { return x[i] < x[j] }
func (x IntSlice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }
func (x IntSlice) Sort()              { Sort(x) }

type Float64Slice []float64

func (x Float64Slice) Len() int           { return len(x) }
func (x Float64Slice) Less(i, j int) bool { return x[i] < x[j] || (x[i] != x[i] && x[j] == x[j]) }
func (x Float64Slice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }
func (x Float64Slice) Sort()              { Sort(x) }

type StringSlice []string

func (x StringSlice) Len() int           { return len(x) }
func (x StringSlice) Less(i, j int) bool { return x[i] < x[j] }
func (x StringSlice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }
func (x StringSlice) Sort()              { Sort(x) }

// These three know their order and allocate nothing.
func Ints(x []int)         { native.SortInts(x) }
func Float64s(x []float64) { native.SortFloat64s(x) }
func Strings(x []string)   { native.SortStrings(x) }

func IntsAreSorted(x []int) bool {
	for i := len(x) - 1; i > 0; i-- {
		if x[i] < x[i-1] {
			return false
		}
	}
	return true
}

func Float64sAreSorted(x []float64) bool {
	for i := len(x) - 1; i > 0; i-- {
		if x[i] < x[i-1] || (x[i] != x[i] && x[i-1] == x[i-1]) {
			return false
		}
	}
	return true
}

func StringsAreSorted(x []string) bool {
	for i := len(x) - 1; i > 0; i-- {
		if x[i] < x[i-1] {
			return false
		}
	}
	return true
}

func Search(n int, f func(int) bool) int {
	i, j := 0, n
	for i < j {
		h := int(uint(i+j) >> 1)
		if !f(h) {
			i = h + 1
		} else {
			j = h
		}
	}
	return i
}

func Find(n int, cmp func(int) int) (i int, found bool) {
	i, j := 0, n
	for i < j {
		h := int(uint(i+j) >> 1)
		if cmp(h) > 0 {
			i = h + 1
		} else {
			j = h
		}
	}
	return i, i < n && cmp(i) == 0
}

func SearchInts(a []int, x int) int {
	i, j := 0, len(a)
	for i < j {
		h := int(uint(i+j) >> 1)
		if a[h] < x {
			i = h + 1
		} else {
			j = h
		}
	}
	return i
}

func SearchFloat64s(a []float64, x float64) int {
	return Search(len(a), func(i int) bool { return a[i] >= x })
}

func SearchStrings(a []string, x string) int {
	i, j := 0, len(a)
	for i < j {
		h := int(uint(i+j) >> 1)
		if a[h] < x {
			i = h + 1
		} else {
			j = h
		}
	}
	return i
}

func (x IntSlice) Search(v int) int         { return SearchInts(x, v) }
func (x Float64Slice) Search(v float64) int { return SearchFloat64s(x, v) }
func (x StringSlice) Search(v string) int   { return SearchStrings(x, v) }

// swapper returns what swaps two elements of the slice in x; it allocates what reflect's does.
func swapper(x any) func(i, j int) {
	n, size, kind := native.SliceShape(x)
	if n < 2 {
		return func(i, j int) {
			if i != 0 || j != 0 {
				panic("reflect: slice index out of range")
			}
		}
	}
	header := native.DataWord(x)
	switch {
	case kind == native.ElemsPointers && size == 8:
		s := *(*[]unsafe.Pointer)(header)
		return func(i, j int) { s[i], s[j] = s[j], s[i] }
	case kind == native.ElemsStrings:
		s := *(*[]string)(header)
		return func(i, j int) { s[i], s[j] = s[j], s[i] }
	case kind == native.ElemsPointers:
	case size == 8:
		s := *(*[]int64)(header)
		return func(i, j int) { s[i], s[j] = s[j], s[i] }
	case size == 4:
		s := *(*[]int32)(header)
		return func(i, j int) { s[i], s[j] = s[j], s[i] }
	case size == 2:
		s := *(*[]int16)(header)
		return func(i, j int) { s[i], s[j] = s[j], s[i] }
	case size == 1:
		s := *(*[]int8)(header)
		return func(i, j int) { s[i], s[j] = s[j], s[i] }
	}
	scratch := &make([]byte, size)[0]
	return func(i, j int) {
		if uint(i) >= uint(n) || uint(j) >= uint(n) {
			panic("reflect: slice index out of range")
		}
		native.SwapElements(x, i, j, scratch)
	}
}

func Slice(x any, less func(i, j int) bool) {
	n, _, _ := native.SliceShape(x)
	pdq.Sort(n, less, swapper(x))
}

func SliceStable(x any, less func(i, j int) bool) {
	n, _, _ := native.SliceShape(x)
	pdq.Stable(n, less, swapper(x))
}

func SliceIsSorted(x any, less func(i, j int) bool) bool {
	n, _, _ := native.SliceShape(x)
	for i := n - 1; i > 0; i-- {
		if less(i, i-1) {
			return false
		}
	}
	return true
}
