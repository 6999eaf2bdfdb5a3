// Package sort: pattern-defeating quicksort with the same choices as Go's (insertion sort up to 12, median of three or
// ninther, heap sort when partitions stay bad), so that equal elements end in the same order; stable sort by insertion
// blocks of 20 and in-place merging.
package sort

import (
	"internal/native"
	"unsafe"
)

type Interface interface {
	Len() int
	Less(i, j int) bool
	Swap(i, j int)
}

// order is what the algorithms sort: an Interface, or a slice behind two functions.
type order struct {
	data Interface
	less func(i, j int) bool
	swap func(i, j int)
}

func (o *order) Less(i, j int) bool {
	if o.data != nil {
		return o.data.Less(i, j)
	}
	return o.less(i, j)
}

func (o *order) Swap(i, j int) {
	if o.data != nil {
		o.data.Swap(i, j)
	} else {
		o.swap(i, j)
	}
}

const (
	insertionLimit = 12
	stableBlock    = 20
)

type hint int

const (
	unknown hint = iota
	increasing
	decreasing
)

func Sort(data Interface) {
	n := data.Len()
	if n <= 1 {
		return
	}
	pdq(&order{data: data}, 0, n, bitLen(uint(n)))
}

func bitLen(n uint) int {
	bits := 0
	for ; n != 0; n >>= 1 {
		bits++
	}
	return bits
}

func insertion(data *order, a, b int) {
	for i := a + 1; i < b; i++ {
		for j := i; j > a && data.Less(j, j-1); j-- {
			data.Swap(j, j-1)
		}
	}
}

func sift(data *order, lo, hi, first int) {
	root := lo
	for {
		child := 2*root + 1
		if child >= hi {
			return
		}
		if child+1 < hi && data.Less(first+child, first+child+1) {
			child++
		}
		if !data.Less(first+root, first+child) {
			return
		}
		data.Swap(first+root, first+child)
		root = child
	}
}

func heap(data *order, a, b int) {
	n := b - a
	for i := (n - 1) / 2; i >= 0; i-- {
		sift(data, i, n, a)
	}
	for i := n - 1; i >= 0; i-- {
		data.Swap(a, a+i)
		sift(data, 0, i, a)
	}
}

func pdq(data *order, a, b, limit int) {
	balanced, partitioned := true, true
	for {
		n := b - a
		if n <= insertionLimit {
			insertion(data, a, b)
			return
		}
		if limit == 0 {
			heap(data, a, b)
			return
		}
		if !balanced {
			scatter(data, a, b)
			limit--
		}
		pivot, h := choosePivot(data, a, b)
		if h == decreasing {
			reverse(data, a, b)
			pivot = (b - 1) - (pivot - a)
			h = increasing
		}
		if balanced && partitioned && h == increasing && nearlySorted(data, a, b) {
			return
		}
		if a > 0 && !data.Less(a-1, pivot) {
			a = partitionEqual(data, a, b, pivot)
			continue
		}
		mid, already := partition(data, a, b, pivot)
		partitioned = already
		left, right := mid-a, b-mid
		least := n / 8
		if left < right {
			balanced = left >= least
			pdq(data, a, mid, limit)
			a = mid + 1
		} else {
			balanced = right >= least
			pdq(data, mid+1, b, limit)
			b = mid
		}
	}
}

func partition(data *order, a, b, pivot int) (int, bool) {
	data.Swap(a, pivot)
	i, j := a+1, b-1
	for i <= j && data.Less(i, a) {
		i++
	}
	for i <= j && !data.Less(j, a) {
		j--
	}
	if i > j {
		data.Swap(j, a)
		return j, true
	}
	data.Swap(i, j)
	i++
	j--
	for {
		for i <= j && data.Less(i, a) {
			i++
		}
		for i <= j && !data.Less(j, a) {
			j--
		}
		if i > j {
			break
		}
		data.Swap(i, j)
		i++
		j--
	}
	data.Swap(j, a)
	return j, false
}

// partitionEqual puts what equals the pivot in front.
func partitionEqual(data *order, a, b, pivot int) int {
	data.Swap(a, pivot)
	i, j := a+1, b-1
	for {
		for i <= j && !data.Less(a, i) {
			i++
		}
		for i <= j && data.Less(a, j) {
			j--
		}
		if i > j {
			return i
		}
		data.Swap(i, j)
		i++
		j--
	}
}

// nearlySorted sorts by a few swaps if that is enough.
func nearlySorted(data *order, a, b int) bool {
	const steps, shortest = 5, 50
	i := a + 1
	for k := 0; k < steps; k++ {
		for i < b && !data.Less(i, i-1) {
			i++
		}
		if i == b {
			return true
		}
		if b-a < shortest {
			return false
		}
		data.Swap(i, i-1)
		if i-a >= 2 {
			for j := i - 1; j >= 1; j-- {
				if !data.Less(j, j-1) {
					break
				}
				data.Swap(j, j-1)
			}
		}
		if b-i >= 2 {
			for j := i + 1; j < b; j++ {
				if !data.Less(j, j-1) {
					break
				}
				data.Swap(j, j-1)
			}
		}
	}
	return false
}

