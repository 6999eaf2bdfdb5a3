// What fmt scans into: every kind, types of the program's own, complex numbers, what is wrong.
package main

import (
	"fmt"
	"strings"
	"time"
)

type (
	flags  uint8
	count  int16
	ratio  float32
	text   string
	raw    []byte
	ok     bool
	wave   complex64
	word   uintptr
	matrix [2]int
)

func show[T any](input string) {
	v := new(T)
	n, err := fmt.Sscan(input, v)
	fmt.Printf("%T %q: %v %d %v\n", *v, input, *v, n, err)
}

func showf(input, format string, a ...any) {
	n, err := fmt.Sscanf(input, format, a...)
	fmt.Printf("%q %q: %d %v", input, format, n, err)
	for _, p := range a {
		switch p := p.(type) {
		case *int:
			fmt.Print(" ", *p)
		case *string:
			fmt.Printf(" %q", *p)
		case *float64:
			fmt.Print(" ", *p)
		case *complex128:
			fmt.Print(" ", *p)
		case *raw:
			fmt.Printf(" %q", *p)
		case *flags:
			fmt.Print(" ", *p)
		}
	}
	fmt.Println()
}

func main() {
	for _, s := range []string{"(1.5-2i)", "3+4i", "(3+4i", "3i", "1+2", "-1e3-Infi", "(NaN+NaNi)", "( 1+2i)", "1 +2i", "x", "", "0x1p4-0x.8p1i", "1p4+1_0i"} {
		show[complex128](s)
		show[complex64](s)
		show[wave](s)
	}
	show[flags]("255")
	show[flags]("256")
	show[flags]("-1")
	show[count]("-32768")
	show[count]("32768")
	show[ratio]("0.1")
	show[ratio]("1p-2")
	show[float64]("1.5p3")
	show[float64]("2.5pq")
	show[float64]("1e400")
	show[text]("some words")
	show[raw]("bytes")
	show[ok]("true")
	show[ok]("maybe")
	show[word]("0x10")
	show[uint64]("18446744073709551615")
	show[matrix]("1")
	show[[]int]("1")
	show[time.Duration]("90")
	show[*int]("1")
	var i int
	var s string
	var f float64
	var c complex128
	var r raw
	var fl flags
	showf("7 1.25", "%d %g", &i, &f)
	showf("2+3i;q", "%g;%s", &c, &s)
	showf("2+3i", "%d", &c)
	showf("6869 z", "%x %s", &r, &s)
	showf("101", "%b", &fl)
	showf("12", "%d%d", &i)
	showf("12", "%d", i)
	fmt.Println(fmt.Fscan(strings.NewReader("1 2 (1-1i)"), &i, &f, &c))
	fmt.Println(i, f, c, time.Duration(0), []time.Duration{0, 1, -time.Second})
}
