package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"unicode/utf8"
)

var rs [][]rune
var bs [][]byte
var ss []string
var n int

func cat(a, b, c string) string { return a + b + c }
func workload() {
	s := "héllo, 世界"
	for i := 0; i < 40; i++ {
		rs = append(rs, []rune(s))
		bs = append(bs, []byte(s), []byte("k"), []byte(""))
		ss = append(ss, string(rs[i]), string(bs[0]), string(rune(i+65)), string(rune(i+900)), s[1:4], cat("a", "", ""), cat(s, "b", "c"), s+"", "x"+s)
		for _, r := range s {
			if r > 127 {
				n++
			}
		}
		for range []byte(s) {
			n++
		}
		if string(bs[1]) == "k" {
			n++
		}
		switch string(bs[0]) {
		case "a":
			n++
		case s:
			n += 2
		}
		long := strings.Repeat("ab", 50)
		x := ""
		for j := 0; j < 10; j++ {
			x += long[:j]
		}
		ss = append(ss, x)
		n += utf8.RuneCountInString(s) + len(string(long[:40]))
		tmp := []byte(long)
		copy(tmp, "zz")
		ss = append(ss, string(tmp[:3]), string(tmp))
		e := utf8.AppendRune(nil, '世')
		bs = append(bs, e)
	}
}
func results() { fmt.Println(len(rs), len(bs), len(ss), n) }

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
