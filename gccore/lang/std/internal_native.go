// Package native: what the library's Go code asks of the machine. Each function without a body is written in C
// (lang/native*.c) and allocates only what its comment says.
package native

import "unsafe"

type plain struct{ text string }

func (e *plain) Error() string { return e.text }

var eof error = &plain{"EOF"}

// EOF is io.EOF.
func EOF() error { return eof }

// NoEscape hides a pointer from escape analysis.
//
//go:noescape
func NoEscape(p unsafe.Pointer) unsafe.Pointer

// MakeNoZero is a byte slice of capacity n, rounded up to what the size class holds; length n. Allocates it.
func MakeNoZero(n int) []byte

// ---- strings of UTF-8 ----

//go:noescape
func IndexString(s, substr string) int

//go:noescape
func LastIndexString(s, substr string) int

//go:noescape
func IndexByteString(s string, c byte) int

//go:noescape
func CountRunes(s string) int

//go:noescape
func ValidString(s string) bool

// FirstRune and LastRune: the rune and its size; (0xfffd, 1) for a byte that is no UTF-8, (0xfffd, 0) at the end.
//
//go:noescape
func FirstRune(s string) (r rune, size int)

//go:noescape
func LastRune(s string) (r rune, size int)

// RuneLen is the size in UTF-8; -1 if it has none.
func RuneLen(r rune) int {
	switch {
	case r < 0:
		return -1
	case r < 0x80:
		return 1
	case r < 0x800:
		return 2
	case 0xd800 <= r && r <= 0xdfff:
		return -1
	case r < 0x10000:
		return 3
	case r <= 0x10ffff:
		return 4
	}
	return -1
}

func AppendRune(b []byte, r rune) []byte {
	switch {
	case uint32(r) < 0x80:
		return append(b, byte(r))
	case uint32(r) < 0x800:
		return append(b, 0xc0|byte(r>>6), 0x80|byte(r)&0x3f)
	case uint32(r) > 0x10ffff, 0xd800 <= r && r <= 0xdfff:
		return append(b, 0xef, 0xbf, 0xbd)
	case uint32(r) < 0x10000:
		return append(b, 0xe0|byte(r>>12), 0x80|byte(r>>6)&0x3f, 0x80|byte(r)&0x3f)
	}
	return append(b, 0xf0|byte(r>>18), 0x80|byte(r>>12)&0x3f, 0x80|byte(r>>6)&0x3f, 0x80|byte(r)&0x3f)
}

func IsSpace(r rune) bool {
	switch {
	case r == ' ', r >= '\t' && r <= '\r', r == 0x85, r == 0xa0, r == 0x1680, r >= 0x2000 && r <= 0x200a,
		r == 0x2028, r == 0x2029, r == 0x202f, r == 0x205f, r == 0x3000:
		return true
	}
	return false
}

func IsLetterOrDigit(r rune) bool
func UpperRune(r rune) rune
func LowerRune(r rune) rune

// FoldRune is one representative of all runes that differ in case only.
func FoldRune(r rune) rune

// ---- numbers ----

// AppendFloat appends as strconv.AppendFloat; dst grows as append lets it.
func AppendFloat(dst []byte, f float64, format byte, prec, bits int) []byte

// ParseFloat: status 0 fine, 1 syntax, 2 range.
//
//go:noescape
func ParseFloat(s string, bits int) (f float64, status int)

// AppendQuote appends s in quotes; dst grows as append lets it.
func AppendQuote(dst []byte, s string, quote byte, ascii bool) []byte
func AppendQuoteRune(dst []byte, r rune, ascii bool) []byte

// AppendUnquoted appends what stands between the quotes; false: malformed.
func AppendUnquoted(dst []byte, inner string, quote byte) ([]byte, bool)

// Math1 and Math2 are the functions of math of one and two arguments, by number (lang/native-math.c).
func Math1(which int, x float64) float64
func Math2(which int, x, y float64) float64
func Fma(x, y, z float64) float64
func Ldexp(frac float64, exp int) float64
func Frexp(f float64) (frac float64, exp int)

// Random is the machine's generator.
func Random() uint64

// ---- values of any type ----

//go:noescape
func SortInts(x []int)

//go:noescape
func SortFloat64s(x []float64)

//go:noescape
func SortStrings(x []string)

// What the elements of a slice are.
const (
	ElemsPlain = iota
	ElemsPointers
	ElemsStrings
)

// SliceShape is the length of the slice in x, the size of its elements and what they are.
//
//go:noescape
func SliceShape(x any) (n, size, kind int)

// DataWord is the data word of an interface.
func DataWord(x any) unsafe.Pointer

// SwapElements swaps two elements of the slice in x by way of the scratch space.
//
//go:noescape
func SwapElements(x any, i, j int, scratch *byte)

// Comparable tells whether x's dynamic type can be compared.
//
//go:noescape
func Comparable(x any) bool

// AsTarget: 0 fine, 1 no non-nil pointer, 2 points to what no error can be.
//
//go:noescape
func AsTarget(target any) int

// AssignTo stores err in *target if it fits.
func AssignTo(target any, err error) bool
