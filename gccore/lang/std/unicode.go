// Package unicode: the classes that programs ask for.
package unicode

import "internal/native"

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
