// Package unicode: the classes that programs ask for.
package unicode

import "internal/native"

const (
	MaxRune         = '\U0010FFFF'
	ReplacementChar = '\uFFFD'
	MaxASCII        = '\u007F'
	MaxLatin1       = '\u00FF'
)

func IsSpace(r rune) bool { return native.IsSpace(r) }
func ToUpper(r rune) rune { return native.UpperRune(r) }
func ToLower(r rune) rune { return native.LowerRune(r) }

func IsDigit(r rune) bool {
	if r < 0x80 {
		return '0' <= r && r <= '9'
	}
	return native.IsLetterOrDigit(r) && native.UpperRune(r) == r && native.LowerRune(r) == r && isDecimal(r)
}

func IsLetter(r rune) bool {
	if r < 0x80 {
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return native.IsLetterOrDigit(r) && !isDecimal(r)
}

func IsNumber(r rune) bool { return IsDigit(r) }

func IsUpper(r rune) bool { return IsLetter(r) && native.LowerRune(r) != r }
func IsLower(r rune) bool { return IsLetter(r) && native.UpperRune(r) != r }

func IsPunct(r rune) bool {
	switch {
	case r >= 0x80:
		return r == 0xa1 || r == 0xa7 || r == 0xab || r == 0xb6 || r == 0xb7 || r == 0xbb || r == 0xbf ||
			r >= 0x2010 && r <= 0x2027 || r >= 0x3001 && r <= 0x3003
	case r == '$', r == '+', r == '<', r == '=', r == '>', r == '^', r == '`', r == '|', r == '~':
		return false
	}
	return '!' <= r && r <= '/' || ':' <= r && r <= '@' || '[' <= r && r <= '`' || '{' <= r && r <= '~'
}

func IsControl(r rune) bool { return r < 0x20 || 0x7f <= r && r < 0xa0 }
func IsPrint(r rune) bool   { return r == ' ' || r > ' ' && !IsControl(r) && !native.IsSpace(r) }

// isDecimal: the decimal digits of the scripts in the basic plane start at these places.
func isDecimal(r rune) bool {
	for _, zero := range decimalZeros {
		if r >= zero && r < zero+10 {
			return true
		}
	}
	return false
}

var decimalZeros = [...]rune{'0', 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66,
	0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40,
	0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10}
