// Texts joined: parts of one expression and of op= are one allocation; bytes are not copied beside a constant.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strconv"
)

func step(name string, f func()) {
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	f()
	runtime.ReadMemStats(&b)
	fmt.Println(name, b.Mallocs-a.Mallocs, b.TotalAlloc-a.TotalAlloc)
}

var sink string
var e = ""
var t1 = "hello world, this is a long text to be concatenated"
var m = map[string]string{"a": "start"}
var arr [3]string
var p = &struct{ s string }{"x"}

func up(s string) string { sink = s; return s + "!" }

func main() {
	debug.SetGCPercent(-1)
	b := []byte("some bytes that are longer than thirty-two bytes, surely")
	sh := []byte("short")
	step("lit", func() { sink = string(b) + "x" })
	step("nolit", func() { sink = string(b) + t1 })
	step("nolit short", func() { sink = string(sh) + t1 })
	step("emptylit", func() { sink = string(b) + "" + t1 })
	step("one", func() { sink = string(b) + e })
	b[0] = 'X'
	fmt.Println(sink)
	step("paren", func() { sink = t1 + (t1 + (string(sh) + "y")) })
	step("asop", func() { s := t1; s += string(b); sink = s })
	step("asop short", func() { s := t1; s += string(sh); sink = s })
	step("asop lit", func() { s := t1; s += string(b) + "x"; sink = s })
	step("asop empty", func() { s := ""; s += string(b); sink = s })
	b[0] = 'Y'
	fmt.Println(sink)
	step("asop3", func() { s := t1; s += strconv.Itoa(1000) + "," + strconv.Itoa(2000); sink = s })
	step("asop nest", func() { s := t1; s += (t1 + e) + "q"; sink = s })
	step("map", func() { m["a"] += t1 + "," + e })
	step("arr", func() { i := 1; arr[i] += t1 + ";" + t1; sink = arr[1] })
	step("ptr", func() { p.s += up("k") + up("l") })
	fmt.Println(p.s, sink)
	step("order", func() {
		f := func() string { p.s = "changed"; return "F" }
		p.s += f() + "z"
	})
	fmt.Println(p.s)
	step("many", func() { s := "a"; s += t1 + "b" + t1 + "c" + t1 + "d"; sink = s })
	step("conv", func() { s := t1; s += string(rune(len(t1)+9000)) + string([]rune{65, 66}); sink = s })
	step("noesc", func() {
		s := e
		s += "ab" + e
		if s == "ab" {
			fmt.Print("")
		}
	})
	step("noesc2", func() {
		s := e + "ab" + e
		if s == "ab" {
			fmt.Print("")
		}
	})
	type S string
	step("named", func() { s := S(t1); s += S(e) + "n" + S(t1); sink = string(s) })
	step("cmp", func() {
		if t1+"x" == sink+"y" {
			fmt.Print()
		}
	})
	step("cmp bytes", func() {
		if string(b)+t1 == sink {
			fmt.Print()
		}
	})
	step("key", func() { _ = m[t1+"k"]; _ = m[string(b)+e] })
	step("range", func() {
		n := 0
		for _, c := range t1 + "é" {
			n += int(c)
		}
		_ = n
	})
}
