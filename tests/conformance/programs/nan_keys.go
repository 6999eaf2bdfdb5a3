// Keys that are not equal to themselves: each has a hash of its own, and growing, overflow buckets and copies wait for memory.
package main

import (
	"fmt"
	"maps"
	"math"
)

type pair struct {
	f float64
	s string
}

func main() {
	nan := math.NaN()
	for n := 15000; n <= 480000; n *= 2 {
		m := map[float64]int{}
		for i := 0; i < n; i++ {
			m[nan] = 1
		}
		fmt.Println(n, len(m))
	}
	for n := 1000; n <= 64000; n *= 4 {
		m := map[float64]int{}
		for i := 0; i < n; i++ {
			m[nan] = i
			if i%3 == 0 {
				m[float64(i)] = i
			}
		}
		sum := 0
		for k, v := range m {
			if k != k {
				sum += v
			}
		}
		c := maps.Clone(m)
		fmt.Println(n, len(m), len(c), sum == n*(n-1)/2)
		clear(c)
		fmt.Println(len(m), len(c))
	}
	pairs := map[pair]*int{}
	boxes := map[any][20]int{}
	for i := 0; i < 20000; i++ {
		pairs[pair{nan, "x"}] = &i
		pairs[pair{float64(i % 10), "y"}] = &i
		boxes[nan] = [20]int{i}
		boxes[i%10] = [20]int{}
		delete(pairs, pair{nan, "x"})
	}
	grown := 0
	for range pairs { // grows while it is iterated
		if grown++; grown <= 2000 {
			pairs[pair{nan, "z"}] = nil
		}
	}
	fmt.Println(len(pairs), len(boxes), grown >= 20010)
}
