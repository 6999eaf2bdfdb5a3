package main

import (
	"fmt"
	"math"
	"math/cmplx"
)

func show(f float64) string {
	if f != f {
		return "NaN"
	}
	return fmt.Sprintf("%x", math.Float64bits(f))
}

var fs = []struct {
	name string
	f    func(complex128) complex128
}{
	{"Sin", cmplx.Sin}, {"Sinh", cmplx.Sinh}, {"Cos", cmplx.Cos}, {"Cosh", cmplx.Cosh}, {"Tan", cmplx.Tan},
	{"Tanh", cmplx.Tanh}, {"Cot", cmplx.Cot}, {"Asin", cmplx.Asin}, {"Asinh", cmplx.Asinh}, {"Acos", cmplx.Acos},
	{"Acosh", cmplx.Acosh}, {"Atan", cmplx.Atan}, {"Atanh", cmplx.Atanh},
}

func main() {
	parts := []float64{0, math.Copysign(0, -1), 1, -1, 0.3, -0.7, 0.5, 2.5, -12, 700, 1e-9, math.Pi / 2, -math.Pi, 1 << 31, -1e18, 1e300,
		math.Inf(1), math.Inf(-1), math.NaN(), 5e8, 710}
	seed := uint64(7)
	for i := 0; i < 20; i++ {
		seed = seed*6364136223846793005 + 1442695040888963407
		parts = append(parts, (float64(seed>>11)/(1<<53)-0.5)*math.Pow(10, float64(i%8)-3))
	}
	for _, f := range fs {
		sum := uint64(14695981039346656037)
		for _, re := range parts {
			for _, im := range parts {
				z := f.f(complex(re, im))
				t := show(real(z)) + " " + show(imag(z))
				for _, c := range []byte(t) {
					sum = (sum ^ uint64(c)) * 1099511628211
				}
			}
		}
		fmt.Printf("%s %x %v\n", f.name, sum, f.f(complex(0.3, -1.2)))
	}
}
