// Maps of every kind of key, grown, shrunk and walked while they change; what is printed does not depend on the hash.
package main

import (
	"fmt"
	"math"
	"sort"
	"strconv"
)

type point struct{ x, y int16 }

type named struct {
	name string
	n    int32
}

type wide [20]uint64

var state uint64 = 88172645463325252

func next(n int) int {
	state ^= state << 13
	state ^= state >> 7
	state ^= state << 17
	return int(state % uint64(n))
}

// churn keeps a model of what the map should hold: a slice by key number.
func churn[K comparable](name string, key func(int) K) {
	const keys, steps = 700, 9000
	m := make(map[K]int)
	model := make([]int, keys)
	live, sum := 0, 0
	for i := 1; i <= steps; i++ {
		n := next(keys)
		switch next(5) {
		case 0, 1, 2:
			if model[n] == 0 {
				live++
			}
			m[key(n)] = i
			model[n] = i
		case 3:
			if model[n] != 0 {
				live--
			}
			delete(m, key(n))
			model[n] = 0
		case 4:
			v, ok := m[key(n)]
			if v != model[n] || ok != (model[n] != 0) {
				fmt.Println(name, "lost", n, v, ok, model[n])
			}
			sum += v
		}
		if len(m) != live {
			fmt.Println(name, "len", len(m), live)
		}
	}
	seen, total := 0, 0
	for k, v := range m {
		seen++
		total += v
		if m[k] != v {
			fmt.Println(name, "walk", v, m[k])
		}
	}
	fmt.Println(name, live, sum, seen, total)
	// Deleting and adding during a walk: each entry is seen at most once, and those that stay exactly once.
	counts := make(map[K]int)
	extra := 0
	for k := range m {
		counts[k]++
		if len(counts)%3 == 0 {
			delete(m, k)
		}
		if extra < 2000 {
			extra++
			m[key(keys+extra)] = extra
		}
	}
	twice, missed := 0, 0
	for _, c := range counts {
		if c != 1 {
			twice++
		}
	}
	for n, v := range model {
		if v != 0 && counts[key(n)] == 0 {
			missed++
		}
	}
	fmt.Println(name, twice, missed)
	clear(m)
	_, ok := m[key(1)]
	fmt.Println(name, len(m), ok)
	m[key(1)] = 1
	fmt.Println(name, len(m), m[key(1)])
}

func nans() {
	m := map[float64]int{}
	for i := 0; i < 100; i++ {
		m[math.NaN()] = i
	}
	m[0] = 1
	m[math.Copysign(0, -1)] = 2
	_, ok := m[math.NaN()]
	delete(m, math.NaN())
	var values []int
	for k, v := range m {
		if k != k {
			values = append(values, v)
			m[math.NaN()] = -1
			delete(m, 0)
		}
		if len(m) > 300 {
			break
		}
	}
	grown := len(m)
	sort.Ints(values)
	fmt.Println(ok, grown > 100, len(m) == grown, values[len(values)-1] >= 0)
	clear(m)
	fmt.Println(len(m))
	m[0] = 3
	m[math.Copysign(0, -1)] = 4
	for k, v := range m {
		fmt.Println(1/k > 0, v, len(m))
	}
}

func try(what string, f func()) {
	defer func() { fmt.Println(what, recover()) }()
	f()
}

func main() {
	churn("int", func(i int) int { return i * 7 })
	churn("int32", func(i int) int32 { return int32(i) - 300 })
	churn("uint32", func(i int) uint32 { return uint32(i) << 20 })
	churn("int16", func(i int) int16 { return int16(i - 200) })
	churn("uint64", func(i int) uint64 { return uint64(i) << 50 })
	churn("string", func(i int) string { return "key " + strconv.Itoa(i*i) })
	churn("prefix", func(i int) string { return "abcdefgh"[:i%8] + strconv.Itoa(i) })
	churn("float", func(i int) float64 { return float64(i) / 3 })
	churn("float32", func(i int) float32 { return float32(i) - 5 })
	churn("point", func(i int) point { return point{int16(i % 50), int16(i / 50)} })
	churn("named", func(i int) named { return named{strconv.Itoa(i % 11), int32(i)} })
	churn("any", func(i int) any {
		switch i % 4 {
		case 0:
			return i
		case 1:
			return strconv.Itoa(i)
		case 2:
			return float64(i)
		}
		return point{int16(i), 1}
	})
	churn("array", func(i int) [3]int { return [3]int{i, i % 3, -i} })
	churn("wide", func(i int) wide { return wide{3: uint64(i)} })
	pointers := make([]*int, 3000)
	for i := range pointers {
		pointers[i] = new(int)
	}
	churn("pointer", func(i int) *int { return pointers[i] })
	nans()

	big := map[int32][40]int{}
	for i := int32(0); i < 500; i++ {
		big[i%50] = [40]int{int(i)}
	}
	fmt.Println(len(big), big[7][0], big[90][0])
	empty := map[int]struct{}{}
	for i := 0; i < 100; i++ {
		empty[i%30] = struct{}{}
	}
	_, ok := empty[29]
	fmt.Println(len(empty), ok)

	var none map[any]int
	var strings map[string]int
	fmt.Println(none[1], strings["x"], len(none))
	delete(strings, "x")
	try("nil map", func() { strings["x"] = 1 })
	try("get from nil", func() { _ = none[[]int{1}] })
	try("delete from nil", func() { delete(none, any(map[int]int{})) })
	try("get", func() { _ = map[any]int{}[func() {}] })
	try("set", func() { map[any]int{}[struct{ f []int }{}] = 1 })
	try("delete", func() { delete(map[any]int{1: 1}, any([]string{})) })
}
