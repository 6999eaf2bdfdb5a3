// Package math: constants, and functions that give what Go gives on amd64, to the last bit. Only Expm1 and Log1p are the
// host's C library's, and may differ in the last bit.
package math

import (
	"internal/native"
	"unsafe"
)

const (
	E       = 2.71828182845904523536028747135266249775724709369995957496696763
	Pi      = 3.14159265358979323846264338327950288419716939937510582097494459
	Phi     = 1.61803398874989484820458683436563811772030917980576286213544862
	Sqrt2   = 1.41421356237309504880168872420969807856967187537694807317667974
	SqrtE   = 1.64872127070012814684865078781416357165377610071014801157507931
	SqrtPi  = 1.77245385090551602729816748334114518279754945612238712821380779
	SqrtPhi = 1.27201964951406896425242246173749149171560804184009624861664038
	Ln2     = 0.693147180559945309417232121458176568075500134360255254120680009
	Log2E   = 1 / Ln2
	Ln10    = 2.30258509299404568401799145468436420760110148862877297603332790
	Log10E  = 1 / Ln10
)

const (
	MaxFloat32             = 0x1p127 * (1 + (1 - 0x1p-23))
	SmallestNonzeroFloat32 = 0x1p-126 * 0x1p-23
	MaxFloat64             = 0x1p1023 * (1 + (1 - 0x1p-52))
	SmallestNonzeroFloat64 = 0x1p-1022 * 0x1p-52
)

const (
	MaxInt    = 1<<63 - 1
	MinInt    = -1 << 63
	MaxInt8   = 1<<7 - 1
	MinInt8   = -1 << 7
	MaxInt16  = 1<<15 - 1
	MinInt16  = -1 << 15
	MaxInt32  = 1<<31 - 1
	MinInt32  = -1 << 31
	MaxInt64  = 1<<63 - 1
	MinInt64  = -1 << 63
	MaxUint   = 1<<64 - 1
	MaxUint8  = 1<<8 - 1
	MaxUint16 = 1<<16 - 1
	MaxUint32 = 1<<32 - 1
	MaxUint64 = 1<<64 - 1
)

func Float64bits(f float64) uint64     { return *(*uint64)(unsafe.Pointer(&f)) }
func Float64frombits(b uint64) float64 { return *(*float64)(unsafe.Pointer(&b)) }
func Float32bits(f float32) uint32     { return *(*uint32)(unsafe.Pointer(&f)) }
func Float32frombits(b uint32) float32 { return *(*float32)(unsafe.Pointer(&b)) }

func Inf(sign int) float64 {
	if sign >= 0 {
		return Float64frombits(0x7FF0000000000000)
	}
	return Float64frombits(0xFFF0000000000000)
}

func NaN() float64         { return Float64frombits(0x7FF8000000000001) }
func IsNaN(f float64) bool { return f != f }
func IsInf(f float64, sign int) bool {
	return sign >= 0 && f > MaxFloat64 || sign <= 0 && f < -MaxFloat64
}
func Signbit(x float64) bool { return Float64bits(x)&(1<<63) != 0 }
func Abs(x float64) float64  { return Float64frombits(Float64bits(x) &^ (1 << 63)) }

func Copysign(f, sign float64) float64 {
	return Float64frombits(Float64bits(f)&^(1<<63) | Float64bits(sign)&(1<<63))
}

func Max(x, y float64) float64 {
	switch {
	case IsInf(x, 1) || IsInf(y, 1):
		return Inf(1)
	case x != x || y != y:
		return NaN()
	case x == 0 && x == y:
		if Signbit(x) {
			return y
		}
		return x
	}
	if x > y {
		return x
	}
	return y
}

func Min(x, y float64) float64 {
	switch {
	case IsInf(x, -1) || IsInf(y, -1):
		return Inf(-1)
	case x != x || y != y:
		return NaN()
	case x == 0 && x == y:
		if Signbit(x) {
			return x
		}
		return y
	}
	if x < y {
		return x
	}
	return y
}

func Dim(x, y float64) float64 {
	if v := x - y; v > 0 || v != v {
		return v
	}
	return 0
}

func Modf(f float64) (whole float64, frac float64) {
	whole = Trunc(f)
	if IsInf(f, 0) {
		return f, NaN()
	}
	return whole, Copysign(f-whole, f)
}

