// Goroutines, channels and timers: what they allocate once the runtime is warm.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

func measure(name string, f func()) {
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	f()
	runtime.ReadMemStats(&b)
	fmt.Println(name, "mallocs", b.Mallocs-a.Mallocs, "bytes", b.TotalAlloc-a.TotalAlloc, "frees", b.Frees-a.Frees)
	for i := range b.BySize {
		if d := b.BySize[i].Mallocs - a.BySize[i].Mallocs; d != 0 {
			fmt.Println("  size", b.BySize[i].Size, d)
		}
	}
}

var n int
var sink any
var mu sync.Mutex

func work(id int, jobs <-chan int, out chan<- int) {
	for j := range jobs {
		out <- j * id
	}
}
func main() {
	runtime.GOMAXPROCS(1) // a pool has a part for each processor
	debug.SetGCPercent(-1)
	// warm up
	var wg0 sync.WaitGroup
	hold := make(chan int)
	for i := 0; i < 100; i++ {
		wg0.Add(1)
		go func() { wg0.Done(); <-hold }()
	}
	wg0.Wait()
	for i := 0; i < 3; i++ {
		runtime.Gosched()
	}
	close(hold)
	for i := 0; i < 300; i++ {
		runtime.Gosched()
	}
	measure("go", func() {
		done := make(chan bool)
		for i := 0; i < 10; i++ {
			go func() { n += i; done <- true }()
		}
		for i := 0; i < 10; i++ {
			<-done
		}
	})
	measure("workers", func() {
		jobs, out := make(chan int, 5), make(chan int, 5)
		for w := 1; w <= 3; w++ {
			go work(w, jobs, out)
		}
		go func() {
			for i := 0; i < 20; i++ {
				jobs <- i
			}
			close(jobs)
		}()
		for i := 0; i < 20; i++ {
			n += <-out
		}
	})
	measure("wg", func() {
		var wg sync.WaitGroup
		for i := 0; i < 8; i++ {
			wg.Add(1)
			go func(k int) { defer wg.Done(); mu.Lock(); n += k; mu.Unlock() }(i)
		}
		wg.Wait()
	})
	measure("pipeline", func() {
		gen := func(k int) <-chan int {
			c := make(chan int)
			go func() {
				for i := 0; i < k; i++ {
					c <- i
				}
				close(c)
			}()
			return c
		}
		sq := func(in <-chan int) <-chan int {
			c := make(chan int)
			go func() {
				for v := range in {
					c <- v * v
				}
				close(c)
			}()
			return c
		}
		for v := range sq(sq(gen(5))) {
			n += v
		}
	})
	measure("cond", func() {
		c := sync.NewCond(&mu)
		ready := false
		go func() { mu.Lock(); ready = true; mu.Unlock(); c.Broadcast() }()
		mu.Lock()
		for !ready {
			c.Wait()
		}
		mu.Unlock()
	})
	measure("pool", func() {
		p := sync.Pool{New: func() any { return new([64]byte) }}
		a := p.Get()
		p.Put(a)
		b := p.Get()
		sink = b
	})
	measure("sem", func() {
		sem := make(chan struct{}, 2)
		var wg sync.WaitGroup
		for i := range 5 {
			wg.Add(1)
			sem <- struct{}{}
			go func() { defer wg.Done(); n += i; <-sem }()
		}
		wg.Wait()
	})
	measure("timer", func() { t := time.NewTimer(time.Millisecond); <-t.C; t.Reset(time.Millisecond); <-t.C; t.Stop() })
	measure("after", func() {
		select {
		case <-time.After(time.Millisecond):
			n++
		}
	})
	measure("ticker", func() {
		t := time.NewTicker(time.Millisecond)
		for i := 0; i < 3; i++ {
			<-t.C
		}
		t.Stop()
	})
	measure("afterfunc", func() {
		c := make(chan int)
		time.AfterFunc(time.Millisecond, func() { c <- 1 })
		<-c
		t := time.AfterFunc(time.Hour, func() {})
		t.Stop()
	})
	measure("timeout", func() {
		c := make(chan int)
		select {
		case <-c:
		case <-time.After(2 * time.Millisecond):
			n++
		}
	})
	measure("sleep", func() { time.Sleep(time.Millisecond) })
	measure("nilselect", func() {
		var c chan int
		d := make(chan int, 1)
		for i := 0; i < 2; i++ {
			select {
			case v := <-c:
				n += v
			case d <- i:
			default:
				n++
			}
		}
	})
	measure("generator", func() {
		c, quit := make(chan int), make(chan bool)
		go func() {
			for i := 0; ; i++ {
				select {
				case c <- i:
				case <-quit:
					return
				}
			}
		}()
		for i := 0; i < 5; i++ {
			n += <-c
		}
		quit <- true
	})
	measure("panicgo", func() {
		c := make(chan any)
		go func() { defer func() { c <- recover() }(); var m map[int]int; m[1] = 1 }()
		sink = <-c
	})
	measure("goexit", func() { c := make(chan int); go func() { defer close(c); runtime.Goexit() }(); <-c })
	measure("method", func() {
		c := make(chan int, 1)
		x := &obj{c}
		go x.run(3)
		n += <-c
		f := x.run
		go f(4)
		n += <-c
	})
}

type obj struct{ c chan int }

func (o *obj) run(k int) { o.c <- k }
