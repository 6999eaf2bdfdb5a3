// Variables larger than the slots an instruction can name: on the stack as Go has them, up to 10 MB each.
package main

import (
	"fmt"
	"runtime"
)

type node struct {
	next *node
	v    int
}

var sink *node

func mallocs() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Mallocs
}

//go:noinline
func big(n int) (sum int, tail [4]int) {
	var a [200000]int
	for i := range a {
		a[i] = i * n
	}
	defer func() {
		if r := recover(); r != nil {
			fmt.Println("recovered", r, len(a), a[3])
			sum = -1
		}
	}()
	b := a
	b[7] = 1
	for i, v := range b {
		sum += v
		if i == n {
			sum++
		}
	}
	tail[2] = b[len(b)-1]
	if n == 3 {
		var p *int
		*p = 1
	}
	a = b
	return sum + a[7], tail
}

//go:noinline
func pointers(depth int) int {
	var a [50000]*node
	for i := range a {
		if i%1000 == 0 {
			a[i] = &node{v: i + depth}
		}
	}
	runtime.GC()
	n := 0
	if depth > 0 {
		n = pointers(depth - 1)
	}
	runtime.GC()
	for _, x := range a {
		if x != nil {
			n += x.v
		}
	}
	return n
}

//go:noinline
func self(x *[100000]byte, depth int) int {
	var a [100000]byte
	a[5] = 1
	if x != nil {
		a[5] += x[5]
	}
	if depth == 0 {
		return int(a[5])
	}
	p := &a[5]
	n := self(&a, depth-1)
	*p++
	return n + int(a[5])*1000
}

//go:noinline
func literals() int {
	a := [70000]int{5: 1, 69999: 2}
	s := []int{80000: 7}
	b := make([]byte, 65536)
	c := make([]byte, 65536)
	d := make([]byte, 65536)
	e := make([]byte, 65536)
	f := make([]byte, 65536)
	b[1], c[2], d[3], e[4], f[5] = 1, 2, 3, 4, 5
	g := func() int { return a[69999] + int(f[5]) }
	a[1]++
	a = [70000]int{1: a[1], 2: a[69999]}
	return a[5] + s[80000] + len(s) + g() + int(b[1]+c[2]+d[3]+e[4]) + a[1] + a[2]
}

//go:noinline
func many() int {
	var a, b, c, d, e, f, g, h [60000]byte
	a[1], b[1], c[1], d[1], e[1], f[1], g[1], h[1] = 1, 2, 3, 4, 5, 6, 7, 8
	pa, ph := &a, &h
	pa[2] = 10
	ph[2] = 20
	return int(a[1]+b[1]+c[1]+d[1]+e[1]+f[1]+g[1]+h[1]) + int(a[2]) + int(h[2])
}

func overTen() int {
	var a [11 << 20]byte
	a[3] = 2
	return int(a[3])
}

func loop() int {
	n := 0
	for i := 0; i < 3; i++ {
		var a [100000]int
		a[i]++
		for j := range a {
			n += a[j]
		}
	}
	return n
}

func main() {
	fmt.Println(big(2))
	fmt.Println(big(3))
	n := pointers(3)
	fmt.Println(n)
	m3 := mallocs()
	x := self(nil, 20)
	m4 := mallocs()
	fmt.Println(x, m4-m3)
	m4 = mallocs()
	l := literals() + many() + loop()
	m5 := mallocs()
	fmt.Println(l, m5-m4)
	m5 = mallocs()
	o := overTen()
	m6 := mallocs()
	fmt.Println(o, m6-m5)
	done := make(chan int)
	go func() {
		var z [300000]int
		z[9] = 4
		done <- z[9] + self(nil, 3)
	}()
	fmt.Println(<-done)
}
