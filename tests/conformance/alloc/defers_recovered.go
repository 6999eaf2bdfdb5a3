package main

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
)

type res struct {
	name string
	log  *[]string
}

func (r *res) Close() error { *r.log = append(*r.log, r.name); return nil }

var lg []string
var n int
var errBad = errors.New("bad")

func open(s string) (*res, error) {
	if s == "x" {
		return nil, errBad
	}
	return &res{s, &lg}, nil
}
func f(i int) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("rec: %v", r)
		}
	}()
	r, err := open("a")
	if err != nil {
		return err
	}
	defer r.Close()
	for j := 0; j < 3; j++ {
		defer func(k int) { n += k }(j)
	}
	if i%3 == 0 {
		panic(i)
	}
	if i%3 == 1 {
		var a []int
		_ = a[i]
	}
	return nil
}
func g(d int) int {
	if d == 0 {
		return 0
	}
	var b [64]int
	b[d%64] = d
	defer func() { n += b[d%64] }()
	return g(d-1) + 1
}
func workload() {
	for i := 0; i < 30; i++ {
		if err := f(i); err != nil {
			n += len(err.Error())
		}
	}
	n += g(100)
	func() { defer func() { recover() }(); var m map[string]int; m["a"] = 1 }()
}
func results() { fmt.Println(n, len(lg)) }

var before, after runtime.MemStats

func main() {
	debug.SetGCPercent(-1)
	_ = fmt.Sprint(1)
	runtime.ReadMemStats(&before)
	workload()
	runtime.ReadMemStats(&after)
	fmt.Println("mallocs", after.Mallocs-before.Mallocs)
	fmt.Println("bytes", after.TotalAlloc-before.TotalAlloc)
	fmt.Println("frees", after.Frees-before.Frees)
	for i := range after.BySize {
		d := after.BySize[i].Mallocs - before.BySize[i].Mallocs
		if d != 0 {
			fmt.Println("size", after.BySize[i].Size, d)
		}
	}
	results()
}
