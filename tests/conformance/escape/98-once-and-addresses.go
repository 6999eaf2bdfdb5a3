// How structs with sync.Once are compared; addresses that atomic functions are given as numbers.
package main

import (
	"sync"
	"sync/atomic"
	"unsafe"
)

type mover interface{ move() }

type pipe struct {
	mu     sync.Mutex
	in, on chan int
	once   sync.Once
	out    chan int
}

func (p *pipe) move() {}

type lazy struct {
	n    int
	once sync.Once
	mu   sync.Mutex
}

func (l *lazy) move() {}

func same(i, j mover) bool {
	l, ok := i.(*lazy)
	return ok && j == mover(l)
}

type checker uintptr

func (c *checker) check() bool {
	return uintptr(*c) == uintptr(unsafe.Pointer(c)) ||
		atomic.CompareAndSwapUintptr((*uintptr)(c), 0, uintptr(unsafe.Pointer(c)))
}

func keep(to *uintptr, p, q *int) uintptr {
	atomic.StoreUintptr(to, uintptr(unsafe.Pointer(p)))
	atomic.StoreUintptr(to, uintptr(unsafe.Pointer(p))+1)
	return atomic.SwapUintptr(to, uintptr(unsafe.Pointer(q)))
}

func main() {
	p, q := &pipe{}, &pipe{}
	println(*p == *q, same(p, q))
	var c checker
	var to uintptr
	println(c.check(), keep(&to, new(int), new(int)) != 0)
}
