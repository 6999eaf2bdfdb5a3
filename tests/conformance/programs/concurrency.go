// Goroutines, channels, select, timers, sync.
package main

import (
	"fmt"
	"sort"
	"sync"
	"sync/atomic"
	"time"
)

func producer(n int, out chan<- int, wg *sync.WaitGroup) {
	defer wg.Done()
	for i := 0; i < 10; i++ {
		out <- n*100 + i
	}
}

func sieve(n int) []int {
	ch := make(chan int)
	go func() {
		for i := 2; ; i++ {
			ch <- i
		}
	}()
	var primes []int
	for i := 0; i < n; i++ {
		p := <-ch
		primes = append(primes, p)
		next := make(chan int)
		go func(in <-chan int, out chan<- int, p int) {
			for v := range in {
				if v%p != 0 {
					out <- v
				}
			}
		}(ch, next, p)
		ch = next
	}
	return primes
}

func main() {
	out := make(chan int)
	var wg sync.WaitGroup
	for i := 0; i < 5; i++ {
		wg.Add(1)
		go producer(i, out, &wg)
	}
	go func() { wg.Wait(); close(out) }()
	var got []int
	for v := range out {
		got = append(got, v)
	}
	sort.Ints(got)
	fmt.Println(len(got), got[0], got[49])
	fmt.Println(sieve(15))
	var mu sync.Mutex
	var rw sync.RWMutex
	total, reads := 0, int64(0)
	var wg2 sync.WaitGroup
	for i := range 20 {
		wg2.Add(1)
		go func() {
			defer wg2.Done()
			for k := 0; k < 50; k++ {
				mu.Lock()
				total += i
				mu.Unlock()
				rw.RLock()
				atomic.AddInt64(&reads, 1)
				rw.RUnlock()
			}
		}()
	}
	wg2.Wait()
	fmt.Println(total, reads)
	timeout := time.After(50 * time.Millisecond)
	tick := time.NewTicker(20 * time.Millisecond)
	n := 0
loop:
	for {
		select {
		case <-tick.C:
			n++
		case <-timeout:
			break loop
		}
	}
	tick.Stop()
	fmt.Println("ticks", n)
	done := make(chan struct{})
	var once sync.Once
	cond := sync.NewCond(&mu)
	ready := false
	for i := 0; i < 3; i++ {
		go func() {
			mu.Lock()
			for !ready {
				cond.Wait()
			}
			mu.Unlock()
			once.Do(func() { close(done) })
		}()
	}
	time.Sleep(time.Millisecond)
	mu.Lock()
	ready = true
	cond.Broadcast()
	mu.Unlock()
	<-done
	var nilch chan int
	select {
	case v := <-nilch:
		fmt.Println(v)
	default:
		fmt.Println("default")
	}
	results := make(chan string, 1)
	go func() {
		defer func() { results <- fmt.Sprint("recovered ", recover()) }()
		var m map[int]int
		m[1] = 1
	}()
	fmt.Println(<-results)
	start := time.Now()
	time.Sleep(3 * time.Second)
	d := time.Since(start)
	fmt.Println(d >= 3*time.Second, d < 4*time.Second)
	time.AfterFunc(time.Millisecond, func() { results <- "fired" })
	fmt.Println(<-results)
}
