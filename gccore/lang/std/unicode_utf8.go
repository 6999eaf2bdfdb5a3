// Package utf8.
package utf8

import "internal/native"

const (
	RuneError = '\uFFFD'
	RuneSelf  = 0x80
	MaxRune   = '\U0010FFFF'
	UTFMax    = 4
)

func RuneLen(r rune) int                          { return native.RuneLen(r) }
func RuneCountInString(s string) (n int)          { return native.CountRunes(s) }
func ValidString(s string) bool                   { return native.ValidString(s) }
func DecodeRuneInString(s string) (rune, int)     { return native.FirstRune(s) }
func DecodeLastRuneInString(s string) (rune, int) { return native.LastRune(s) }
func AppendRune(p []byte, r rune) []byte          { return native.AppendRune(p, r) }
func ValidRune(r rune) bool                       { return native.RuneLen(r) > 0 }
func RuneStart(b byte) bool                       { return b&0xC0 != 0x80 }
func RuneCount(p []byte) int                      { return native.CountRunes(native.TextOf(p)) }
func Valid(p []byte) bool                         { return native.ValidString(native.TextOf(p)) }
func EncodeRune(p []byte, r rune) int             { return len(native.AppendRune(p[:0], r)) }
func FullRune(p []byte) bool                      { return FullRuneInString(native.TextOf(p)) }
func FullRuneInString(s string) bool {
	if s == "" {
		return false
	}
	r, size := native.FirstRune(s)
	if r != RuneError || size != 1 {
		return true
	}
	// No rune: a piece of one, or no beginning of any?
	need := 0
	switch c := s[0]; {
	case 0xc2 <= c && c <= 0xdf:
		need = 2
	case 0xe0 <= c && c <= 0xef:
		need = 3
	case 0xf0 <= c && c <= 0xf4:
		need = 4
	}
	if len(s) >= need {
		return true
	}
	if len(s) > 1 {
		low, high := byte(0x80), byte(0xbf)
		switch s[0] {
		case 0xe0:
			low = 0xa0
		case 0xed:
			high = 0x9f
		case 0xf0:
			low = 0x90
		case 0xf4:
			high = 0x8f
		}
		if s[1] < low || s[1] > high || len(s) > 2 && s[2]&0xc0 != 0x80 {
			return true
		}
	}
	return false
}

func DecodeRune(p []byte) (rune, int) {
	if len(p) > UTFMax {
		p = p[:UTFMax]
	}
	return native.FirstRune(native.TextOf(p))
}

func DecodeLastRune(p []byte) (rune, int) {
	if len(p) > UTFMax {
		p = p[len(p)-UTFMax:]
	}
	return native.LastRune(native.TextOf(p))
}
