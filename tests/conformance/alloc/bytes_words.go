package main

import (
	"bytes"
	"fmt"
	"runtime"
	"runtime/debug"
)

var out [][]byte
var n int

func workload() {
	s := []byte("alpha,beta;gamma,delta")
	for i := 0; i < 60; i++ {
		out = append(out, bytes.Split(s, []byte(","))...)
		out = append(out, bytes.Fields([]byte("a b  c"))...)
		out = append(out, bytes.ToUpper(s), bytes.Repeat([]byte("ab"), i), bytes.Replace(s, []byte("a"), []byte("AA"), -1), bytes.Join([][]byte{s, s}, []byte("+")))
		out = append(out, bytes.TrimSpace([]byte("  x ")), bytes.Title(s), bytes.Clone(s))
		var b bytes.Buffer
		b.WriteString("hello")
		b.Write(s)
		b.WriteByte('!')
		b.WriteRune('世')
		fmt.Fprintf(&b, "%d", i)
		x, _ := b.ReadString('!')
		y, _ := b.ReadBytes('z')
		n += len(x) + len(y)
		b2 := bytes.NewBufferString("abcdef")
		b2.Truncate(3)
		b2.Grow(200)
		b2.WriteTo(&b)
		out = append(out, b.Bytes())
		r := bytes.NewReader(s)
		b2.ReadFrom(r)
		n += b2.Len() + b2.Cap()
		n += bytes.Count(s, []byte("a")) + bytes.IndexAny(s, ";,") + bytes.Compare(s, out[0])
		q := b2.Next(3)
		n += len(q)
		out = append(out, bytes.Map(func(r rune) rune { return r + 1 }, s))
	}
}
func results() { fmt.Println(len(out), n) }

var before, after runtime.MemStats

func main() {
	debug.SetGCPercent(-1)
	_ = fmt.Sprint(1)
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
