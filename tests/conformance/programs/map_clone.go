// maps.Clone of maps of every kind: what the copy holds, and what it allocates where no hash seed matters.
package main

import (
	"fmt"
	"maps"
	"math"
	"runtime"
	"runtime/debug"
)

func step(name string, f func()) {
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	f()
	runtime.ReadMemStats(&b)
	fmt.Println(name, b.Mallocs-a.Mallocs, b.TotalAlloc-a.TotalAlloc)
}

// check clones m, changes the copy, and looks whether both hold what they should.
func check[K comparable, V comparable](name string, m map[K]V, key K, elem V) {
	n := len(m)
	c := maps.Clone(m)
	if !maps.Equal(m, c) || len(c) != n {
		fmt.Println(name, "differ")
	}
	for k := range c {
		delete(c, k)
		break
	}
	c[key] = elem
	for k, v := range c {
		if w, ok := m[k]; k != key && (!ok || w != v) {
			fmt.Println(name, "changed", k)
		}
	}
	if len(m) != n || len(c) != max(n, 1) {
		fmt.Println(name, "lengths", len(m), len(c))
	}
}

type (
	bigKey  [17]int64
	textKey [9]string
	bigElem [200]byte
)

func main() {
	debug.SetGCPercent(-1)
	small := map[int]int{1: 1, 2: 2, 3: 3}
	text := map[string]string{"a": "x"}
	empty := map[string]int{}
	hinted := make(map[int]string, 100)
	hinted[4] = "four"
	big := map[bigKey]bigElem{{1}: {2}, {3}: {4}}
	texts := map[textKey]*int{{"a"}: new(int), {"b"}: nil}
	set := map[byte]struct{}{1: {}, 2: {}}
	var none map[int]int
	step("small", func() { small = maps.Clone(small) })
	step("text", func() { text = maps.Clone(text) })
	step("empty", func() { empty = maps.Clone(empty) })
	step("hinted", func() { hinted = maps.Clone(hinted) })
	step("big", func() { big = maps.Clone(big) })
	step("texts", func() { texts = maps.Clone(texts) })
	step("set", func() { set = maps.Clone(set) })
	step("none", func() { none = maps.Clone(none) })
	fmt.Println(small, text, empty, hinted, len(big), big[bigKey{3}][0], len(texts), set, none == nil)
	debug.SetGCPercent(20)
	ints, strs := map[int]int{}, map[string]*int{}
	bigs, floats, anys := map[bigKey]bigElem{}, map[float64]int{}, map[any]any{}
	for i := range 3000 {
		ints[i*i] = i
		strs[fmt.Sprint(i)] = &i
		if i < 300 {
			bigs[bigKey{int64(i)}] = bigElem{byte(i)}
		}
		floats[float64(i)/2] = i
		anys[i] = fmt.Sprint(i)
		if i%97 == 0 || i > 1660 && i < 1680 {
			check("ints", ints, -1, i)
			check("strs", strs, "x", nil)
			check("bigs", bigs, bigKey{-1}, bigElem{1})
			check("floats", floats, math.Inf(1), 1)
			check("anys", anys, "k", any(i))
		}
		if i%3 == 0 {
			delete(ints, i)
			delete(anys, i)
		}
	}
	for range 10 {
		floats[math.NaN()]++
	}
	c := maps.Clone(floats)
	nans := 0
	for k := range c {
		if k != k {
			nans++
		}
	}
	fmt.Println(len(ints), len(strs), len(bigs), len(floats), len(anys), len(c), nans)
}
