// methods of type parameters: what they are is not known in the body that instances share, so receivers and arguments
// move to the heap; methods of generic types and other generic functions are known.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type point struct{ x, y int }

func (p *point) set(x int)     { p.x = x }
func (p *point) get() int      { return p.x + p.y }
func (p point) add(q *int) int { return p.x + *q }

type getter interface{ get() int }
type adder interface{ add(q *int) int }
type setter[T any] interface {
	*T
	set(x int)
}

type box[T any] struct {
	v T
	n int
}

func (b *box[T]) put(v T) { b.v = v; b.n++ }

func sumOf[T getter](xs ...T) (n int) {
	for _, x := range xs {
		n += x.get()
	}
	return
}

func addTo[T adder](x T, n int) int { return x.add(&n) }

func fresh[T any, P setter[T]](n int) T {
	var t T
	P(&t).set(n)
	return t
}

func boxed[T any](v T) int {
	var b box[T]
	b.put(v)
	return b.n
}

func first[T any](p *T) T { return *p }

var total int
var before, after runtime.MemStats

func workload() {
	for i := 0; i < 100; i++ {
		p := point{i, 1}
		total += sumOf(&p)
		q := point{i, 2}
		total += addTo(q, i)
		total += fresh[point](i).x
		r := point{i, 3}
		total += boxed(&r) + boxed(i)
		s := point{i, 4}
		total += first(&s).y
	}
}

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
	fmt.Println(total)
}
