// Deleting keys that are not equal to themselves: nothing is deleted, but a map that grows is moved on, by another bucket each
// time, and that may wait for memory.
package main

import (
	"fmt"
	"math"
)

type pair struct {
	f float64
	s string
}

func main() {
	nan := math.NaN()
	for round := 0; round < 30; round++ {
		pairs := map[pair]*int{}
		for i := 0; i < 4000; i++ {
			pairs[pair{nan, "x"}] = &i
			delete(pairs, pair{nan, "x"})
			delete(pairs, pair{nan, "y"})
		}
		sum := 0
		for _, p := range pairs {
			sum += *p
		}
		fmt.Println(len(pairs), sum == 4000*3999/2)
	}
}