// scatter swaps three elements to break patterns, by a xorshift generator seeded with the length.
func scatter(data *order, a, b int) {
	n := b - a
	if n < 8 {
		return
	}
	random := uint64(n)
	mask := uint(1)<<uint(bitLen(uint(n))) - 1
	at := a + (n/4)*2 - 1
	for i := 0; i < 3; i++ {
		random ^= random << 13
		random ^= random >> 17
		random ^= random << 5
		other := int(uint(random) & mask)
		if other >= n {
			other -= n
		}
		data.Swap(at+i, a+other)
	}
}

func choosePivot(data *order, a, b int) (int, hint) {
	const ninther, mostSwaps = 50, 4 * 3
	n := b - a
	swaps := 0
	i, j, k := a+n/4*1, a+n/4*2, a+n/4*3
	if n >= 8 {
		if n >= ninther {
			i = medianAround(data, i, &swaps)
			j = medianAround(data, j, &swaps)
			k = medianAround(data, k, &swaps)
		}
		j = median(data, i, j, k, &swaps)
	}
	switch swaps {
	case 0:
		return j, increasing
	case mostSwaps:
		return j, decreasing
	default:
		return j, unknown
	}
}

func ordered(data *order, a, b int, swaps *int) (int, int) {
	if data.Less(b, a) {
		*swaps++
		return b, a
	}
	return a, b
}

func median(data *order, a, b, c int, swaps *int) int {
	a, b = ordered(data, a, b, swaps)
	b, c = ordered(data, b, c, swaps)
	a, b = ordered(data, a, b, swaps)
	return b
}

func medianAround(data *order, a int, swaps *int) int { return median(data, a-1, a, a+1, swaps) }

func reverse(data *order, a, b int) {
	for i, j := a, b-1; i < j; i, j = i+1, j-1 {
		data.Swap(i, j)
	}
}

// Stable keeps equal elements in order.
func Stable(data Interface) { stable(&order{data: data}, data.Len()) }

func stable(data *order, n int) {
	block := stableBlock
	a, b := 0, block
	for b <= n {
		insertion(data, a, b)
		a = b
		b += block
	}
	insertion(data, a, n)
	for block < n {
		a, b = 0, 2*block
		for b <= n {
			merge(data, a, a+block, b)
			a = b
			b += 2 * block
		}
		if m := a + block; m < n {
			merge(data, a, m, n)
		}
		block *= 2
	}
}

func merge(data *order, a, m, b int) {
	if m-a == 1 {
		i, j := m, b
		for i < j {
			h := int(uint(i+j) >> 1)
			if data.Less(h, a) {
				i = h + 1
			} else {
				j = h
			}
		}
		for k := a; k < i-1; k++ {
			data.Swap(k, k+1)
		}
		return
	}
	if b-m == 1 {
		i, j := a, m
		for i < j {
			h := int(uint(i+j) >> 1)
			if !data.Less(m, h) {
				i = h + 1
			} else {
				j = h
			}
		}
		for k := m; k > i; k-- {
			data.Swap(k, k-1)
		}
		return
	}
	mid := int(uint(a+b) >> 1)
	n := mid + m
	var start, r int
	if m > mid {
		start = n - b
		r = mid
	} else {
		start = a
		r = m
	}
	p := n - 1
	for start < r {
		c := int(uint(start+r) >> 1)
		if !data.Less(p-c, c) {
			start = c + 1
		} else {
			r = c
		}
	}
	end := n - start
	if start < m && m < end {
		rotate(data, start, m, end)
	}
	if a < start && start < mid {
		merge(data, a, start, mid)
	}
	if mid < end && end < b {
		merge(data, mid, end, b)
	}
}

func swapRange(data *order, a, b, n int) {
	for i := 0; i < n; i++ {
		data.Swap(a+i, b+i)
	}
}

func rotate(data *order, a, m, b int) {
	i, j := m-a, b-m
	for i != j {
		if i > j {
			swapRange(data, m-i, m, j)
			i -= j
		} else {
			swapRange(data, m-i, m+j-i, i)
			j -= i
		}
	}
	swapRange(data, m-i, m, i)
}

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
	pdq(&order{less: less, swap: swapper(x)}, 0, n, bitLen(uint(n)))
}

func SliceStable(x any, less func(i, j int) bool) {
	n, _, _ := native.SliceShape(x)
	stable(&order{less: less, swap: swapper(x)}, n)
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
