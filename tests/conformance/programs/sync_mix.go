package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

func gen(ctx context.Context) <-chan int {
	c := make(chan int)
	go func() {
		defer close(c)
		for i := 0; ; i++ {
			select {
			case c <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	return c
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	for v := range gen(ctx) {
		n += v
		if v == 10 {
			cancel()
			break
		}
	}
	fmt.Println(n)
	ctx, cancel = context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	select {
	case <-ctx.Done():
		fmt.Println(ctx.Err(), errors.Is(ctx.Err(), context.DeadlineExceeded))
	case <-time.After(time.Second):
		fmt.Println("late")
	}
	var wg sync.WaitGroup
	var cnt atomic.Int64
	var mu sync.Mutex
	m := map[int]int{}
	for i := 0; i < 100; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			cnt.Add(int64(i))
			mu.Lock()
			defer mu.Unlock()
			m[i%10]++
		}()
	}
	wg.Wait()
	fmt.Println(cnt.Load(), len(m), m[3])
	tk := time.NewTicker(10 * time.Millisecond)
	k := 0
	for range tk.C {
		k++
		if k == 3 {
			tk.Stop()
			break
		}
	}
	fmt.Println("ticks", k)
	var once sync.Once
	for range 3 {
		once.Do(func() { fmt.Println("once") })
	}
	done := make(chan struct{})
	res := make(chan string, 1)
	go func() {
		select {
		case <-done:
			res <- "done"
		case <-time.After(time.Hour):
			res <- "timeout"
		}
	}()
	close(done)
	fmt.Println(<-res)
	cond := sync.NewCond(&mu)
	ready := false
	go func() { mu.Lock(); ready = true; cond.Broadcast(); mu.Unlock() }()
	mu.Lock()
	for !ready {
		cond.Wait()
	}
	mu.Unlock()
	var rw sync.RWMutex
	rw.RLock()
	fmt.Println(rw.TryLock(), rw.TryRLock())
	sem := make(chan struct{}, 2)
	var active, maxActive int32
	for i := 0; i < 6; i++ {
		wg.Add(1)
		go func(id int) {
			defer wg.Done()
			sem <- struct{}{}
			a := atomic.AddInt32(&active, 1)
			for {
				o := atomic.LoadInt32(&maxActive)
				if a <= o || atomic.CompareAndSwapInt32(&maxActive, o, a) {
					break
				}
			}
			time.Sleep(time.Millisecond)
			atomic.AddInt32(&active, -1)
			<-sem
		}(i)
	}
	wg.Wait()
	fmt.Println(maxActive)
	var sm sync.Map
	sm.Store("a", 1)
	v, loaded := sm.LoadOrStore("a", 2)
	fmt.Println(v, loaded)
	sm.Range(func(k, v any) bool { fmt.Println(k, v); return true })
	f := sync.OnceValue(func() int { fmt.Println("computed"); return 42 })
	fmt.Println(f(), f())
	errc := make(chan error, 3)
	for i := range 3 {
		go func() {
			if i == 1 {
				errc <- fmt.Errorf("job %d failed", i)
				return
			}
			errc <- nil
		}()
	}
	for range 3 {
		if err := <-errc; err != nil {
			fmt.Println(err)
		}
	}
	timer := time.AfterFunc(time.Hour, func() {})
	fmt.Println(timer.Stop(), timer.Stop())
	for i := 0; i < 5000; i++ {
		_ = time.After(time.Hour)
	}
	fmt.Println("leaked")
}
