package main

import (
	"fmt"
	"math"
)

func main() {
	parts := []float64{0, math.Copysign(0, -1), 1, -1, 2, -2, 0.5, -0.5, 1e-9, -1e-10, 1 << 28, 1<<28 + 1, 1e300,
		math.Inf(1), math.Inf(-1), math.NaN(), 1.0000001, 5e-324}
	seed := uint64(9)
	for i := 0; i < 1000; i++ {
		seed = seed*6364136223846793005 + 1442695040888963407
		parts = append(parts, (float64(seed>>11)/(1<<53)-0.4)*math.Pow(10, float64(i%12)-6))
	}
	for _, f := range []func(float64) float64{math.Asinh, math.Acosh, math.Atanh} {
		sum := uint64(14695981039346656037)
		for i, x := range parts {
			y := f(x)
			if i < 20 {
				fmt.Print(y, " ")
			}
			if y == y {
				sum = (sum ^ math.Float64bits(y)) * 1099511628211
			}
		}
		fmt.Printf("%x\n", sum)
	}
}
