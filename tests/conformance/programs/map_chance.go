// Buckets overflow as often as by chance, whatever the keys are: those that count up, too.
package main

import (
	"fmt"
	"math"
	"math/rand"
	"runtime"
	"runtime/debug"
)

const (
	n      = 6000
	rounds = 40
	// Of the mean of the rounds: a single map's is 11, of 142 overflow buckets.
	deviation = 11.0 / 6.32
)

type pair struct{ x, y int32 }

func fill[K comparable](key func(i int) K) float64 {
	var a, b runtime.MemStats
	var total uint64
	for range rounds {
		m := make(map[K]*int, n)
		runtime.ReadMemStats(&a)
		for i := range n {
			m[key(i)] = nil
		}
		runtime.ReadMemStats(&b)
		total += b.Mallocs - a.Mallocs
	}
	return float64(total) / rounds
}

// run compares what keys of a kind allocate with what as many that are chosen at random do.
func run[K comparable](name string, key func(i int) K, random func() K) {
	found, chance := fill(key), fill(func(int) K { return random() })
	if math.Abs(found-chance) > 6*math.Sqrt2*deviation {
		fmt.Printf("%s: %.1f overflow buckets, %.1f by chance\n", name, found, chance)
	}
}

func main() {
	debug.SetGCPercent(-1)
	r := rand.New(rand.NewSource(1))
	names, words, boxes, others := make([]string, n), make([]string, n), make([]any, n), make([]any, n)
	for i := range n {
		names[i], words[i] = fmt.Sprint(i), fmt.Sprint(r.Int())
		boxes[i], others[i] = i, r.Int()
	}
	next := 0
	following := func() int { next = (next + 1) % n; return next }
	integer := func() int { return int(r.Uint64()) }
	for _, step := range []int{1, 3, 8, 64, 1000, 1 << 20, 1 << 40, 1 << 50} {
		run(fmt.Sprint("int by ", step), func(i int) int { return i * step }, integer)
		run(fmt.Sprint("negative by ", step), func(i int) int { return -i * step }, integer)
	}
	run("uint32", func(i int) uint32 { return uint32(i) * 16 }, r.Uint32)
	run("pair", func(i int) pair { return pair{int32(i), int32(i % 7)} }, func() pair { return pair{r.Int31(), r.Int31()} })
	run("array", func(i int) [2]int { return [2]int{5, i} }, func() [2]int { return [2]int{r.Int(), r.Int()} })
	run("float", func(i int) float64 { return float64(i) / 2 }, r.Float64)
	run("string", func(i int) string { return names[i] }, func() string { return words[following()] })
	run("any", func(i int) any { return boxes[i] }, func() any { return others[following()] })
	fmt.Println("done")
}
