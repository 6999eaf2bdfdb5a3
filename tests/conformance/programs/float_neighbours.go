package main

import (
	"fmt"
	"math"
	"math/cmplx"
)

func main() {
	zero, inf, nan := 0.0, math.Inf(1), math.NaN()
	values := []float64{zero, -zero, math.Copysign(0, -1), 1, -1, 1.5, 0.75, math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64,
		math.MaxFloat64, -math.MaxFloat64, inf, -inf, nan, 1e-310, 2.2250738585072014e-308, 1024}
	for _, x := range values {
		fmt.Println(x, math.Logb(x), math.Ilogb(x))
		for _, y := range values {
			fmt.Print(math.Nextafter(x, y), " ", math.Nextafter32(float32(x), float32(y)), " ")
		}
		fmt.Println()
	}
	for _, y := range []complex128{0, 1, -1, 2i, -2i, complex(0, nan), complex(nan, 1), complex(inf, 1), complex(-1, 1), complex(1, -inf)} {
		fmt.Println(y, cmplx.Pow(0, y), cmplx.Pow(1i, y))
	}
}
