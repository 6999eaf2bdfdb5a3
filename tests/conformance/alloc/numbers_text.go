package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strconv"
)

var out []string
var fl []float64
var e error

func workload() {
	buf := []byte{}
	for i := 0; i < 200; i++ {
		out = append(out, strconv.Itoa(i), strconv.Itoa(-i*1000), strconv.FormatInt(int64(i), 2), strconv.FormatUint(uint64(i)<<40, 36))
		out = append(out, strconv.Quote("a\n\x00é"), strconv.QuoteRune('x'), strconv.QuoteToASCII("é"), strconv.FormatFloat(float64(i)/3, 'g', -1, 64), strconv.FormatFloat(1e100, 'e', 5, 32), strconv.FormatBool(i%2 == 0))
		f, _ := strconv.ParseFloat("3.25e7", 64)
		fl = append(fl, f)
		_, e = strconv.Atoi("12x")
		_, e = strconv.ParseInt("999999999999999999999", 10, 64)
		_, e = strconv.ParseBool("no")
		s, _ := strconv.Unquote("\"ab\\n\"")
		out = append(out, s)
		buf = strconv.AppendInt(buf, int64(i), 10)
		buf = strconv.AppendQuote(buf, "z")
		buf = strconv.AppendFloat(buf, 1.5, 'f', 2, 64)
	}
	out = append(out, string(buf))
}
func results() { fmt.Println(len(out), out[4], out[9], e, len(fl)) }

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
