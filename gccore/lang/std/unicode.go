// Package unicode: the classes that programs ask for.
package unicode

import (
	"internal/native"
	"unsafe"
)

const (
	MaxRune         = '\U0010FFFF'
	ReplacementChar = '\uFFFD'
	MaxASCII        = '\u007F'
	MaxLatin1       = '\u00FF'
)

const (
	UpperCase = iota
	LowerCase
	TitleCase
	MaxCase
)

func IsSpace(r rune) bool { return native.IsSpace(r) }
func ToUpper(r rune) rune { return native.UpperRune(r) }
func ToLower(r rune) rune { return native.LowerRune(r) }
func ToTitle(r rune) rune { return native.TitleRune(r) }

func To(which int, r rune) rune {
	switch which {
	case UpperCase:
		return ToUpper(r)
	case LowerCase:
		return ToLower(r)
	case TitleCase:
		return ToTitle(r)
	}
	return ReplacementChar
}

func within(r rune, from, to int) bool {
	c := native.RuneClass(r)
	return from <= c && c <= to
}

func IsDigit(r rune) bool {
	if r < 0x80 {
		return '0' <= r && r <= '9'
	}
	return within(r, native.ClassDigit, native.ClassDigit)
}

func IsLetter(r rune) bool {
	if r < 0x80 {
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return within(r, native.ClassLower, native.ClassUpper)
}

func IsNumber(r rune) bool  { return within(r, native.ClassDigit, native.ClassOtherNumber) }
func IsUpper(r rune) bool   { return within(r, native.ClassUpper, native.ClassUpper) }
func IsLower(r rune) bool   { return within(r, native.ClassLower, native.ClassLower) }
func IsTitle(r rune) bool   { return within(r, native.ClassTitle, native.ClassTitle) }
func IsPunct(r rune) bool   { return within(r, native.ClassConnector, native.ClassOpen) }
func IsSymbol(r rune) bool  { return within(r, native.ClassCurrency, native.ClassSymbol) }
func IsMark(r rune) bool    { return within(r, native.ClassSpacingMark, native.ClassMark) }
func IsControl(r rune) bool { return within(r, native.ClassControl, native.ClassControl) }
func IsGraphic(r rune) bool {
	return within(r, native.ClassLower, native.ClassSymbol) || within(r, native.ClassSpace, native.ClassSpace)
}
func IsPrint(r rune) bool { return r == ' ' || within(r, native.ClassLower, native.ClassSymbol) }

// ---- tables ----

type Range16 struct{ Lo, Hi, Stride uint16 }
type Range32 struct{ Lo, Hi, Stride uint32 }

// A RangeTable that a program makes is searched. Those of this package stand for what the machine knows of characters,
// and hold no ranges that could be looked at.
type RangeTable struct {
	R16         []Range16
	R32         []Range32
	LatinOffset int
}

// tables: the place of one tells what it stands for: a class, a group of classes, or a script.
const (
	groupC = native.ClassSpace + 1 + iota
	groupL
	groupM
	groupN
	groupP
	groupS
	groupZ
	firstScript
)

var tables [firstScript + 47]RangeTable

var (
	C, Other  = &tables[groupC], &tables[groupC]
	Cc        = &tables[native.ClassControl]
	Cf        = &tables[native.ClassFormat]
	Co        = &tables[native.ClassPrivate]
	Cs        = &tables[native.ClassSurrogate]
	L, Letter = &tables[groupL], &tables[groupL]
	Ll, Lower = &tables[native.ClassLower], &tables[native.ClassLower]
	Lm        = &tables[native.ClassModifierLetter]
	Lo        = &tables[native.ClassOtherLetter]
	Lt, Title = &tables[native.ClassTitle], &tables[native.ClassTitle]
	Lu, Upper = &tables[native.ClassUpper], &tables[native.ClassUpper]
	M, Mark   = &tables[groupM], &tables[groupM]
	Mc        = &tables[native.ClassSpacingMark]
	Me        = &tables[native.ClassEnclosingMark]
	Mn        = &tables[native.ClassMark]
	N, Number = &tables[groupN], &tables[groupN]
	Nd, Digit = &tables[native.ClassDigit], &tables[native.ClassDigit]
	Nl        = &tables[native.ClassLetterNumber]
	No        = &tables[native.ClassOtherNumber]
	P, Punct  = &tables[groupP], &tables[groupP]
	Pc        = &tables[native.ClassConnector]
	Pd        = &tables[native.ClassDash]
	Pe        = &tables[native.ClassClose]
	Pf        = &tables[native.ClassFinal]
	Pi        = &tables[native.ClassInitial]
	Po        = &tables[native.ClassPunct]
	Ps        = &tables[native.ClassOpen]
	S, Symbol = &tables[groupS], &tables[groupS]
	Sc        = &tables[native.ClassCurrency]
	Sk        = &tables[native.ClassModifierSymbol]
	Sm        = &tables[native.ClassMath]
	So        = &tables[native.ClassSymbol]
	Z, Space  = &tables[groupZ], &tables[groupZ]
	Zl        = &tables[native.ClassLine]
	Zp        = &tables[native.ClassParagraph]
	Zs        = &tables[native.ClassSpace]
)

var (
	Arabic     = &tables[firstScript+2]
	Armenian   = &tables[firstScript+3]
	Bengali    = &tables[firstScript+4]
	Bopomofo   = &tables[firstScript+5]
	Braille    = &tables[firstScript+46]
	Cherokee   = &tables[firstScript+6]
	Common     = &tables[firstScript+0]
	Cyrillic   = &tables[firstScript+8]
	Devanagari = &tables[firstScript+10]
	Ethiopic   = &tables[firstScript+11]
	Georgian   = &tables[firstScript+12]
	Greek      = &tables[firstScript+14]
	Gujarati   = &tables[firstScript+15]
	Gurmukhi   = &tables[firstScript+16]
	Han        = &tables[firstScript+17]
	Hangul     = &tables[firstScript+18]
	Hebrew     = &tables[firstScript+19]
	Hiragana   = &tables[firstScript+20]
	Inherited  = &tables[firstScript+1]
	Kannada    = &tables[firstScript+21]
	Katakana   = &tables[firstScript+22]
	Khmer      = &tables[firstScript+23]
	Lao        = &tables[firstScript+24]
	Latin      = &tables[firstScript+25]
	Malayalam  = &tables[firstScript+26]
	Mongolian  = &tables[firstScript+27]
	Myanmar    = &tables[firstScript+28]
	Oriya      = &tables[firstScript+31]
	Sinhala    = &tables[firstScript+33]
	Tamil      = &tables[firstScript+35]
	Telugu     = &tables[firstScript+36]
	Thai       = &tables[firstScript+38]
	Tibetan    = &tables[firstScript+39]
	Yi         = &tables[firstScript+41]
)

// classesOf are the classes of a table: the first and the last.
func classesOf(at int) (from, to int) {
	switch at {
	case groupC:
		return native.ClassControl, native.ClassSurrogate
	case groupL:
		return native.ClassLower, native.ClassUpper
	case groupM:
		return native.ClassSpacingMark, native.ClassMark
	case groupN:
		return native.ClassDigit, native.ClassOtherNumber
	case groupP:
		return native.ClassConnector, native.ClassOpen
	case groupS:
		return native.ClassCurrency, native.ClassSymbol
	case groupZ:
		return native.ClassLine, native.ClassSpace
	}
	return at, at
}

// covers reports whether r is one of lo, lo+stride, lo+2*stride ... hi.
func covers(lo, hi, stride, r rune) bool { return lo <= r && r <= hi && (r-lo)%stride == 0 }

// Is reports whether r is in the table.
func Is(rangeTab *RangeTable, r rune) bool {
	at := (uintptr(unsafe.Pointer(rangeTab)) - uintptr(unsafe.Pointer(&tables))) / unsafe.Sizeof(tables[0])
	switch {
	case at < firstScript:
		from, to := classesOf(int(at))
		return native.RuneClass(r) != native.ClassUnassigned && within(r, from, to)
	case at < uintptr(len(tables)):
		return native.RuneScript(r) == int(at-firstScript)
	}
	for _, s := range rangeTab.R16 {
		if covers(rune(s.Lo), rune(s.Hi), rune(s.Stride), r) {
			return true
		}
	}
	for _, s := range rangeTab.R32 {
		if covers(rune(s.Lo), rune(s.Hi), rune(s.Stride), r) {
			return true
		}
	}
	return false
}

func In(r rune, ranges ...*RangeTable) bool { return IsOneOf(ranges, r) }

func IsOneOf(ranges []*RangeTable, r rune) bool {
	for _, table := range ranges {
		if Is(table, r) {
			return true
		}
	}
	return false
}
