// Package slices: the functions that programs use most.
package slices

import "cmp"

func Equal[S ~[]E, E comparable](s1, s2 S) bool {
	if len(s1) != len(s2) {
		return false
	}
	for i := range s1 {
		if s1[i] != s2[i] {
			return false
		}
	}
	return true
}

func Index[S ~[]E, E comparable](s S, v E) int {
	for i := range s {
		if v == s[i] {
			return i
		}
	}
	return -1
}

func IndexFunc[S ~[]E, E any](s S, f func(E) bool) int {
	for i := range s {
		if f(s[i]) {
			return i
		}
	}
	return -1
}

func Contains[S ~[]E, E comparable](s S, v E) bool         { return Index(s, v) >= 0 }
func ContainsFunc[S ~[]E, E any](s S, f func(E) bool) bool { return IndexFunc(s, f) >= 0 }
func Clone[S ~[]E, E any](s S) S {
	if s == nil {
		return nil
	}
	return append(S([]E{}), s...)
}

func Insert[S ~[]E, E any](s S, i int, v ...E) S {
	tail := s[i:]
	if len(v) == 0 {
		return s
	}
	if len(s)+len(v) > cap(s) {
		s2 := append(s[:i:i], make(S, len(s)+len(v)-i)...)
		copy(s2[i:], v)
		copy(s2[i+len(v):], tail)
		return s2
	}
	v = append([]E(nil), v...)
	n := len(s)
	s = s[:n+len(v)]
	copy(s[i+len(v):], s[i:n])
	copy(s[i:], v)
	return s
}

func Delete[S ~[]E, E any](s S, i, j int) S {
	_ = s[i:j:len(s)]
	if i == j {
		return s
	}
	oldlen := len(s)
	s = append(s[:i], s[j:]...)
	clear(s[len(s):oldlen])
	return s
}

func DeleteFunc[S ~[]E, E any](s S, del func(E) bool) S {
	n := 0
	for _, v := range s {
		if !del(v) {
			s[n] = v
			n++
		}
	}
	clear(s[n:])
	return s[:n]
}

func Compact[S ~[]E, E comparable](s S) S {
	if len(s) < 2 {
		return s
	}
	n := 1
	for i := 1; i < len(s); i++ {
		if s[i] != s[i-1] {
			s[n] = s[i]
			n++
		}
	}
	clear(s[n:])
	return s[:n]
}

func Reverse[S ~[]E, E any](s S) {
	for i, j := 0, len(s)-1; i < j; i, j = i+1, j-1 {
		s[i], s[j] = s[j], s[i]
	}
}

func Grow[S ~[]E, E any](s S, n int) S {
	if n < 0 {
		panic("cannot be negative")
	}
	if n -= cap(s) - len(s); n > 0 {
		s = append(s[:cap(s)], make([]E, n)...)[:len(s)]
	}
	return s
}

func Clip[S ~[]E, E any](s S) S { return s[:len(s):len(s)] }

func Max[S ~[]E, E cmp.Ordered](x S) E {
	if len(x) < 1 {
		panic("slices.Max: empty list")
	}
	m := x[0]
	for i := 1; i < len(x); i++ {
		m = max(m, x[i])
	}
	return m
}

func Min[S ~[]E, E cmp.Ordered](x S) E {
	if len(x) < 1 {
		panic("slices.Min: empty list")
	}
	m := x[0]
	for i := 1; i < len(x); i++ {
		m = min(m, x[i])
	}
	return m
}

func IsSorted[S ~[]E, E cmp.Ordered](x S) bool {
	for i := len(x) - 1; i > 0; i-- {
		if cmp.Less(x[i], x[i-1]) {
			return false
		}
	}
	return true
}

func Sort[S ~[]E, E cmp.Ordered](x S) { heapSort(x, cmp.Compare[E]) }

func SortFunc[S ~[]E, E any](x S, cmp func(a, b E) int) { heapSort(x, cmp) }

// heapSort needs no memory; short pieces are sorted by insertion.
func heapSort[E any](x []E, cmp func(a, b E) int) {
	n := len(x)
	if n <= 12 {
		insertionSort(x, cmp)
		return
	}
	for i := n/2 - 1; i >= 0; i-- {
		sink(x, i, n, cmp)
	}
	for i := n - 1; i > 0; i-- {
		x[0], x[i] = x[i], x[0]
		sink(x, 0, i, cmp)
	}
}

func sink[E any](x []E, i, n int, cmp func(a, b E) int) {
	for {
		child := 2*i + 1
		if child >= n {
			return
		}
		if child+1 < n && cmp(x[child], x[child+1]) < 0 {
			child++
		}
		if cmp(x[i], x[child]) >= 0 {
			return
		}
		x[i], x[child] = x[child], x[i]
		i = child
	}
}

func insertionSort[E any](x []E, cmp func(a, b E) int) {
	for i := 1; i < len(x); i++ {
		for j := i; j > 0 && cmp(x[j], x[j-1]) < 0; j-- {
			x[j], x[j-1] = x[j-1], x[j]
		}
	}
}

// SortStableFunc: blocks of 20 by insertion, merged in place by rotations.
func SortStableFunc[S ~[]E, E any](x S, cmp func(a, b E) int) {
	const block = 20
	n := len(x)
	for a := 0; a < n; a += block {
		insertionSort(x[a:min(a+block, n)], cmp)
	}
	for size := block; size < n; size *= 2 {
		for a := 0; a+size < n; a += 2 * size {
			merge(x[a:min(a+2*size, n)], size, cmp)
		}
	}
}

func merge[E any](x []E, m int, cmp func(a, b E) int) {
	for i := 0; i < m && m < len(x); {
		if cmp(x[m], x[i]) >= 0 {
			i++
			continue
		}
		j := m
		for j < len(x) && cmp(x[j], x[i]) < 0 {
			j++
		}
		rotate(x[i:j], m-i)
		i += j - m + 1
		m = j
	}
}

func rotate[E any](x []E, k int) {
	Reverse(x[:k])
	Reverse(x[k:])
	Reverse(x)
}

func BinarySearch[S ~[]E, E cmp.Ordered](x S, target E) (int, bool) {
	return BinarySearchFunc(x, target, cmp.Compare[E])
}

func BinarySearchFunc[S ~[]E, E, T any](x S, target T, cmp func(E, T) int) (int, bool) {
	i, j := 0, len(x)
	for i < j {
		h := int(uint(i+j) >> 1)
		if cmp(x[h], target) < 0 {
			i = h + 1
		} else {
			j = h
		}
	}
	return i, i < len(x) && cmp(x[i], target) == 0
}
