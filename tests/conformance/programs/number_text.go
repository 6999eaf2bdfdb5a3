package main

import (
	"fmt"
	"strconv"
)

func main() {
	for _, s := range []string{"", "1", "-1", "+5", "0x1f", "0b11", "0o17", "017", "1_000", "_1", "1__0", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "abc", "1e3", " 1", "1 ", "0x", "ff", "zz", "18446744073709551615", "18446744073709551616"} {
		a, e := strconv.Atoi(s)
		fmt.Println(a, e)
		b, e := strconv.ParseInt(s, 0, 64)
		fmt.Println(b, e)
		c, e := strconv.ParseInt(s, 16, 8)
		fmt.Println(c, e)
		d, e := strconv.ParseUint(s, 10, 64)
		fmt.Println(d, e)
		f, e := strconv.ParseInt(s, 36, 32)
		fmt.Println(f, e)
		g, e := strconv.ParseInt(s, 1, 32)
		fmt.Println(g, e)
		h, e := strconv.ParseInt(s, 10, 65)
		fmt.Println(h, e)
	}
	for _, s := range []string{"1", "1.5", "-0", "1e308", "1e309", "-1e400", "1e-400", "inf", "+Inf", "-infinity", "nan", "NaN", ".5", "5.", ".", "1e", "1e+", "0x1p4", "0x1.8p-2", "0x1", "1_0.5", "1p3", "123456789012345678901234567890", "0.1e-6", "4.9e-324", "2.4e-324", "1.7976931348623159e308", "3.4028236e38", "0.000000000000000000000000000000000000001", "1.00000000000000011102230246251565", "9007199254740993", "e5", "+.5e-1x"} {
		a, e := strconv.ParseFloat(s, 64)
		fmt.Println(a, e)
		b, e := strconv.ParseFloat(s, 32)
		fmt.Println(b, float32(b), e)
	}
	for _, s := range []string{"1", "t", "T", "TRUE", "true", "True", "tRue", "0", "f", "F", "false", ""} {
		fmt.Println(strconv.ParseBool(s))
	}
	for _, s := range []string{`"a"`, `"a\n\t\x41\u00e9\U0001F600\101"`, "`raw\\n`", `'x'`, `'\''`, `'ab'`, `"`, `"a`, `a"`, `"\q"`, `"a"b"`, `"\xff"`, `'"'`, `"'"`, "`a`b`", `""`, `''`, "\"\n\""} {
		u, err := strconv.Unquote(s)
		fmt.Printf("%q %v\n", u, err)
		u, err = strconv.QuotedPrefix(s + " rest")
		fmt.Printf("%q %v\n", u, err)
	}
	for _, s := range []string{"", "abc", "\a\b\f\n\r\t\v\\\"'", "\x00\x7f\x80\xff", "é世☺😀", "\u200b\ufeff\u00a0", "\ufffd"} {
		fmt.Println(strconv.Quote(s), strconv.QuoteToASCII(s), strconv.QuoteToGraphic(s), strconv.CanBackquote(s))
	}
	for _, r := range []rune{0, 'a', '\'', '"', '\n', 0x7f, 'é', '☺', 0x10ffff, 0x110000, -1, 0xd800, 0xfffd} {
		fmt.Println(strconv.QuoteRune(r), strconv.QuoteRuneToASCII(r), strconv.IsPrint(r), strconv.IsGraphic(r))
	}
	for _, f := range []float64{0, 1, 0.1, 1.0 / 3, 123456789, 1e21, 1e-7, 1e100, 5e-324, 12345.678, 100, 1e6, 2.5, 0.5, 1.5, 99.995, 33554431.5} {
		for _, c := range []byte{'e', 'E', 'f', 'g', 'G', 'b', 'x', 'X', 'z'} {
			for _, p := range []int{-1, 0, 1, 3, 17} {
				fmt.Print(strconv.FormatFloat(f, c, p, 64), " ", strconv.FormatFloat(-f, c, p, 32), " ")
			}
		}
		fmt.Println()
	}
	for b := 2; b <= 36; b++ {
		fmt.Print(strconv.FormatInt(-123456789, b), " ", strconv.FormatUint(1<<64-1, b), " ")
	}
	fmt.Println()
	fmt.Println(strconv.ErrRange, strconv.ErrSyntax, strconv.IntSize)
	_, err := strconv.ParseInt("x\"y", 10, 0)
	ne := err.(*strconv.NumError)
	fmt.Println(ne.Func, ne.Num, ne.Err, ne.Unwrap() == strconv.ErrSyntax)
}
