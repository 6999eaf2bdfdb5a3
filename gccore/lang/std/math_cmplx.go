// Package cmplx: functions of complex numbers.
package cmplx

import (
	"math"
	"math/bits"
)

func Abs(x complex128) float64                  { return math.Hypot(real(x), imag(x)) }
func Phase(x complex128) float64                { return math.Atan2(imag(x), real(x)) }
func Polar(x complex128) (r, θ float64)         { return Abs(x), Phase(x) }
func Conj(x complex128) complex128              { return complex(real(x), -imag(x)) }
func Inf() complex128                           { return complex(math.Inf(1), math.Inf(1)) }
func NaN() complex128                           { return complex(math.NaN(), math.NaN()) }
func IsInf(x complex128) bool                   { return math.IsInf(real(x), 0) || math.IsInf(imag(x), 0) }
func IsNaN(x complex128) bool                   { return !IsInf(x) && x != x }
func Log(x complex128) complex128               { return complex(math.Log(Abs(x)), Phase(x)) }
func scaled(f float64, x complex128) complex128 { return complex(f*real(x), f*imag(x)) }
func Log10(x complex128) complex128             { return scaled(math.Log10E, Log(x)) }

func Rect(r, θ float64) complex128 {
	s, c := math.Sincos(θ)
	return complex(r*c, r*s)
}

func Exp(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case math.IsInf(re, 1) && im == 0:
		return x
	case math.IsInf(re, 0) && (math.IsInf(im, 0) || math.IsNaN(im)):
		if re < 0 {
			return complex(0, math.Copysign(0, im))
		}
		return complex(math.Inf(1), math.NaN())
	case math.IsNaN(re) && im == 0:
		return complex(math.NaN(), im)
	}
	return Rect(math.Exp(re), im)
}

// Sqrt: the root with a real part that is not negative, of the sign of imag(x).
func Sqrt(x complex128) complex128 {
	a, b := real(x), imag(x)
	switch {
	case b == 0 && a == 0:
		return complex(0, b)
	case b == 0 && a < 0:
		return complex(0, math.Copysign(math.Sqrt(-a), b))
	case b == 0:
		return complex(math.Sqrt(a), b)
	case math.IsInf(b, 0):
		return complex(math.Inf(1), b)
	case a == 0:
		r := math.Sqrt(0.5 * math.Abs(b))
		return complex(r, math.Copysign(r, b))
	}
	// Brought to a size at which squares neither overflow nor vanish.
	by, back := float64(1<<54), 1.0/(1<<27)
	if math.Abs(a) > 4 || math.Abs(b) > 4 {
		by, back = 0.25, 2
	}
	a *= by
	b *= by
	r := math.Hypot(a, b)
	if a > 0 {
		t := math.Sqrt(0.5*r + 0.5*a)
		return complex(t*back, math.Copysign(back*math.Abs((0.5*b)/t), b))
	}
	t := math.Sqrt(0.5*r - 0.5*a)
	return complex(back*math.Abs((0.5*b)/t), math.Copysign(t*back, b))
}

func Pow(x, y complex128) complex128 {
	if x == 0 {
		switch {
		case IsNaN(y):
			return NaN()
		case real(y) == 0:
			return 1
		case real(y) > 0:
			return 0
		case imag(y) == 0:
			return complex(math.Inf(1), 0)
		}
		return Inf()
	}
	size, angle := Polar(x)
	if size == 0 {
		return 0
	}
	r, θ := math.Pow(size, real(y)), real(y)*angle
	if imag(y) != 0 {
		r *= math.Exp(-imag(y) * angle)
		θ += imag(y) * math.Log(size)
	}
	return Rect(r, θ)
}

// ---- trigonometry: what is hyperbolic is the same a quarter turn on ----

func turned(x complex128) complex128     { return complex(-imag(x), real(x)) } // i x
func turnedBack(x complex128) complex128 { return complex(imag(x), -real(x)) } // -i x

func finite(f float64) bool { return f-f == 0 }

// sinhcosh has both from one exponential, but near 0.
func sinhcosh(x float64) (sh, ch float64) {
	if math.Abs(x) <= 0.5 {
		return math.Sinh(x), math.Cosh(x)
	}
	e := math.Exp(x)
	half := 0.5 / e
	e *= 0.5
	return e - half, e + half
}

