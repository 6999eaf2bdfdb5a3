// functions of bytes and of Buffer.
package main

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"unicode"
)

func init() { _ = fmt.Sprint("the printers are there") }

var total int
var keep [][]byte

func workload() {
	for i := 0; i < 15; i++ {
		s := []byte("one two," + strconv.Itoa(i*12345) + ",three")
		p := bytes.Split(s, []byte(","))
		keep = append(keep, p...)
		total += len(bytes.Join(p, []byte("; "))) + len(bytes.Fields(s)) + len(bytes.ToUpper(s)) + len(bytes.ReplaceAll(s, []byte("o"), []byte("00")))
		total += len(bytes.Repeat(s, i)) + len(bytes.TrimSpace(s)) + bytes.Index(s, []byte("two")) + bytes.Count(s, []byte("e"))
		total += len(bytes.Map(unicode.ToUpper, s)) + len(bytes.Title(s)) + len(bytes.Clone(s)) + len(bytes.Runes(s))
		var b bytes.Buffer
		for j := 0; j < i*5; j++ {
			b.Write(s)
			b.WriteString("abc")
			b.WriteByte('d')
			b.WriteRune('é')
		}
		x := make([]byte, 10)
		n, _ := b.Read(x)
		total += n + b.Len() + b.Cap()
		l, _ := b.ReadBytes('d')
		total += len(l)
		str, _ := b.ReadString('x')
		total += len(str)
		b.Truncate(0)
		b.Grow(300)
		total += b.Cap()
		c := bytes.NewBufferString("hello " + strconv.Itoa(i))
		c.WriteString(" more text that does not fit")
		keep = append(keep, c.Bytes())
		c.Next(3)
		fmt.Fprintf(c, "%d-%s", i, "x")
		total += len(c.String())
		d := bytes.NewBuffer(make([]byte, 0, 100))
		d.ReadFrom(strings.NewReader(c.String()))
		total += d.Len() + d.Cap()
		r := bytes.NewReader(s)
		r.Seek(2, io.SeekStart)
		r.WriteTo(d)
		total += d.Len()
	}
}

func results() { fmt.Println(total, len(keep)) }

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
