package main

import "fmt"

// m[k] op= x: x first, then the entry is made, unless a division fails.
func try(name string, m map[string]int, f func()) {
	defer func() { fmt.Println(name, m, recover()) }()
	f()
}

type point struct{ x, y int }

func main() {
	zero, neg := 0, -1
	m := map[string]int{"a": 7}
	try("div", m, func() { m["b"] /= zero })
	try("rem", m, func() { m["c"] %= zero })
	try("shift", m, func() { m["d"] <<= neg })
	try("add", m, func() { m["a"] += m["e"] + len(m) })
	grow := func() int {
		for i := 0; i < 50; i++ {
			m[fmt.Sprint(i)] = i
		}
		return len(m)
	}
	m["g"] += grow()
	fmt.Println(len(m), m["g"])
	m["g"] *= m["7"]
	m["g"] -= -m["g"]
	m["g"] |= 1
	m["g"]--
	fmt.Println(len(m), m["g"])
	f := map[point]float64{}
	f[point{1, 2}] += 2.5
	f[point{1, 2}] *= f[point{1, 2}] + float64(len(f))
	c := map[any]complex128{}
	c["x"] += complex(f[point{1, 2}], 1)
	c[1] -= c["x"]
	c["x"] *= c[1]
	b := map[byte]int8{}
	for i := 0; i < 300; i++ {
		b[byte(i)] += int8(i)
		b[byte(i)] ^= 3
	}
	s := map[int]string{}
	s[1] += "a"
	s[1] += s[1] + s[2] + "b"
	fmt.Println(f, c, b[43], len(b), s)
	var none map[string]int
	try("nil", none, func() { none["a"]++ })
	try("unhashable", nil, func() { c[[]int{}] += 1 })
}
