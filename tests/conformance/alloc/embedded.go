package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"unsafe"
)

type emb struct{ a, b int }

func (e *emb) inc()    { e.a++ }
func (e emb) sum() int { return e.a + e.b }

type out struct {
	emb
	*inner
	name string
	f    func() int
}
type inner struct{ v [3]string }

func (i *inner) set(s string) { i.v[0] = s }

type tree struct {
	l, r *tree
	kv   [2]any
}

var keep []*out
var fns []func() int
var fns2 []func()
var tr *tree
var u uintptr

func ins(t *tree, k int) *tree {
	if t == nil {
		return &tree{kv: [2]any{k, nil}}
	}
	if k < t.kv[0].(int) {
		t.l = ins(t.l, k)
	} else {
		t.r = ins(t.r, k)
	}
	return t
}
func workload() {
	for i := 0; i < 100; i++ {
		o := &out{emb: emb{i, 2}, inner: &inner{}}
		o.f = o.sum
		o.inc()
		o.set("z")
		keep = append(keep, o)
		fns = append(fns, o.emb.sum, o.sum)
		fns2 = append(fns2, o.inc)
		s := o.emb
		fns = append(fns, func() int { return s.sum() + i })
		g := (*emb).inc
		g(&o.emb)
		h := emb.sum
		_ = h(o.emb)
		tr = ins(tr, (i*37)%101)
		arr := [...]int{1, 2, 3}
		sl := arr[:]
		sl = append(sl, i)
		u += uintptr(len(sl)) + unsafe.Sizeof(*o)
		c := make([]byte, 10, i+1+10)
		d := append([]byte(nil), c...)
		e := append(c[:2:2], "xyz"...)
		u += uintptr(cap(d) + cap(e))
	}
}
func results() {
	t := 0
	for _, f := range fns {
		t += f()
	}
	for _, f := range fns2 {
		f()
	}
	fmt.Println(t, keep[3].a, u)
}

var before, after runtime.MemStats

func main() {
	debug.SetGCPercent(-1)

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
