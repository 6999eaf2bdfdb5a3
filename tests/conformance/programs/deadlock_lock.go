// A mutex that its holder locks again.
package main

import "sync"

type account struct {
	mu      sync.RWMutex
	balance int
}

func (a *account) add(n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.balance += n + a.get()
}

func (a *account) get() int {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.balance
}

func main() {
	var a account
	a.add(5)
}
