// Much lives in one size class and the garbage is of another. Allocation sweeps spans of its own class only where it looks
// for room; that the others are swept before the next cycle begins is owed to proportional sweeping: each allocation of a
// span first sweeps as many pages as its size calls for.
//
// Watch: break it (Knobs, or --break-proportional-sweep). With every P busy the background sweeper comes to run seldom, the
// spans of the last cycle are still unswept when the next one is due, and the verifier says so.
package main

import (
	"fmt"
	"runtime"
)

type Kept struct {
	next *Kept
	pay  [11]int
}

type Junk struct {
	next *Junk
	pay  [62]int
}

func churn(n int, done chan int) {
	var ring [32]*Junk
	sum := 0
	for i := 0; i < n; i++ {
		ring[i%32] = &Junk{pay: [62]int{i, 1}}
		sum += ring[i%32].pay[1]
	}
	done <- sum
}

func main() {
	var kept *Kept
	for i := 0; i < 200000; i++ {
		kept = &Kept{next: kept}
		kept.pay[0] = 1
	}
	workers := 2 * runtime.GOMAXPROCS(0)
	done := make(chan int)
	for w := 0; w < workers; w++ {
		go churn(400000/workers, done)
	}
	sum := 0
	for w := 0; w < workers; w++ {
		sum += <-done
	}
	n := 0
	for k := kept; k != nil; k = k.next {
		n += k.pay[0]
	}
	fmt.Println("junk", sum/10000*10000, "kept", n)
}
