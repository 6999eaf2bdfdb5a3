// small maps of every kind of key: integers, floats, strings, arrays, structs, pointers, interfaces, channels, bools.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strconv"
)

type key struct {
	a int32
	b string
}
type small struct{ x, y int8 }

var sum int
var sink []any

func workload() {
	for r := 0; r < 6; r++ {
		m0 := map[int]int{}
		m1 := map[uint8]string{}
		m2 := map[float64]bool{}
		m3 := map[[3]int]int{}
		m4 := map[key][]int{}
		m5 := map[*int]int{}
		m6 := map[any]int{}
		m7 := map[bool]*key{}
		m8 := map[small]struct{}{}
		m9 := make(map[string]map[string]int)
		m10 := map[chan int]int{}
		m11 := map[int32]func() int{}
		m12 := map[uint64][200]byte{}
		m13 := map[[20]string]int{}
		for i := 0; i < 8; i++ {
			m0[i*r] = i
			m1[uint8(i)] = strconv.Itoa(i * 1000)
			m2[float64(i)/2] = i%2 == 0
			m3[[3]int{i, r, 1}]++
			m4[key{int32(i), "k"}] = append(m4[key{int32(i), "k"}], i, r)
			p := new(int)
			m5[p] = i
			switch i % 4 {
			case 0:
				m6[i] = i
			case 1:
				m6["s"+strconv.Itoa(i)] = i
			case 2:
				m6[small{int8(i), 2}] = i
			default:
				m6[float64(i)*1.5] = i
			}
			m7[i%2 == 0] = &key{1, "z"}
			m8[small{int8(i), int8(r)}] = struct{}{}
			k := "m" + strconv.Itoa(i%3)
			if m9[k] == nil {
				m9[k] = make(map[string]int)
			}
			m9[k]["in"] += i
			m10[make(chan int, i)] = i
			m11[int32(i)] = func() int { return i + r }
			m12[uint64(i)] = [200]byte{1: byte(i)}
			m13[[20]string{3: k}]++
		}
		delete(m0, 3)
		delete(m6, "s1")
		clear(m2)
		for k, v := range m0 {
			sum += k*v + len(m13)
		}
		sum += len(m1) + len(m2) + m3[[3]int{1, r, 1}] + len(m4) + len(m5) + len(m6) + len(m7) + len(m8) + len(m9) + len(m10) + m11[3]() + len(m12)
		sink = append(sink, m0, m1, m4, m9)
	}
}

func results() { fmt.Println(sum, len(sink)) }

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
