// Package cmplx: functions of complex numbers.
package cmplx

import "math"

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
		case y == 0:
			return 1
		case real(y) > 0:
			return 0
		case real(y) < 0 && imag(y) == 0:
			return complex(math.Inf(1), 0)
		case real(y) < 0:
			return Inf()
		}
		panic("not reached")
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
