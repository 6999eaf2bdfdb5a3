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
func RuneCount(p []byte) int                      { return native.CountRunes(string(p)) }
func Valid(p []byte) bool                         { return native.ValidString(string(p)) }
func EncodeRune(p []byte, r rune) int             { return len(native.AppendRune(p[:0], r)) }
func FullRuneInString(s string) bool {
	r, size := native.FirstRune(s)
	return r != RuneError || size != 1 || len(s) >= UTFMax
}

func DecodeRune(p []byte) (rune, int) {
	if len(p) > UTFMax {
		p = p[:UTFMax]
	}
	return native.FirstRune(string(p))
}

func DecodeLastRune(p []byte) (rune, int) {
	if len(p) > UTFMax {
		p = p[len(p)-UTFMax:]
	}
	return native.LastRune(string(p))
}
