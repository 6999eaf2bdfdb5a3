package main

import (
	"fmt"
	"strconv"
)

func main() {
	for _, s := range []string{"1+2i", "(3.5-4e1i)", "i", "1", "-2i", "+i", "1+i", "NaN", "NaN+NaNi", "-NaN", "+NaNi", "1+NaNi", "1++2i", "Inf-infi", "infinity",
		"1e400", "1+1e400i", "1e39", "", "()", "(1", "1)", "((1))", "0x1p-2+0x1.8p1i", "0x1+2i", "1_0", "1_0+2i", "0x_1p4i", "1 + 2i", "1+2", "1+2ii", "1i+2i", "1+2i3", "1.2.3i", ".5-.5i", "1e+2-1e-2i", "1e", "1-i", "--1", "inf+Infinityi", "nani", "1+-2i", "1-+2i", "+1", "++1", "+", "-", ".", "e", "1+", "1+i2", "1.+2.i", "in+1i", "Infi"} {
		for _, bits := range []int{64, 128} {
			z, err := strconv.ParseComplex(s, bits)
			fmt.Println(strconv.Quote(s), z, err)
		}
	}
}
