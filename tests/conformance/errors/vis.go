package main

import (
	"math/rand"
	"sync"
)

func main() {
	var mu sync.Mutex
	mu.lock()
	mu.state = 1
	r := rand.new(1)
	var w sync.WaitGroup
	w.Go(func() {})
	w.wait()
	sync.once()
	_ = sync.Mutex{1, 2}
	_ = sync.Mutex{state: 1}
}