func Hypot(p, q float64) float64          { return native.Math2(0, p, q) }
func Pow(x, y float64) float64            { return native.Math2(1, x, y) }
func Mod(x, y float64) float64            { return native.Math2(2, x, y) }
func Atan2(y, x float64) float64          { return native.Math2(3, y, x) }
func Remainder(x, y float64) float64      { return native.Math2(4, x, y) }
func Sqrt(x float64) float64              { return native.Math1(0, x) }
func Floor(x float64) float64             { return native.Math1(1, x) }
func Ceil(x float64) float64              { return native.Math1(2, x) }
func Trunc(x float64) float64             { return native.Math1(3, x) }
func Round(x float64) float64             { return native.Math1(4, x) }
func RoundToEven(x float64) float64       { return native.Math1(5, x) }
func Exp(x float64) float64               { return native.Math1(6, x) }
func Exp2(x float64) float64              { return native.Math1(7, x) }
func Expm1(x float64) float64             { return native.Math1(8, x) }
func Log(x float64) float64               { return native.Math1(9, x) }
func Log2(x float64) float64              { return native.Math1(10, x) }
func Log10(x float64) float64             { return native.Math1(11, x) }
func Log1p(x float64) float64             { return native.Math1(12, x) }
func Sin(x float64) float64               { return native.Math1(13, x) }
func Cos(x float64) float64               { return native.Math1(14, x) }
func Tan(x float64) float64               { return native.Math1(15, x) }
func Asin(x float64) float64              { return native.Math1(16, x) }
func Acos(x float64) float64              { return native.Math1(17, x) }
func Atan(x float64) float64              { return native.Math1(18, x) }
func Sinh(x float64) float64              { return native.Math1(19, x) }
func Cosh(x float64) float64              { return native.Math1(20, x) }
func Tanh(x float64) float64              { return native.Math1(21, x) }
func Cbrt(x float64) float64              { return native.Math1(22, x) }
func FMA(x, y, z float64) float64         { return native.Fma(x, y, z) }
func Sincos(x float64) (sin, cos float64) { return Sin(x), Cos(x) }
func Pow10(n int) float64                 { return native.Math1(23, float64(n)) }
func Ldexp(frac float64, exp int) float64 { return native.Ldexp(frac, exp) }

func Nextafter(x, y float64) float64 {
	if x == y {
		return x
	}
	return native.Math2(5, x, y)
}

func Nextafter32(x, y float32) float32 {
	switch {
	case x != x || y != y:
		return float32(NaN())
	case x == y:
		return x
	case x == 0:
		return float32(Copysign(SmallestNonzeroFloat32, float64(y)))
	case (y > x) == (x > 0):
		return Float32frombits(Float32bits(x) + 1)
	}
	return Float32frombits(Float32bits(x) - 1)
}

// Logb is x's binary exponent, Ilogb the same as a number that is no float.
func Logb(x float64) float64 {
	switch {
	case x == 0:
		return Inf(-1)
	case IsInf(x, 0):
		return Inf(1)
	case IsNaN(x):
		return x
	}
	return float64(Ilogb(x))
}

func Ilogb(x float64) int {
	switch {
	case x == 0:
		return MinInt32
	case IsNaN(x) || IsInf(x, 0):
		return MaxInt32
	}
	_, exp := Frexp(x)
	return exp - 1
}

func Frexp(f float64) (frac float64, exp int) { return native.Frexp(f) }

// Near 0 the inverse hyperbolic functions are their argument; from there on logarithms, in the form that keeps the digits.
const (
	nearZero = 1.0 / (1 << 28)
	farOut   = 1 << 28
)

func Asinh(x float64) float64 {
	if IsNaN(x) || IsInf(x, 0) {
		return x
	}
	size := Abs(x)
	switch {
	case size > farOut:
		size = Log(size) + Ln2
	case size > 2:
		size = Log(2*size + 1/(Sqrt(size*size+1)+size))
	case size >= nearZero:
		size = Log1p(size + size*size/(1+Sqrt(1+size*size)))
	}
	return Copysign(size, x)
}

func Acosh(x float64) float64 {
	switch {
	case x < 1 || IsNaN(x):
		return NaN()
	case x == 1:
		return 0
	case x >= farOut:
		return Log(x) + Ln2
	case x > 2:
		return Log(2*x - 1/(x+Sqrt(x*x-1)))
	}
	over := x - 1
	return Log1p(over + Sqrt(2*over+over*over))
}

func Atanh(x float64) float64 {
	size := Abs(x)
	switch {
	case size > 1 || IsNaN(x):
		return NaN()
	case size == 1:
		return Copysign(Inf(1), x)
	case size >= 0.5:
		size = 0.5 * Log1p((size+size)/(1-size))
	case size >= nearZero:
		twice := size + size
		size = 0.5 * Log1p(twice+twice*size/(1-size))
	}
	return Copysign(size, x)
}
