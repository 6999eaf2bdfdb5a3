package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

const long = "hello, world, this is quite a long string indeed"

type runes []rune

var sink []rune
var text = "héllo"
var empty = ""
var before, after runtime.MemStats

func step(name string, f func() int) {
	runtime.ReadMemStats(&before)
	n := f()
	runtime.ReadMemStats(&after)
	fmt.Println(name, n, after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc)
}

func caps(r []rune) int { return len(r)*1000 + cap(r) }

func main() {
	debug.SetGCPercent(-1)
	step("short", func() int { return caps([]rune("héllo")) })
	step("long", func() int { return caps([]rune(long)) })
	step("bytes", func() int { return caps([]rune("a\xff\xe4\xb8z\x80")) })
	step("none", func() int { return caps([]rune("")) })
	step("no text", func() int { return caps([]rune(empty)) })
	step("variable", func() int { return caps([]rune(text)) })
	step("joined", func() int { return caps([]rune(text + long)) })
	step("kept", func() int { sink = []rune("abc"); return caps(sink) })
	step("kept long", func() int { sink = []rune(long); return caps(sink) })
	step("kept none", func() int { sink = []rune(""); return caps(sink) })
	step("kept variable", func() int { sink = []rune(text); return caps(sink) })
	step("named", func() int { return caps(runes(long)) })
	step("append", func() int { return caps(append([]rune("ab"), 'c')) })
	step("reverse", func() int {
		r := []rune(long)
		for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
			r[i], r[j] = r[j], r[i]
		}
		return len(string(r))
	})
	step("range", func() int {
		n := 0
		for i, r := range []rune("日本語") {
			n += i * int(r)
		}
		return n
	})
	step("count", func() int { return len([]rune(long)) })
	fmt.Println(string([]rune("a\xff\xe4\xb8z\x80")), []rune("日本\x00語"))
}
