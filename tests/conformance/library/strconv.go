// Package strconv: what each function allocates.
//
// Each line: what is called, and the mallocs, bytes and frees of one call after the first.
package main

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strconv"
)

var (
	kint     int
	kbool    bool
	kstr     string
	kbytes   []byte
	kstrs    []string
	kany     any
	kerr     error
	kcomplex complex128
	krune    rune
	kfloat   float64
	ku64     uint64
)

var (
	buf      [200]byte
	nineteen = "1234567890123456789"
	long     = "the quick brown fox jumps over the lazy dog"
	esc      = "tab\tquote\"new\nline \x01 ü 世 \xff"
)

type row struct {
	name string
	call func()
}

var rows = []row{
	{"Itoa small", func() { kstr = strconv.Itoa(7) }},
	{"Itoa two", func() { kstr = strconv.Itoa(99) }},
	{"Itoa", func() { kstr = strconv.Itoa(123456) }},
	{"Itoa negative", func() { kstr = strconv.Itoa(-5) }},
	{"Itoa large", func() { kstr = strconv.Itoa(-1 << 63) }},
	{"FormatInt 2", func() { kstr = strconv.FormatInt(-12345, 2) }},
	{"FormatInt 16", func() { kstr = strconv.FormatInt(255, 16) }},
	{"FormatInt 36", func() { kstr = strconv.FormatInt(1<<60, 36) }},
	{"FormatInt small hex", func() { kstr = strconv.FormatInt(5, 16) }},
	{"FormatUint", func() { kstr = strconv.FormatUint(1<<63, 10) }},
	{"FormatUint small", func() { kstr = strconv.FormatUint(9, 10) }},
	{"AppendInt", func() { kbytes = strconv.AppendInt(buf[:0], 12345, 10) }},
	{"AppendInt nil", func() { kbytes = strconv.AppendInt(nil, 12345, 10) }},
	{"AppendUint", func() { kbytes = strconv.AppendUint(buf[:0], 12345, 16) }},
	{"AppendUint nil", func() { kbytes = strconv.AppendUint(nil, 5, 10) }},
	{"Atoi", func() { kint, kerr = strconv.Atoi("123") }},
	{"Atoi syntax", func() { kint, kerr = strconv.Atoi("12a") }},
	{"Atoi empty", func() { kint, kerr = strconv.Atoi("") }},
	{"Atoi range", func() { kint, kerr = strconv.Atoi("99999999999999999999") }},
	{"Atoi sign only", func() { kint, kerr = strconv.Atoi("-") }},
	{"Atoi long", func() { kint, kerr = strconv.Atoi(nineteen) }},
	{"Atoi long syntax", func() { kint, kerr = strconv.Atoi(long) }},
	{"ParseInt", func() { n, err := strconv.ParseInt("-42", 10, 64); kint, kerr = int(n), err }},
	{"ParseInt base 0", func() { n, err := strconv.ParseInt("0x_ff", 0, 64); kint, kerr = int(n), err }},
	{"ParseInt range", func() { n, err := strconv.ParseInt("300", 10, 8); kint, kerr = int(n), err }},
	{"ParseInt base", func() { n, err := strconv.ParseInt("1", 1, 64); kint, kerr = int(n), err }},
	{"ParseInt bits", func() { n, err := strconv.ParseInt("1", 10, 65); kint, kerr = int(n), err }},
	{"ParseInt syntax", func() { n, err := strconv.ParseInt("zz", 10, 64); kint, kerr = int(n), err }},
	{"ParseUint", func() { ku64, kerr = strconv.ParseUint("42", 10, 64) }},
	{"ParseUint sign", func() { ku64, kerr = strconv.ParseUint("-42", 10, 64) }},
	{"ParseUint range", func() { ku64, kerr = strconv.ParseUint("70000", 10, 16) }},
	{"ParseBool", func() { kbool, kerr = strconv.ParseBool("true") }},
	{"ParseBool bad", func() { kbool, kerr = strconv.ParseBool("maybe") }},
	{"FormatBool", func() { kstr = strconv.FormatBool(true) }},
	{"AppendBool", func() { kbytes = strconv.AppendBool(buf[:0], false) }},
	{"AppendBool nil", func() { kbytes = strconv.AppendBool(nil, false) }},
	{"FormatFloat g", func() { kstr = strconv.FormatFloat(3.25, 'g', -1, 64) }},
	{"FormatFloat f", func() { kstr = strconv.FormatFloat(3.25, 'f', 2, 64) }},
	{"FormatComplex", func() { kstr = strconv.FormatComplex(1.5-2i, 'g', -1, 128) }},
	{"ParseComplex", func() { kcomplex, kerr = strconv.ParseComplex("(1.5-2e3i)", 128) }},
	{"ParseComplex bad", func() { kcomplex, kerr = strconv.ParseComplex("1.5-2", 64) }},
	{"ParseComplex point", func() { kcomplex, kerr = strconv.ParseComplex("1.5.6", 128) }},
	{"ParseComplex large", func() { kcomplex, kerr = strconv.ParseComplex("1+1e99i", 64) }},
	{"FormatFloat e", func() { kstr = strconv.FormatFloat(1e100, 'e', -1, 64) }},
	{"FormatFloat f large", func() { kstr = strconv.FormatFloat(1e100, 'f', -1, 64) }},
	{"FormatFloat prec", func() { kstr = strconv.FormatFloat(1.0/3, 'f', 40, 64) }},
	{"FormatFloat 32", func() { kstr = strconv.FormatFloat(0.1, 'g', -1, 32) }},
	{"FormatFloat inf", func() { kstr = strconv.FormatFloat(1e308*kfloat, 'g', -1, 64) }},
	{"FormatFloat b", func() { kstr = strconv.FormatFloat(1.5, 'b', -1, 64) }},
	{"FormatFloat x", func() { kstr = strconv.FormatFloat(1.5, 'x', -1, 64) }},
	{"AppendFloat", func() { kbytes = strconv.AppendFloat(buf[:0], 2.5, 'f', 3, 64) }},
	{"AppendFloat nil", func() { kbytes = strconv.AppendFloat(nil, 2.5, 'f', 3, 64) }},
	{"AppendFloat nil long", func() { kbytes = strconv.AppendFloat(nil, 1e60, 'f', 3, 64) }},
	{"AppendFloat nil places", func() { kbytes = strconv.AppendFloat(nil, 0.1, 'e', 40, 64) }},
	{"AppendFloat nil zeros", func() { kbytes = strconv.AppendFloat(nil, 0.1, 'f', 2000, 64) }},
	{"FormatFloat places", func() { kstr = strconv.FormatFloat(1e21, 'f', 30, 64) }},
	{"ParseFloat", func() { kfloat, kerr = strconv.ParseFloat("3.25", 64) }},
	{"ParseFloat 32", func() { kfloat, kerr = strconv.ParseFloat("3.25e3", 32) }},
	{"ParseFloat bad", func() { kfloat, kerr = strconv.ParseFloat("3.2.5", 64) }},
	{"ParseFloat range", func() { kfloat, kerr = strconv.ParseFloat("1e400", 64) }},
	{"ParseFloat range and rest", func() { kfloat, kerr = strconv.ParseFloat("1e400x", 64) }},
	{"ParseFloat hex", func() { kfloat, kerr = strconv.ParseFloat("0x1p-2", 64) }},
	{"ParseFloat long", func() {
		kfloat, kerr = strconv.ParseFloat("1.00000000000000011102230246251565404236316680908203125", 64)
	}},
	{"Quote", func() { kstr = strconv.Quote("hello") }},
	{"Quote escapes", func() { kstr = strconv.Quote(esc) }},
	{"Quote long", func() { kstr = strconv.Quote(long) }},
	{"QuoteToASCII", func() { kstr = strconv.QuoteToASCII(esc) }},
	{"QuoteToGraphic", func() { kstr = strconv.QuoteToGraphic(esc) }},
	{"QuoteRune", func() { kstr = strconv.QuoteRune('世') }},
	{"QuoteRuneToASCII", func() { kstr = strconv.QuoteRuneToASCII('世') }},
	{"QuoteRuneToGraphic", func() { kstr = strconv.QuoteRuneToGraphic('世') }},
	{"AppendQuote", func() { kbytes = strconv.AppendQuote(buf[:0], esc) }},
	{"AppendQuote nil", func() { kbytes = strconv.AppendQuote(nil, esc) }},
	{"AppendQuoteToASCII", func() { kbytes = strconv.AppendQuoteToASCII(nil, esc) }},
	{"AppendQuoteToGraphic", func() { kbytes = strconv.AppendQuoteToGraphic(nil, esc) }},
	{"AppendQuoteRune", func() { kbytes = strconv.AppendQuoteRune(buf[:0], 'x') }},
	{"AppendQuoteRune nil", func() { kbytes = strconv.AppendQuoteRune(nil, 'x') }},
	{"AppendQuoteRuneToASCII", func() { kbytes = strconv.AppendQuoteRuneToASCII(nil, '世') }},
	{"AppendQuoteRuneToGraphic", func() { kbytes = strconv.AppendQuoteRuneToGraphic(nil, '世') }},
	{"CanBackquote", func() { kbool = strconv.CanBackquote(long) }},
	{"IsPrint", func() { kbool = strconv.IsPrint('世') }},
	{"IsGraphic", func() { kbool = strconv.IsGraphic('世') }},
	{"Unquote plain", func() { kstr, kerr = strconv.Unquote(`"hello"`) }},
	{"Unquote back", func() { kstr, kerr = strconv.Unquote("`hello`") }},
	{"Unquote escapes", func() { kstr, kerr = strconv.Unquote(`"a\tb\u4e16"`) }},
	{"Unquote rune", func() { kstr, kerr = strconv.Unquote(`'x'`) }},
	{"Unquote bad", func() { kstr, kerr = strconv.Unquote(`"x`) }},
	{"Unquote two runes", func() { kstr, kerr = strconv.Unquote(`'ab'`) }},
	{"Unquote line", func() { kstr, kerr = strconv.Unquote("\"a\nb\"") }},
	{"Unquote return", func() { kstr, kerr = strconv.Unquote("`a\rb`") }},
	{"Unquote no UTF-8", func() { kstr, kerr = strconv.Unquote("\"a\xc0\"") }},
	{"Unquote quotes", func() { kstr, kerr = strconv.Unquote(`"\"\"\"\"\"\"\"\"\"\""`) }},
	{"Unquote rest", func() { kstr, kerr = strconv.Unquote(`"a" b`) }},
	{"UnquoteChar", func() { krune, kbool, kstr, kerr = strconv.UnquoteChar(`\u4e16x`, '"') }},
	{"QuotedPrefix", func() { kstr, kerr = strconv.QuotedPrefix(`"abc" rest`) }},
	{"QuotedPrefix escapes", func() { kstr, kerr = strconv.QuotedPrefix(`"a\tb\"" rest`) }},
	{"NumError.Error", func() { kstr = (&strconv.NumError{Func: "F", Num: "12x", Err: strconv.ErrSyntax}).Error() }},
	{"NumError.Unwrap", func() {
		kbool = errors.Is(&strconv.NumError{Func: "F", Num: "12x", Err: strconv.ErrSyntax}, strconv.ErrSyntax)
	}},
	{"ErrRange", func() { kerr = strconv.ErrRange }},
}

var before, after runtime.MemStats

func main() {
	debug.SetGCPercent(-1)
	for _, r := range rows {
		r.call()
		runtime.ReadMemStats(&before)
		r.call()
		runtime.ReadMemStats(&after)
		fmt.Println(r.name, after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc, after.Frees-before.Frees)
	}
}