func Sin(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case im == 0 && !finite(re), math.IsInf(im, 0) && !finite(re):
		return complex(math.NaN(), im)
	case re == 0 && !finite(im):
		return x
	}
	s, c := math.Sincos(re)
	sh, ch := sinhcosh(im)
	return complex(s*ch, c*sh)
}

func Sinh(x complex128) complex128 { return turnedBack(Sin(turned(x))) }

func Cos(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case im == 0 && !finite(re):
		return complex(math.NaN(), -im*math.Copysign(0, re))
	case math.IsInf(im, 0) && re == 0:
		return complex(math.Inf(1), -re*math.Copysign(0, im))
	case math.IsInf(im, 0) && !finite(re):
		return complex(math.Inf(1), math.NaN())
	case re == 0 && math.IsNaN(im):
		return complex(math.NaN(), 0)
	}
	s, c := math.Sincos(re)
	sh, ch := sinhcosh(im)
	return complex(c*ch, -s*sh)
}

func Cosh(x complex128) complex128 {
	if imag(x) == 0 && math.IsNaN(real(x)) {
		return x
	}
	return Cos(turned(x))
}

func Tan(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case math.IsInf(im, 0) && !finite(re):
		return complex(math.Copysign(0, re), math.Copysign(1, im))
	case math.IsInf(im, 0):
		return complex(math.Copysign(0, math.Sin(2*re)), math.Copysign(1, im))
	case re == 0 && math.IsNaN(im):
		return x
	}
	d := math.Cos(2*re) + math.Cosh(2*im)
	if math.Abs(d) < 0.25 {
		d = tanSeries(x)
	}
	if d == 0 {
		return Inf()
	}
	return complex(math.Sin(2*re)/d, math.Sinh(2*im)/d)
}

func Tanh(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case math.IsInf(re, 0) && !finite(im):
		return complex(math.Copysign(1, re), math.Copysign(0, im))
	case math.IsInf(re, 0):
		return complex(math.Copysign(1, re), math.Copysign(0, math.Sin(2*im)))
	case im == 0 && math.IsNaN(re):
		return x
	}
	d := math.Cosh(2*re) + math.Cos(2*im)
	if d == 0 {
		return Inf()
	}
	return complex(math.Sinh(2*re)/d, math.Sin(2*im)/d)
}

func Cot(x complex128) complex128 {
	re, im := real(x), imag(x)
	d := math.Cosh(2*im) - math.Cos(2*re)
	if math.Abs(d) < 0.25 {
		d = tanSeries(x)
	}
	if d == 0 {
		return Inf()
	}
	return complex(math.Sin(2*re)/d, -math.Sinh(2*im)/d)
}

// tanSeries is cosh(2 im) - cos(2 re) where the difference would lose its digits: the sum of the even terms.
func tanSeries(z complex128) float64 {
	x, y := reducePi(math.Abs(2*real(z))), math.Abs(2*imag(z))
	x, y = x*x, y*y
	xs, ys, factorial, n, sum := 1.0, 1.0, 1.0, 0.0, 0.0
	for sign := 1.0; ; sign = -sign {
		n++
		factorial *= n
		n++
		factorial *= n
		xs *= x
		ys *= y
		term := (ys + sign*xs) / factorial
		sum += term
		// Twice a round; and a NaN ends it.
		if sign < 0 && !(math.Abs(term/sum) > 1.0/(1<<53)) {
			return sum
		}
	}
}

// The binary digits of 1 / Pi behind the point.
var piInverse = [...]uint64{
	0x0000000000000000, 0x517cc1b727220a94, 0xfe13abe8fa9a6ee0, 0x6db14acc9e21c820, 0xff28b1d5ef5de2b0,
	0xdb92371d2126e970, 0x0324977504e8c90e, 0x7f0ef58e5894d39f, 0x74411afa975da242, 0x74ce38135a2fbf20,
	0x9cc8eb1cc1a99cfa, 0x4e422fc5defc941d, 0x8ffc4bffef02cc07, 0xf79788c5ad05368f, 0xb69b3f6793e584db,
	0xa7a31fb34f2ff516, 0xba93dd63f5f2f8bd, 0x9e839cfbc5294975, 0x35fdafd88fc6ae84, 0x2b0198237e3db5d5,
}

