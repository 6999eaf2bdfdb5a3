// What an interface allocates for structs and arrays that are one component only, and for what looks like them.
package main

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
)

type (
	missing struct{ key string }
	inner   struct{ m missing }
	one     [1]string
	list    struct{ v []int }
	two     struct{ a, b string }
	byteIn  struct{ b byte }
	boolIn  [1]struct{ b bool }
	padded  struct {
		_ struct{}
		b byte
	}
	bytes1 [1]byte
	word   struct{ v int64 }
	half   struct{ a, b int32 }
	ptr    struct{ p *int }
	iface  struct{ v any }
)

func (m missing) Error() string { return m.key + " is missing" }

var sink any

func step(name string, f func()) {
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	f()
	runtime.ReadMemStats(&b)
	fmt.Println(name, b.Mallocs-a.Mallocs, b.TotalAlloc-a.TotalAlloc, sink)
}

func main() {
	debug.SetGCPercent(-1)
	empty, text, n := "", "text", 300
	step("missing", func() { sink = missing{} })
	step("missing", func() { sink = missing{empty} })
	step("missing", func() { sink = missing{text} })
	step("inner", func() { sink = inner{} })
	step("inner", func() { sink = inner{missing{text}} })
	step("one", func() { sink = one{} })
	step("one", func() { sink = one{text} })
	step("list", func() { sink = list{} })
	step("list", func() { sink = list{[]int{}} })
	step("two", func() { sink = two{} })
	step("byte", func() { sink = byteIn{} })
	step("byte", func() { sink = byteIn{byte(n)} })
	step("bool", func() { sink = boolIn{{n > 3}} })
	step("padded", func() { sink = padded{b: 7} })
	step("bytes", func() { sink = bytes1{9} })
	step("word", func() { sink = word{200} })
	step("word", func() { sink = word{int64(n)} })
	step("half", func() { sink = half{1, 0} })
	step("half", func() { sink = half{0, 1} })
	step("ptr", func() { sink = ptr{} })
	step("iface", func() { sink = iface{} })
	err := error(missing{"k"})
	step("is", func() { sink = errors.Is(err, missing{}) })
	step("list of any", func() { sink = []any{missing{}, one{}, two{}, list{}} })
}
