package main

import (
	"fmt"
	"strconv"
)

// What Unquote and its kin make of text that is and is not well quoted.
func main() {
	for _, s := range []string{"", "'", `"`, "`", "``", "''", `""`, `"a"`, `"a`, `a"`, "'a'", "'ab'", `'\'`, `'\''`, `'\n'`, `'\"'`,
		`"\'"`, `"\"\"\"\"\"\""`, `"\u263a\U0001f600\x41\101\a\b\f\n\r\t\v\\"`, `"\x"`, `"\400"`, `"\ud800"`, "\"a\nb\"", "`a\rb`",
		"`a\nb`", "\"\xc0\"", "\"a\xc0\"", "\"\\t\xc0\"", "'\xc0'", "'☺'", "'☺☺'", "`a`b`", `"a"b"`, "'\n'", "abc", `"\q"`, `"\u26"`,
		"\"\ufffd\"", "'\ufffd'", `'\x80'`, `"\x80\xff"`, `"a" b`, "`raw` b", "'x' b", `"\"" b`} {
		text, err := strconv.Unquote(s)
		prefix, perr := strconv.QuotedPrefix(s)
		fmt.Printf("%q: %q %v, %q %v\n", s, text, err, prefix, perr)
	}
	for _, places := range []int{21, 40, 350, 1079, 1080, 1081, 1200} {
		for _, f := range []float64{0, 1.5, 0.1, -123456.789, 1e300, 5e-324} {
			for _, format := range []byte("efgx") {
				text := strconv.FormatFloat(f, format, places, 64)
				fmt.Println(places, len(text), text[:min(len(text), 30)], text[max(0, len(text)-30):])
			}
		}
	}
	for _, s := range []string{"1e400", "1e400x", "1e400+1e400i", "1.5.6", "1x", "x"} {
		f, err := strconv.ParseFloat(s, 64)
		fmt.Println(f, err)
	}
}
