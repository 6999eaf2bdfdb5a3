package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

type Shape interface {
	Area() float64
	Name() string
}
type Sq struct{ a float64 }
type Ci struct {
	r float64
	n string
}
type Pt struct{ x, y int8 }

func (s Sq) Area() float64  { return s.a * s.a }
func (s Sq) Name() string   { return "sq" }
func (c *Ci) Area() float64 { return c.r * 3 }
func (c *Ci) Name() string  { return c.n }

type F func(int) int

func (f F) Do(i int) int { return f(i) }

type Doer interface{ Do(int) int }

var sh []Shape
var anys []any
var ds []Doer
var tot float64
var k int

func conv(i int) any {
	switch i % 9 {
	case 0:
		return i
	case 1:
		return byte(i)
	case 2:
		return float32(i)
	case 3:
		return "s"
	case 4:
		return Pt{1, 2}
	case 5:
		return [3]int{}
	case 6:
		return struct{}{}
	case 7:
		return &i
	default:
		return func() int { return i }
	}
}
func workload() {
	for i := 0; i < 270; i++ {
		sh = append(sh, Sq{float64(i)}, &Ci{float64(i), strings.Repeat("c", i%3)})
		anys = append(anys, conv(i))
		j := i
		ds = append(ds, F(func(x int) int { return x + j }))
		var e any = i % 256
		if v, ok := e.(int); ok {
			k += v
		}
		var f any = uint16(i)
		anys = append(anys, f)
		anys = append(anys, int64(i)*1000, rune(i), "lit", strings.ToUpper("k"), nil, true, 0.0, 1.5, uintptr(i), [1]int{i}, struct{ p *int }{&j})
	}
	for _, s := range sh {
		tot += s.Area() + float64(len(s.Name()))
	}
	for _, d := range ds {
		k += d.Do(1)
	}
	for _, a := range anys {
		switch v := a.(type) {
		case int:
			k += v
		case string:
			k += len(v)
		case Pt:
			k += int(v.x)
		case func() int:
			k += v()
		}
	}
}
func results() { fmt.Println(tot, k, len(anys)) }

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
