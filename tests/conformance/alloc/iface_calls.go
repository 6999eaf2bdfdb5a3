// interface conversions: values of all sizes to any and to interfaces with methods, assertions back, switches, embedding.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strconv"
)

type shape interface {
	area() float64
	name() string
}
type named interface{ name() string }
type sq struct{ s float64 }
type rect struct{ w, h float64 }
type tri [3]float64
type unit struct{}
type id int
type lab string
type fn func() float64

func (s sq) area() float64    { return s.s * s.s }
func (s sq) name() string     { return "sq" }
func (r *rect) area() float64 { return r.w * r.h }
func (r *rect) name() string  { return "rect" }
func (t tri) area() float64   { return t[0] + t[1] + t[2] }
func (t tri) name() string    { return "tri" }
func (unit) area() float64    { return 1 }
func (unit) name() string     { return "unit" }
func (i id) area() float64    { return float64(i) }
func (i id) name() string     { return "id" }
func (l lab) area() float64   { return float64(len(l)) }
func (l lab) name() string    { return string(l) }
func (f fn) area() float64    { return f() }
func (f fn) name() string     { return "fn" }

type wrap struct{ shape }

var all []shape
var anys []any
var total float64

func box(v any) { anys = append(anys, v) }

func workload() {
	for i := 0; i < 20; i++ {
		all = append(all, sq{float64(i)}, &rect{1, float64(i)}, tri{1, 2, float64(i)}, unit{}, id(i*100), lab("l"+strconv.Itoa(i)), fn(func() float64 { return float64(i) }), wrap{sq{2}})
		box(i)
		box(i * 1000)
		box(byte(i))
		box(int16(i * 300))
		box("s")
		box("s" + strconv.Itoa(i))
		box(float32(i))
		box(1.5)
		box([]int{i})
		box([2]int{i, i})
		box(struct{}{})
		box(struct{ a, b int8 }{1, 2})
		box(&i)
		box(nil)
		box(map[int]int(nil))
		box(i%2 == 0)
		box('x')
		box(error(nil))
		box(int64(-1))
		box([0]int{})
		box([1]*int{&i})
		box(func() {})
	}
	for _, s := range all {
		total += s.area() + float64(len(s.name()))
		switch v := s.(type) {
		case sq:
			total += v.s
		case *rect:
			total += v.w
		case id, lab:
			total++
		case wrap:
			total += v.area()
		}
	}
	for _, a := range anys {
		switch v := a.(type) {
		case int:
			total += float64(v)
		case string:
			total += float64(len(v))
		case []int:
			total += float64(v[0])
		case nil:
			total += 0.5
		case bool:
			if v {
				total++
			}
		}
	}
}

func results() { fmt.Println(total, len(all), len(anys)) }

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
