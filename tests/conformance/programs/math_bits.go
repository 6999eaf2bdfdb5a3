// Elementary functions to the last bit: some results of each as bits, and a sum over the bits of many.
package main

import (
	"fmt"
	"math"
)

type source uint64

func (s *source) next() uint64 {
	*s += 0x9e3779b97f4a7c15
	z := uint64(*s)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// argument is of any size, or of the order of one, or around a boundary.
func (s *source) argument() float64 {
	r := s.next()
	switch r % 4 {
	case 0:
		return math.Float64frombits(s.next())
	case 1:
		return (float64(s.next()>>11)/(1<<53) - 0.5) * 4
	case 2:
		return (float64(s.next()>>11)/(1<<53) - 0.5) * 1500
	}
	return edges[s.next()%uint64(len(edges))]
}

var edges = []float64{
	0, math.Copysign(0, -1), 1, -1, 0.5, -0.5, 2, -2, 3, -3, 0.66, 0.7, 2.414213562373095, 21, 22, 709.78, -745.13, -708.5, 1023.5,
	-1074, -1073.5, 1e-320, -1e-320, 5e-324, 1e308, -1e308, 1 << 29, 1<<29 + 0.5, 1e15, 1e22, math.Pi, math.Pi / 4, math.Pi / 2,
	math.MaxFloat64, math.Inf(1), math.Inf(-1), math.NaN(), 0.7071067811865475, 0.7071067811865476, 44.0, 0.625, 1e-8, 10, 1000,
}

func bits(x float64) uint64 {
	if x != x {
		return 0x7ff8000000000001
	}
	return math.Float64bits(x)
}

func main() {
	one := []struct {
		name string
		f    func(float64) float64
	}{
		{"Exp", math.Exp}, {"Exp2", math.Exp2}, {"Log", math.Log}, {"Log2", math.Log2}, {"Log10", math.Log10},
		{"Sin", math.Sin}, {"Cos", math.Cos}, {"Tan", math.Tan}, {"Asin", math.Asin}, {"Acos", math.Acos},
		{"Atan", math.Atan}, {"Sinh", math.Sinh}, {"Cosh", math.Cosh}, {"Tanh", math.Tanh}, {"Cbrt", math.Cbrt},
		{"Expm1", math.Expm1}, {"Log1p", math.Log1p},
		{"Pow10", func(x float64) float64 { return math.Pow10(int(math.Max(-400, math.Min(400, x)))) }},
	}
	two := []struct {
		name string
		f    func(x, y float64) float64
	}{{"Pow", math.Pow}, {"Atan2", math.Atan2}, {"Hypot", math.Hypot}}
	for _, c := range one {
		s, sum := source(1), uint64(0)
		fmt.Print(c.name)
		for i := 0; i < 3000; i++ {
			x := s.argument()
			if c.name == "Pow10" && x != x {
				x = 0
			}
			r := bits(c.f(x))
			sum = sum*31 + r
			if i < 6 {
				fmt.Printf(" %x:%x", bits(x), r)
			}
		}
		fmt.Printf(" sum %x\n", sum)
		for _, x := range edges {
			if c.name != "Pow10" || x == x {
				fmt.Printf("  %v: %x\n", x, bits(c.f(x)))
			}
		}
	}
	for _, c := range two {
		s, sum := source(2), uint64(0)
		for i := 0; i < 6000; i++ {
			x, y := s.argument(), s.argument()
			if c.name == "Pow" && i%2 == 0 {
				x = math.Abs(x)
			}
			sum = sum*31 + bits(c.f(x, y))
		}
		fmt.Printf("%s sum %x\n", c.name, sum)
		for _, x := range edges {
			sum = 0
			for _, y := range edges {
				sum = sum*31 + bits(c.f(x, y))
			}
			fmt.Printf("  %v: sum %x\n", x, sum)
		}
	}
}
