// Integers in every base, by all four functions, and the bases there are none of.
package main

import (
	"fmt"
	"math"
	"strconv"
)

func main() {
	for _, v := range []int64{0, 7, 99, 100, -1, -99, -100, 12345678901, math.MaxInt64, math.MinInt64} {
		fmt.Print(strconv.Itoa(int(v)), " ")
		for _, base := range []int{2, 3, 8, 10, 16, 35, 36} {
			fmt.Print(strconv.FormatInt(v, base), " ", strconv.FormatUint(uint64(v), base), " ", string(strconv.AppendInt([]byte("x"), v, base)), " ", string(strconv.AppendUint(nil, uint64(v), base)), " ")
		}
		fmt.Println()
	}
	for _, base := range []int{1, 0, 37, -5} {
		func() {
			defer func() { fmt.Println(recover()) }()
			fmt.Println(strconv.FormatInt(200, base))
		}()
	}
}
