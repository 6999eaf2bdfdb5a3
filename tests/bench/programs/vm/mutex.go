// Eight goroutines add to counters under a sync.Mutex and read them under a sync.RWMutex.
package main

import (
	"fmt"
	"os"
	"strconv"
	"sync"
)

type account struct {
	sync.Mutex
	total int
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	var a account
	var table sync.RWMutex
	var done sync.WaitGroup
	names := map[int]int{1: 2, 2: 3, 3: 5}
	for g := 0; g < 8; g++ {
		done.Add(1)
		go func() {
			defer done.Done()
			for i := 0; i < n*1000; i++ {
				table.RLock()
				v := names[i%4]
				table.RUnlock()
				a.Lock()
				a.total += v
				a.Unlock()
			}
		}()
	}
	done.Wait()
	fmt.Println("check", a.total)
}
