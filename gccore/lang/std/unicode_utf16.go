// Package utf16: runes as one or two words of 16 bits.
package utf16

// The first word of a pair is a high surrogate, the second a low one; they hold ten bits each.
const (
	high     = 0xd800
	low      = 0xdc00
	behind   = 0xe000
	firstTwo = 0x10000
	last     = 0x10ffff

	replacement = 0xfffd
)

func IsSurrogate(r rune) bool { return high <= r && r < behind }

func DecodeRune(r1, r2 rune) rune {
	if high <= r1 && r1 < low && low <= r2 && r2 < behind {
		return (r1-high)<<10 + (r2 - low) + firstTwo
	}
	return replacement
}

func EncodeRune(r rune) (r1, r2 rune) {
	if r < firstTwo || r > last {
		return replacement, replacement
	}
	r -= firstTwo
	return high + r>>10, low + r&0x3ff
}

func AppendRune(a []uint16, r rune) []uint16 {
	switch {
	case r < 0, IsSurrogate(r), r > last:
		return append(a, replacement)
	case r < firstTwo:
		return append(a, uint16(r))
	}
	r1, r2 := EncodeRune(r)
	return append(a, uint16(r1), uint16(r2))
}

// Encode has room for two words for whatever is beyond the first 65,536, even if it is no rune.
func Encode(s []rune) []uint16 {
	n := len(s)
	for _, r := range s {
		if r >= firstTwo {
			n++
		}
	}
	a := make([]uint16, 0, n)
	for _, r := range s {
		a = AppendRune(a, r)
	}
	return a
}

// Decode begins with room for 64 runes.
func Decode(s []uint16) []rune {
	runes := make([]rune, 0, 64)
	for i := 0; i < len(s); i++ {
		r := rune(s[i])
		if IsSurrogate(r) {
			next := rune(0)
			if i+1 < len(s) {
				next = rune(s[i+1])
			}
			pair := DecodeRune(r, next)
			if pair != replacement {
				i++
			}
			r = pair
		}
		runes = append(runes, r)
	}
	return runes
}
