// Package native: what the library's Go code asks of the machine. Each function without a body is written in C
// (lang/native*.c) and allocates only what its comment says.
package native

import "unsafe"

// NoEscape hides a pointer from escape analysis.
//
//go:noescape
func NoEscape(p unsafe.Pointer) unsafe.Pointer

// Leak lets what it is given escape, where Go's function has no body that could be looked into.
func Leak(v any)

// MakeNoZero is a byte slice of length and capacity n. Allocates it.
func MakeNoZero(n int) []byte

// SpellInt writes i in the base, 2 to 36, at the end of a and returns that part of it; SpellUint the same of u.
//
//go:noescape
func SpellInt(a *[65]byte, i int64, base int) []byte

//go:noescape
func SpellUint(a *[65]byte, u uint64, base int) []byte

// CodeOf is the address of a function's code, by its number.
func CodeOf(function uintptr) unsafe.Pointer

// ---- strings of UTF-8 ----

// TextOf looks at b as a string, for as long as b does not change.
func TextOf(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

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

// RuneClass is the general category of Unicode, in the order of the constants.
func RuneClass(r rune) int

// RuneScript is the number of its script, -1 if it is no rune.
func RuneScript(r rune) int

const (
	ClassControl = iota // Cc
	ClassFormat
	ClassUnassigned
	ClassPrivate
	ClassSurrogate
	ClassLower // Ll
	ClassModifierLetter
	ClassOtherLetter
	ClassTitle
	ClassUpper
	ClassSpacingMark // Mc
	ClassEnclosingMark
	ClassMark
	ClassDigit // Nd
	ClassLetterNumber
	ClassOtherNumber
	ClassConnector // Pc
	ClassDash
	ClassClose
	ClassFinal
	ClassInitial
	ClassPunct
	ClassOpen
	ClassCurrency // Sc
	ClassModifierSymbol
	ClassMath
	ClassSymbol
	ClassLine // Zl
	ClassParagraph
	ClassSpace
)

func IsLetterOrDigit(r rune) bool {
	c := RuneClass(r)
	return c >= ClassLower && c <= ClassUpper || c == ClassDigit
}

func UpperRune(r rune) rune
func TitleRune(r rune) rune
func LowerRune(r rune) rune

// FoldRune is one representative of all runes that differ in case only.
func FoldRune(r rune) rune

// ---- numbers ----

// SpellFloat writes what strconv.AppendFloat appends and returns its length; 332 bytes and one for each place after the
// point are room enough.
//
//go:noescape
func SpellFloat(room []byte, f float64, format byte, prec, bits int) int

// ParseFloat: status 0 fine, 1 syntax, 2 range.
//
//go:noescape
func ParseFloat(s string, bits int) (f float64, status int)

// Math1 and Math2 are the functions of math of one and two arguments, by number (lang/native-math.c).
func Math1(which int, x float64) float64
func Math2(which int, x, y float64) float64
func Fma(x, y, z float64) float64
func Ldexp(frac float64, exp int) float64
func Frexp(f float64) (frac float64, exp int)

// Random is the machine's generator.
func Random() uint64

// ---- hash functions ----

const (
	DigestMD5 = iota
	DigestSHA1
	DigestSHA256
)

// DigestBlocks changes the state by the blocks of 64 bytes in p.
//
//go:noescape
func DigestBlocks(kind int, state []uint32, p []byte)

// UpdateCRC: what is quick costs as little as with instructions that are made for the table.
//
//go:noescape
func UpdateCRC(crc uint32, table *[256]uint32, p []byte, quick bool) uint32

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

// What TypeNumber tells.
const (
	TypeKind = iota
	TypeSize
	TypeAlign
	TypeElem
	TypeKey
	TypeLen
	TypeFields
	TypeDirect
	TypeNamed
	TypeComparable
	TypeMethods
	TypeVariadic
	TypeParams
	TypeResults
	TypeChanDir // 0 both, 1 send, 2 receive
)

// TypeOf is the number of x's dynamic type; 0: x is nil.
//
//go:noescape
func TypeOf(x any) uintptr

// TypeWord is a word of the constants that holds the type's number: one for each type.
func TypeWord(id uintptr) unsafe.Pointer

func TypeNumber(id uintptr, what int) int
func TypeString(id uintptr) string
func TypePackage(id uintptr) string
func TypeImplements(id, iface uintptr) bool

// TypeField: flags 1 exported, 2 embedded.
func TypeField(id uintptr, i int) (name string, typ, offset uintptr, flags int)

func TypeTag(id uintptr, i int) string

// TypeParam is the type of a function's i-th parameter; results come behind the parameters.
func TypeParam(id uintptr, i int) uintptr

// NewObject allocates a zero value.
func NewObject(id uintptr) unsafe.Pointer

//go:noescape
func CopyObject(id uintptr, to, from unsafe.Pointer)

// Pack makes an interface of its two words.
func Pack(id uintptr, word unsafe.Pointer) any

// MapIterStart and MapIterNext keep an iteration at it, twelve words (vm-natives.h): the address of the key is in the
// first, that of the element in the second; nil: it is over.
//
//go:noescape
func MapIterStart(id uintptr, m, it unsafe.Pointer)

//go:noescape
func MapIterNext(id uintptr, it unsafe.Pointer)

// MapEntries writes the addresses of at most n keys and elements, behind the first `from`, into the second words of
// arrays of three words each.
//
//go:noescape
func MapEntries(id uintptr, m, keys, elems unsafe.Pointer, from, n int)

// MapFind is where the key's element lies; nil: not there.
//
//go:noescape
func MapFind(id uintptr, m, key unsafe.Pointer) unsafe.Pointer

// CopyMap copies all entries to a map of the same type that has none and is made for as many. Allocates overflow buckets,
// and what entries keep outside of them.
func CopyMap(to, from any)

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
