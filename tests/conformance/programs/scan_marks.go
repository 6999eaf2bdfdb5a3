package main

import (
	"fmt"
)

type named []byte

// lines reads two lines.
type lines string

func (l *lines) Scan(state fmt.ScanState, verb rune) error {
	for n := 0; n < 2; {
		r, _, err := state.ReadRune()
		if err != nil {
			return err
		}
		*l += lines(r)
		if r == '\n' {
			n++
		}
	}
	return nil
}

// Underscores in numbers, which only %v takes; characters that do not fit; ends of lines.
func main() {
	for _, s := range []string{"7_2", "0_7_5", "0x_ff", "0b1_01", "100_1001", "_1", "1__2"} {
		for _, format := range []string{"%d", "%v", "%b", "%o", "%x", "%3v", "%c", "%U"} {
			var i int8
			var u uint16
			_, err := fmt.Sscanf(s, format, &i)
			_, uerr := fmt.Sscanf(s, format, &u)
			fmt.Println(s, format, i, err, u, uerr)
		}
	}
	for _, s := range []string{"1_0.5_0e1_0", "0x1_0p1_0", "1.5p4", "-0x1_Ep-1-0x1p0_2i", "1_0+2_0i", "1+2", "+Inf-NaNi"} {
		var f float64
		var c complex128
		_, err := fmt.Sscan(s, &f)
		_, cerr := fmt.Sscan(s, &c)
		fmt.Println(s, f, err, c, cerr)
	}
	var c int8
	_, err := fmt.Sscanf("世", "%c", &c)
	fmt.Println(c, err)
	for _, s := range []string{"abc\ndef\n", "abc\n", "abc"} {
		var one, two, three lines
		_, err := fmt.Sscan(s, &one)
		_, errf := fmt.Sscanf(s, "%s", &two)
		_, errln := fmt.Sscanln(s, &three)
		fmt.Printf("%q %v %q %v %q %v\n", one, err, two, errf, three, errln)
	}
	var n named
	var b bool
	_, err = fmt.Sscan("name tru", &n, &b)
	fmt.Println(string(n), b, err)
}
