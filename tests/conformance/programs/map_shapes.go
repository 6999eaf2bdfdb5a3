// Maps of keys and elements of every shape: what each allocates, and what does not depend on the hash.
package main

import (
	"fmt"
	"maps"
	"math"
	"runtime"
	"runtime/debug"
	"sort"
)

type key struct {
	a int8
	s string
	f float32
}
type bigKey struct {
	n [17]int
}
type bigVal struct {
	n [20]int
	p *int
}
type iface interface{ m() int }
type t1 int
type t2 struct{ x, y int }

func (t t1) m() int { return int(t) }
func (t t2) m() int { return t.x }

var before, after runtime.MemStats
var sinkA any

func measure(name string, f func()) {
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	fmt.Println(name, after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc)
}

var mm map[string]map[int]int
var mk map[key]int
var mb map[bigKey]int
var mv map[int]bigVal
var mi map[iface]int
var ma map[[3]int]string
var mf map[float64]int
var me map[struct{}]int
var m8 map[uint8]uint8
var m32 map[int32]int64
var mbool map[bool][]int

func main() {
	debug.SetGCPercent(-1)
	measure("warm", func() {})
	measure("map of maps", func() {
		mm = map[string]map[int]int{}
		for i := 0; i < 8; i++ {
			mm[string(rune('a'+i))] = map[int]int{i: i}
		}
	})
	measure("struct key", func() {
		mk = map[key]int{}
		for i := 0; i < 8; i++ {
			mk[key{int8(i), "s", float32(i)}] = i
		}
	})
	measure("big key", func() {
		mb = make(map[bigKey]int)
		for i := 0; i < 8; i++ {
			var k bigKey
			k.n[16] = i
			mb[k] = i
			mb[k]++
		}
	})
	measure("big key hint", func() { mb = make(map[bigKey]int, 100) })
	measure("big value", func() {
		mv = make(map[int]bigVal)
		for i := 0; i < 8; i++ {
			mv[i%4] = bigVal{}
		}
	})
	measure("delete big value", func() {
		delete(mv, 1)
		mv[1] = bigVal{}
	})
	measure("iface key", func() {
		mi = make(map[iface]int)
		for i := 0; i < 4; i++ {
			mi[t1(i+1000)] = i
			mi[t2{i, i}] = i
		}
	})
	measure("array key", func() {
		ma = make(map[[3]int]string, 20)
		for i := 0; i < 8; i++ {
			ma[[3]int{i}] = "x"
		}
	})
	measure("NaN", func() {
		mf = make(map[float64]int)
		for i := 0; i < 8; i++ {
			mf[math.NaN()] = i
		}
	})
	fmt.Println(len(mf), mf[math.NaN()])
	clear(mf)
	fmt.Println(len(mf))
	measure("after clear", func() {
		for i := 0; i < 8; i++ {
			mf[float64(i)] = i
		}
	})
	measure("empty struct key", func() {
		me = make(map[struct{}]int)
		me[struct{}{}]++
		me[struct{}{}]++
	})
	fmt.Println(me[struct{}{}])
	measure("bytes", func() {
		m8 = make(map[uint8]uint8)
		for i := 0; i < 8; i++ {
			m8[uint8(i)] = 1
		}
	})
	measure("int32 hint 500", func() { m32 = make(map[int32]int64, 500) })
	measure("bool to slice", func() {
		mbool = make(map[bool][]int)
		for i := 0; i < 10; i++ {
			mbool[i%3 == 0] = append(mbool[i%3 == 0], i)
		}
	})
	measure("clone", func() { sinkA = maps.Clone(mbool) })
	measure("local", func() {
		l := map[int]int{}
		for i := 0; i < 8; i++ {
			l[i] = i
		}
		if len(l) != 8 {
			panic("len")
		}
	})
	measure("local hint 9", func() {
		l := make(map[int]int, 9)
		l[1] = 1
	})
	measure("iterate", func() {
		s := 0
		for k, v := range mk {
			s += v + int(k.a)
		}
		fmt.Println(s)
	})
	// Growing while walking: all that was there is seen once.
	g := map[int]bool{}
	for i := 0; i < 100; i++ {
		g[i] = true
	}
	seen := map[int]int{}
	n := 1000
	for k := range g {
		seen[k]++
		delete(g, k)
		if k < 100 {
			g[n] = true
			n++
		}
	}
	c := 0
	for k, v := range seen {
		if k < 100 {
			c += v
		} else if v > 1 {
			fmt.Println("twice", k)
		}
	}
	fmt.Println(c, len(g)+len(seen) >= 200)
	// Tombstones: growth of the same size.
	h := map[int]int{}
	for i := 0; i < 200000; i++ {
		h[i] = i
		if i >= 50 {
			delete(h, i-50)
		}
	}
	var ks []int
	for k := range h {
		ks = append(ks, k)
	}
	sort.Ints(ks)
	fmt.Println(len(h), ks[0], ks[len(ks)-1])
	for _, v := range []any{1, "x", t1(3), t2{1, 2}, [2]int{1, 2}, 1.5, nil, struct{}{}, int8(1), &n} {
		m := map[any]int{v: 1}
		m[v]++
		fmt.Print(m[v], len(m), " ")
	}
	fmt.Println()
	func() {
		defer func() { fmt.Println(recover()) }()
		m := map[any]int{}
		m[map[string]int{}] = 1
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		var m map[string]map[string]int
		m["a"]["b"] = 1
	}()
	fmt.Println(map[key]int{{1, "b", 0}: 1, {1, "a", 0}: 2, {0, "z", 1}: 3})
	fmt.Println(map[float64]string{math.Inf(1): "inf", math.NaN(): "nan", -1: "m", math.Inf(-1): "-inf"}, map[bool]int{true: 1, false: 0})
	fmt.Println(map[[2]string]int{{"b", "a"}: 1, {"a", "z"}: 2})
	m2 := map[string]int{"a": 1}
	p := &m2
	(*p)["b"] += 5
	for i := range 3 {
		(*p)["c"] |= 1 << i
	}
	fmt.Println(m2, len(*p))
	fmt.Println(maps.Equal(m2, maps.Clone(m2)))
	maps.DeleteFunc(m2, func(k string, v int) bool { return v > 4 })
	fmt.Println(m2)
	ch := map[chan int]string{nil: "nil"}
	ch[make(chan int)] = "c"
	fmt.Println(len(ch), ch[nil])
	type rec struct{ m map[string]*rec }
	r := &rec{}
	r.m = map[string]*rec{"self": r}
	fmt.Println(r.m["self"].m["self"] == r, len(r.m))
	var fm = map[string]func(int) int{"dbl": func(x int) int { return x * 2 }}
	fmt.Println(fm["dbl"](4), fm["none"] == nil)
	x, ok := fm["no"]
	fmt.Println(x == nil, ok)
	cm := map[complex128]int{complex(0, math.Copysign(0, -1)): 1}
	cm[0]++
	fmt.Println(len(cm), cm[0])
	u := map[string]struct{ a, b int }{}
	u["k"] = struct{ a, b int }{1, 2}
	t := u["k"]
	t.a = 9
	fmt.Println(u["k"].a, t.a, u["zz"].b)
}
