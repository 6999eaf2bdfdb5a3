// container/heap of boxed and pointer items, container/ring.
package main

import (
	"container/heap"
	"container/ring"
	"fmt"
	"runtime"
	"runtime/debug"
	"strconv"
)

type item struct {
	prio, index int
	val         string
}
type pq []*item

func (q pq) Len() int            { return len(q) }
func (q pq) Less(i, j int) bool  { return q[i].prio > q[j].prio }
func (q pq) Swap(i, j int)       { q[i], q[j] = q[j], q[i]; q[i].index, q[j].index = i, j }
func (q *pq) Push(x interface{}) { it := x.(*item); it.index = len(*q); *q = append(*q, it) }
func (q *pq) Pop() interface{} {
	o := *q
	it := o[len(o)-1]
	*q = o[:len(o)-1]
	return it
}

type ih []int

func (h ih) Len() int           { return len(h) }
func (h ih) Less(i, j int) bool { return h[i] < h[j] }
func (h ih) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *ih) Push(x any)        { *h = append(*h, x.(int)) }
func (h *ih) Pop() any {
	o := *h
	v := o[len(o)-1]
	*h = o[:len(o)-1]
	return v
}

var sum int
var kept *ring.Ring

func workload() {
	var q pq
	for i := 0; i < 60; i++ {
		heap.Push(&q, &item{prio: i * 37 % 61, val: strconv.Itoa(i)})
	}
	for i := 0; i < 10; i++ {
		q[i].prio += 5
		heap.Fix(&q, i)
	}
	heap.Remove(&q, 7)
	for q.Len() > 0 {
		it := heap.Pop(&q).(*item)
		sum = sum*3%1000003 + it.prio + len(it.val)
	}
	h := &ih{500, 300, 900}
	heap.Init(h)
	for i := 0; i < 400; i += 3 {
		heap.Push(h, i)
	}
	for h.Len() > 0 {
		sum = sum*7%1000003 + heap.Pop(h).(int)
	}
	r := ring.New(12)
	for i := 0; i < r.Len(); i++ {
		r.Value = i * 50
		r = r.Next()
	}
	s := ring.New(3)
	s.Value = "x"
	r.Link(s)
	gone := r.Unlink(4)
	r.Do(func(v any) {
		if n, ok := v.(int); ok {
			sum += n
		}
	})
	sum += gone.Len()
	kept = r
}

func results() { fmt.Println(sum, kept.Len()) }

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
