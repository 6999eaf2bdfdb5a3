package main

import (
	"fmt"
	"math/rand"
	"runtime"
	"runtime/debug"
)

var before, after runtime.MemStats

func step(name string, call func()) {
	runtime.ReadMemStats(&before)
	call()
	runtime.ReadMemStats(&after)
	fmt.Println(name, after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc, after.Frees-before.Frees)
}

// What the package's own generator leaves on the heap when it is first used, and when it is seeded, once and again.
func main() {
	debug.SetGCPercent(-1)
	fmt.Println("ready")
	step("nothing", func() {})
	step("first", func() { rand.Intn(10) })
	step("second", func() { rand.Intn(10) })
	step("seed", func() { rand.Seed(7) })
	fmt.Println(rand.Intn(100), rand.Intn(100), rand.Float64(), rand.Perm(5))
	step("seed again", func() { rand.Seed(7) })
	fmt.Println(rand.Intn(100), rand.Intn(100), rand.Float64(), rand.Perm(5))
	var b [10]byte
	rand.Read(b[:])
	fmt.Println(b)
	rand.Seed(7)
	rand.Read(b[:3])
	rand.Read(b[3:])
	fmt.Println(b)
}