// reducePi is what is left of x beside whole multiples of Pi: by Pi in three parts (Cody, Waite), for large ones by the
// digits of 1 / Pi that matter (Payne, Hanek).
func reducePi(x float64) float64 {
	if math.Abs(x) < 1<<30 {
		t := float64(int64(x/math.Pi + 0.5))
		return ((x - t*3.141592502593994) - t*1.5099578831723193e-07) - t*1.0780605716316238e-14
	}
	ix := math.Float64bits(x)
	exp := int(ix>>52&0x7ff) - 1023 - 52
	ix = ix&(1<<52-1) | 1<<52
	at, shift := uint(exp+64)/64, uint(exp+64)%64
	digits := func(i uint) uint64 { return piInverse[at+i]<<shift | piInverse[at+i+1]>>(64-shift) }
	carried, _ := bits.Mul64(digits(2), ix)
	upper, lower := bits.Mul64(digits(1), ix)
	lo, carry := bits.Add64(lower, carried, 0)
	hi, _ := bits.Add64(digits(0)*ix, upper, carry)
	zeros := uint(bits.LeadingZeros64(hi)) + 1
	hi = (hi<<zeros | lo>>(64-zeros)) >> 12
	x = math.Float64frombits(hi | (1023-uint64(zeros))<<52)
	if x > 0.5 {
		x--
	}
	return math.Pi * x
}

func Asinh(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case im == 0 && math.Abs(re) <= 1:
		return complex(math.Asinh(re), im)
	case re == 0 && math.Abs(im) <= 1:
		return complex(re, math.Asin(im))
	case math.IsInf(re, 0) && math.IsInf(im, 0):
		return complex(re, math.Copysign(math.Pi/4, im))
	case math.IsInf(re, 0) && math.IsNaN(im), math.IsNaN(re) && im == 0:
		return x
	case math.IsInf(re, 0):
		return complex(re, math.Copysign(0, im))
	case math.IsNaN(re) && math.IsInf(im, 0):
		return complex(im, re)
	case math.IsNaN(re):
		return NaN()
	case math.IsInf(im, 0):
		return complex(math.Copysign(im, re), math.Copysign(math.Pi/2, im))
	}
	xx := x * x
	return Log(x + Sqrt(complex(1+real(xx), imag(xx))))
}

func Asin(x complex128) complex128 {
	if math.IsInf(real(x), 0) && math.IsNaN(imag(x)) {
		return complex(math.NaN(), real(x))
	}
	return turnedBack(Asinh(turned(x)))
}

func Acos(x complex128) complex128 {
	w := Asin(x)
	return complex(math.Pi/2-real(w), -imag(w))
}

func Acosh(x complex128) complex128 {
	if x == 0 {
		return complex(0, math.Copysign(math.Pi/2, imag(x)))
	}
	if w := Acos(x); imag(w) <= 0 {
		return turned(w)
	} else {
		return turnedBack(w)
	}
}

func Atan(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case im == 0:
		return complex(math.Atan(re), im)
	case re == 0 && math.Abs(im) <= 1:
		return complex(re, math.Atanh(im))
	case (math.IsInf(im, 0) || math.IsInf(re, 0)) && math.IsNaN(re):
		return complex(math.NaN(), math.Copysign(0, im))
	case math.IsInf(im, 0) || math.IsInf(re, 0):
		return complex(math.Copysign(math.Pi/2, re), math.Copysign(0, im))
	case math.IsNaN(re) || math.IsNaN(im):
		return NaN()
	}
	square := re * re
	a, b := 1-square-im*im, square+(im-1)*(im-1)
	if a == 0 || b == 0 {
		return NaN()
	}
	return complex(reducePi(0.5*math.Atan2(2*re, a)), 0.25*math.Log((square+(im+1)*(im+1))/b))
}

func Atanh(x complex128) complex128 { return turnedBack(Atan(turned(x))) }
