package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

var out []string
var n int

func workload() {
	s := "the quick  brown fox,jumps over;the lazy dog"
	for i := 0; i < 50; i++ {
		out = append(out, strings.Fields(s)...)
		out = append(out, strings.Split(s, " ")...)
		out = append(out, strings.SplitN(s, "o", 3)...)
		out = append(out, strings.SplitAfter(s, ",")...)
		out = append(out, strings.ToUpper(s), strings.ToLower("ABC"), strings.ToLower("abc"), strings.Title("ab cd"))
		out = append(out, strings.Repeat("xy", i), strings.Replace(s, "o", "00", 2), strings.ReplaceAll(s, "e", ""))
		out = append(out, strings.Map(func(r rune) rune {
			if r == 'o' {
				return -1
			}
			return r + 1
		}, s))
		out = append(out, strings.TrimFunc(s, func(r rune) bool { return r == 't' }), strings.TrimLeft(s, "the "))
		out = append(out, strings.Join([]string{"a", s, "b"}, "--"))
		a, b, ok := strings.Cut(s, "fox")
		if ok {
			n += len(a) + len(b)
		}
		n += strings.Count(s, "o") + strings.Index(s, "dog") + strings.LastIndexByte(s, 'o')
		out = append(out, strings.ToValidUTF8("a\xffb", "?"))
		out = append(out, strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' })...)
		r := strings.NewReader(s)
		bb := make([]byte, 10)
		m, _ := r.Read(bb)
		n += m
		if strings.EqualFold(s, "THE") {
			n++
		}
		out = append(out, strings.Clone(s))
	}
}
func results() { fmt.Println(len(out), n, out[7]) }

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
