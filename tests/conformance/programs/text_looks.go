// Text that is looked at, counted or indexed without a copy, and text that is not.
package main

import (
	"bytes"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"unicode/utf8"
)

func step(name string, f func()) {
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	f()
	runtime.ReadMemStats(&b)
	fmt.Println(name, b.Mallocs-a.Mallocs, b.TotalAlloc-a.TotalAlloc, si)
}

type key struct {
	s string
	n int
}
type text string
type raw []byte

var (
	si   int
	ss   string
	sb   []byte
	sa   any
	lng  = strings.Repeat("a long text, ", 4)
	by   = []byte("bytes that are more than thirty-two, by far")
	m    = map[string]int{"x": 1}
	mk   = map[key]int{{"x", 1}: 2}
	ma   = map[[2]string]int{}
	many = map[any]int{}
	rs   = []rune("runes äöü")
)

func look(b []byte) int                    { return len(b) }
func change(b []byte) int                  { b[0] = 'X'; return len(b) }
func keep(b []byte) int                    { sb = b; return len(b) }
func looks(s string) int                   { return len(s) }
func via(f func([]byte) int, s string) int { return f([]byte(s)) }

func turn(s string) []byte { fmt.Print(s, " "); return []byte(s) }
func number(n int) int     { fmt.Print(n, " "); return n }

func main() {
	debug.SetGCPercent(-1)
	fmt.Println(mk[key{n: number(1), s: string(turn("second"))}], mk[key{string(turn("first")), number(2)}],
		ma[[2]string{1: string(turn("x")), 0: string(turn("y"))}])
	step("len string", func() { si = len(string(by)) })
	step("len bytes", func() { si = len([]byte(lng)) })
	step("len runes", func() { si = len([]rune(lng)); si += len([]rune("äöü")) })
	step("cap", func() { si = cap([]byte(lng)) / 64; si += cap([]rune(lng)) / 100 })
	step("len named", func() { si = len(text(by)); si += len(raw(lng)); si += len([]rune(text(lng))) })
	step("len of call", func() { si = len(string(bytes.ToUpper(by))) })
	step("len runes str", func() { si = len(string(rs)) })
	step("len cond", func() {
		if len([]rune(lng)) > 3 && len(string(by)) > 3 {
			si++
		}
	})
	step("switch const", func() {
		switch string(by) {
		case "a", "b":
			si = 1
		case "c":
			si = 2
		}
	})
	step("switch var", func() {
		switch string(by) {
		case lng:
			si = 1
		case "c":
			si = 2
		}
	})
	step("switch named", func() {
		switch text(by) {
		case "a":
			si = 1
		}
	})
	step("switch fall", func() {
		switch x := len(by); string(by) {
		case "a":
			si = x
			fallthrough
		case "b":
			si++
		default:
			si--
		}
	})
	step("switch runes", func() {
		switch string(rs) {
		case "a":
			si = 1
		}
	})
	step("range string", func() {
		for i, c := range string(by) {
			si += i + int(c)
		}
	})
	step("range bytes", func() {
		for i, c := range []byte(lng) {
			si += i + int(c)
		}
	})
	step("range runes", func() {
		for i, c := range []rune(lng) {
			si += i + int(c)
		}
	})
	step("map look", func() {
		si = m[string(by)]
		_, ok := m[string(by)]
		if ok {
			si++
		}
	})
	step("map struct", func() { si = mk[key{string(by), 1}] })
	step("map array", func() { si = ma[[2]string{string(by), "x"}] })
	step("map any", func() { si = many[string(by)] })
	step("map delete", func() { delete(m, string(by)) })
	step("map set", func() { m[string(by)] = 1 })
	step("map inc", func() { m[string(by)]++ })
	step("map concat", func() { si = m[string(by)+"x"] })
	step("index", func() { si = int(string(by)[3]) })
	step("slice", func() { si = len(string(by)[3:]) })
	step("bytes index", func() { si = int([]byte(lng)[3]) })
	step("bytes slice", func() { si = len([]byte(lng)[3:]) })
	step("look", func() { si = look([]byte(lng)) })
	step("change", func() { si = change([]byte(lng)) })
	step("keep", func() { si = keep([]byte(lng)) })
	step("via", func() { si = via(look, lng) })
	step("looks", func() { si = looks(string(by)) })
	step("local look", func() { b := []byte(lng); si = look(b) + int(b[2]) })
	step("local change", func() { b := []byte(lng); b[2] = 'x'; si = look(b) })
	step("cmp", func() {
		if string(by) == lng || string(by) < lng || "x" >= string(by) {
			si++
		}
	})
	step("cmp both", func() {
		if string(by) == string(by[1:]) {
			si++
		}
	})
	step("cmp local", func() {
		s := string(by)
		if s == lng {
			si++
		}
	})
	step("contains", func() {
		if strings.Contains(string(by), "thirty") {
			si++
		}
	})
	step("equal", func() {
		if bytes.Equal(by, []byte(lng)) {
			si++
		}
	})
	step("index fn", func() { si = bytes.IndexByte([]byte(lng), 'z') + strings.IndexByte(string(by), 'z') })
	step("copy", func() { var b [64]byte; si = copy(b[:], string(by)); si += copy(b[:], []byte(lng)) })
	step("append", func() { var b [128]byte; x := append(b[:0], string(by)...); x = append(x, []byte(lng)...); si = len(x) })
	step("iface", func() { sa = string(by); sa = []byte(lng) })
	step("double", func() { si = len(string([]byte(lng))); ss = string([]byte(lng)) })
	step("runes round", func() { ss = string([]rune(lng)) })
	step("utf8", func() { si = utf8.RuneCountInString(string(by)) + utf8.RuneCount([]byte(lng)) })
	step("chan", func() { c := make(chan string, 1); c <- string(by); ss = <-c })
	step("return", func() { ss = func() string { return string(by) }() })
	step("cond assign", func() {
		s := "x"
		if si > 0 {
			s = string(by)
		}
		si = len(s)
	})
	step("if init", func() {
		if s := string(by); len(s) > 3 {
			si++
		}
	})
	step("concat bytes", func() { sb = []byte(lng + "x"); sb = append([]byte("a"), lng...) })
	step("minmax", func() { ss = min(string(by), lng) })
}
