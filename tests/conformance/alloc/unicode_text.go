// text of many scripts: runes, conversions, ranges over strings, classes, casing, invalid bytes.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"unicode"
	"unicode/utf8"
)

var samples = []string{"hello", "héllo wörld", "日本語テキスト", "Ελληνικά", "русский", "a\xffb\xc0\xafc", "👍🏽emoji👨‍👩‍👧", "", "\u0000\ufffd", "ǅŉßİı"}
var total int
var keep []string

func workload() {
	for r := 0; r < 8; r++ {
		for _, s := range samples {
			for i, c := range s {
				total += i ^ int(c)
			}
			rs := []rune(s)
			for i, j := 0, len(rs)-1; i < j; i, j = i+1, j-1 {
				rs[i], rs[j] = rs[j], rs[i]
			}
			keep = append(keep, string(rs), strings.ToUpper(s), strings.ToLower(s), strings.Title(s))
			b := []byte(s)
			for len(b) > 0 {
				c, n := utf8.DecodeRune(b)
				if unicode.IsLetter(c) || unicode.IsDigit(c) {
					total++
				}
				if unicode.IsUpper(c) || unicode.IsSpace(c) || unicode.IsPunct(c) {
					total += 2
				}
				total += utf8.RuneLen(unicode.ToLower(c)) + n
				b = b[n:]
			}
			total += utf8.RuneCountInString(s)
			if !utf8.ValidString(s) {
				total += 1000
			}
			x := utf8.AppendRune(nil, 'ж')
			x = utf8.AppendRune(x, rune(r*100))
			keep = append(keep, string(x), string(rune(0x1F600+r)), string([]rune{'a', 'б'}))
			for _, c := range []byte(s) {
				total += int(c)
			}
		}
	}
}

func results() { fmt.Println(total, len(keep), keep[1], keep[9]) }

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
