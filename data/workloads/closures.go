// Closures: functions that carry variables along.
//
// Watch: a closure is an object of its own, a code word and what it captured. A variable that several closures share and
// change is one more object, and stays alive as long as any of them does.
package main

import "fmt"

type Counter struct {
	add func(int) int
	get func() int
}

func newCounter(step int) *Counter {
	total := 0 // shared by both closures: moved to the heap
	return &Counter{
		add: func(n int) int { total += n * step; return total },
		get: func() int { return total },
	}
}

func compose(f, g func(int) int) func(int) int {
	return func(x int) int { return g(f(x)) }
}

func main() {
	const kept = 30000
	counters := make([]*Counter, kept)
	for i := range counters {
		counters[i] = newCounter(i%7 + 1)
	}
	sum := 0
	for round := 0; round < 40; round++ {
		for i := round; i < kept; i += 3 {
			c := counters[i]
			twice := compose(c.add, func(x int) int { return 2 * x })
			again := compose(twice, func(x int) int { return x + round })
			sum += again(i)
			if i%5 == 0 {
				counters[i] = newCounter(round%5 + 1) // the old one and its closures are garbage now
			}
		}
	}
	left := 0
	for _, c := range counters {
		left += c.get()
	}
	fmt.Println("sum", sum)
	fmt.Println("left", left)
}
