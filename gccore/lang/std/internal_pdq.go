// Package pdq: pattern-defeating quicksort with the same choices as Go's (insertion sort up to 12, median of three or
// ninther, heap sort when partitions stay bad), so that equal elements end in the same order; stable sort by insertion
// blocks of 20 and in-place merging. Packages sort and slices share it.
package pdq

// order is what is sorted: elements by their indices.
type order struct {
	less func(i, j int) bool
	swap func(i, j int)
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

func Sort(n int, less func(i, j int) bool, swap func(i, j int)) {
	if n > 1 {
		pdq(&order{less, swap}, 0, n, bitLen(uint(n)))
	}
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
		for j := i; j > a && data.less(j, j-1); j-- {
			data.swap(j, j-1)
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
		if child+1 < hi && data.less(first+child, first+child+1) {
			child++
		}
		if !data.less(first+root, first+child) {
			return
		}
		data.swap(first+root, first+child)
		root = child
	}
}

func heap(data *order, a, b int) {
	n := b - a
	for i := (n - 1) / 2; i >= 0; i-- {
		sift(data, i, n, a)
	}
	for i := n - 1; i >= 0; i-- {
		data.swap(a, a+i)
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
		if a > 0 && !data.less(a-1, pivot) {
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
	data.swap(a, pivot)
	i, j := a+1, b-1
	for i <= j && data.less(i, a) {
		i++
	}
	for i <= j && !data.less(j, a) {
		j--
	}
	if i > j {
		data.swap(j, a)
		return j, true
	}
	data.swap(i, j)
	i++
	j--
	for {
		for i <= j && data.less(i, a) {
			i++
		}
		for i <= j && !data.less(j, a) {
			j--
		}
		if i > j {
			break
		}
		data.swap(i, j)
		i++
		j--
	}
	data.swap(j, a)
	return j, false
}

// partitionEqual puts what equals the pivot in front.
func partitionEqual(data *order, a, b, pivot int) int {
	data.swap(a, pivot)
	i, j := a+1, b-1
	for {
		for i <= j && !data.less(a, i) {
			i++
		}
		for i <= j && data.less(a, j) {
			j--
		}
		if i > j {
			return i
		}
		data.swap(i, j)
		i++
		j--
	}
}

// nearlySorted sorts by a few swaps if that is enough.
func nearlySorted(data *order, a, b int) bool {
	const steps, shortest = 5, 50
	i := a + 1
	for k := 0; k < steps; k++ {
		for i < b && !data.less(i, i-1) {
			i++
		}
		if i == b {
			return true
		}
		if b-a < shortest {
			return false
		}
		data.swap(i, i-1)
		if i-a >= 2 {
			for j := i - 1; j >= 1; j-- {
				if !data.less(j, j-1) {
					break
				}
				data.swap(j, j-1)
			}
		}
		if b-i >= 2 {
			for j := i + 1; j < b; j++ {
				if !data.less(j, j-1) {
					break
				}
				data.swap(j, j-1)
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
		data.swap(at+i, a+other)
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
	if data.less(b, a) {
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
		data.swap(i, j)
	}
}

// Stable keeps equal elements in order.
func Stable(n int, less func(i, j int) bool, swap func(i, j int)) {
	data := &order{less, swap}
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
			if data.less(h, a) {
				i = h + 1
			} else {
				j = h
			}
		}
		for k := a; k < i-1; k++ {
			data.swap(k, k+1)
		}
		return
	}
	if b-m == 1 {
		i, j := a, m
		for i < j {
			h := int(uint(i+j) >> 1)
			if !data.less(m, h) {
				i = h + 1
			} else {
				j = h
			}
		}
		for k := m; k > i; k-- {
			data.swap(k, k-1)
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
		if !data.less(p-c, c) {
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
		data.swap(a+i, b+i)
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
