package main

import "fmt"

type rec struct {
	p [8]*int
	n int
}

var grid [4][8]int
var tab [256]string

func appends(s []*int, a [4]*int, r *rec, i int, u uint8, idx []int) []*int {
	s = append(s, a[i&3])
	s = append(s, a[1], a[idx[0]&3])
	s = append(s, r.p[i&7], r.p[r.n&7])
	s = append(s, [4]*int{}[i&3])
	s = append(s, [2][]*int{s, s}[i&1][0])
	s = append([2][]*int{s, s}[i&1], nil)
	s = append(s, [2][]*int{s, s}[i&1]...)
	return s
}

func texts(t []string, i int, u uint8, b []byte) []string {
	t = append(t, tab[u], tab[i&255], tab[b[i]])
	t = append(t, tab[i&255]+"x", fmt.Sprint(tab[i&255]))
	t = append(t, tab[uint8(i)])
	return t
}

func grids(ns []int, i, j int) []int {
	ns = append(ns, grid[i&3][j&7], grid[i&3][0], grid[0][j&7])
	ns = append(ns, -grid[i&3][j&7])
	ns = append(ns, int("abcd"[i&3]))
	ns = append(ns, len(tab[i&255]))
	return ns
}

func bytesOf(ns []byte, i int) []byte {
	ns = append(ns, "abcd"[i&3])
	ns = append(ns, "abcd"[i&3:]...)
	return ns
}

func ops(i int, p *[4]int, m map[int]int) {
	grid[i&3][1] += 2
	p[i&3]++
	p[i&3] /= grid[i&3][0]
	m[grid[i&3][1]] += p[i&3]
	m[p[i&3]] /= 3
	x, y := grid[i&3], p[i&3]
	_, _ = x, y
	switch grid[i&3][2] {
	case p[i&3]:
	}
	for j := range grid[i&3] {
		_ = p[j&3]
	}
	println(p[i&3], grid[i&3][i&7])
	_ = min(p[i&3], 4)
	_ = copy(tab[:], tab[p[i&3]:])
	if tab[i&255] == tab[p[i&3]&255] {
	}
	go println(p[i&3])
	defer func(k int) { _ = p[k&3] }(p[i&3])
}

func main() {}
