package main

import (
	"sync"
	"time"
)

var mu sync.Mutex

func ring() {
	mu.Lock()
	defer mu.Unlock()
	panic("timer")
}

func main() {
	time.AfterFunc(time.Millisecond, ring)
	time.Sleep(time.Second)
}
