// Package strconv.
package strconv

import (
	"errors"
	"internal/native"
)

const IntSize = 64

var ErrRange = errors.New("value out of range")
var ErrSyntax = errors.New("invalid syntax")

type NumError struct {
	Func string
	Num  string
	Err  error
}

func (e *NumError) Error() string {
	// Quote, spelled out: its text is only read here and may stay in the frame.
	quoted := string(native.AppendQuote(make([]byte, 0, 3*len(e.Num)/2), e.Num, '"', false))
	return "strconv." + e.Func + ": " + "parsing " + quoted + ": " + e.Err.Error()
}

func (e *NumError) Unwrap() error { return e.Err }

func clone(s string) string { return string([]byte(s)) }

func syntaxError(fn, s string) *NumError { return &NumError{fn, clone(s), ErrSyntax} }
func rangeError(fn, s string) *NumError  { return &NumError{fn, clone(s), ErrRange} }

func baseError(fn, s string, base int) *NumError {
	return &NumError{fn, clone(s), errors.New("invalid base " + Itoa(base))}
}

func bitSizeError(fn, s string, bits int) *NumError {
	return &NumError{fn, clone(s), errors.New("invalid bit size " + Itoa(bits))}
}

// ---- integers to text ----

const digits = "0123456789abcdefghijklmnopqrstuvwxyz"
const pairs = "00010203040506070809" +
	"10111213141516171819" +
	"20212223242526272829" +
	"30313233343536373839" +
	"40414243444546474849" +
	"50515253545556575859" +
	"60616263646566676869" +
	"70717273747576777879" +
	"80818283848586878889" +
	"90919293949596979899"

// small numbers need no memory of their own.
func small(i int) string {
	if i < 10 {
		return digits[i : i+1]
	}
	return pairs[i*2 : i*2+2]
}

// spell writes u in the base at the end of a and returns where it begins.
func spell(a *[65]byte, u uint64, base uint64, negative bool) int {
	i := len(a)
	for u >= base {
		i--
		a[i] = digits[u%base]
		u /= base
	}
	i--
	a[i] = digits[u]
	if negative {
		i--
		a[i] = '-'
	}
	return i
}

func checkBase(base int) {
	if base < 2 || base > len(digits) {
		panic("strconv: illegal AppendInt/FormatInt base")
	}
}

func Itoa(i int) string { return FormatInt(int64(i), 10) }

func FormatInt(i int64, base int) string {
	if 0 <= i && i < 100 && base == 10 {
		return small(int(i))
	}
	checkBase(base)
	var a [65]byte
	u := uint64(i)
	if i < 0 {
		u = -u
	}
	return string(a[spell(&a, u, uint64(base), i < 0):])
}

func FormatUint(u uint64, base int) string {
	if u < 100 && base == 10 {
		return small(int(u))
	}
	checkBase(base)
	var a [65]byte
	return string(a[spell(&a, u, uint64(base), false):])
}

func AppendInt(dst []byte, i int64, base int) []byte {
	if 0 <= i && i < 100 && base == 10 {
		return append(dst, small(int(i))...)
	}
	checkBase(base)
	var a [65]byte
	u := uint64(i)
	if i < 0 {
		u = -u
	}
	return append(dst, a[spell(&a, u, uint64(base), i < 0):]...)
}

func AppendUint(dst []byte, u uint64, base int) []byte {
	if u < 100 && base == 10 {
		return append(dst, small(int(u))...)
	}
	checkBase(base)
	var a [65]byte
	return append(dst, a[spell(&a, u, uint64(base), false):]...)
}

// ---- text to integers ----

func lower(c byte) byte { return c | ('x' - 'X') }

// underscoresOK: they must stand between digits, or after the base prefix, and only with one.
func underscoresOK(s string) bool {
	last := byte('^')
	i := 0
	if len(s) >= 1 && (s[0] == '-' || s[0] == '+') {
		s = s[1:]
	}
	hex := false
	if len(s) >= 2 && s[0] == '0' && (lower(s[1]) == 'b' || lower(s[1]) == 'o' || lower(s[1]) == 'x') {
		i = 2
		last = '0'
		hex = lower(s[1]) == 'x'
	}
	for ; i < len(s); i++ {
		c := s[i]
		if '0' <= c && c <= '9' || hex && 'a' <= lower(c) && lower(c) <= 'f' {
			last = '0'
			continue
		}
		if c == '_' {
			if last != '0' {
				return false
			}
			last = '_'
			continue
		}
		if last == '_' {
			return false
		}
		last = '!'
	}
	return last != '_'
}

func ParseUint(s string, base int, bitSize int) (uint64, error) {
	const fn = "ParseUint"
	if s == "" {
		return 0, syntaxError(fn, s)
	}
	prefixed := base == 0
	whole := s
	switch {
	case 2 <= base && base <= 36:
	case base == 0:
		base = 10
		if s[0] == '0' {
			switch {
			case len(s) >= 3 && lower(s[1]) == 'b':
				base = 2
				s = s[2:]
			case len(s) >= 3 && lower(s[1]) == 'o':
				base = 8
				s = s[2:]
			case len(s) >= 3 && lower(s[1]) == 'x':
				base = 16
				s = s[2:]
			default:
				base = 8
				s = s[1:]
			}
		}
	default:
		return 0, baseError(fn, whole, base)
	}
	if bitSize == 0 {
		bitSize = IntSize
	} else if bitSize < 0 || bitSize > 64 {
		return 0, bitSizeError(fn, whole, bitSize)
	}
	const top = 1<<64 - 1
	cutoff := top/uint64(base) + 1
	most := uint64(1)<<uint(bitSize) - 1
	underscores := false
	var n uint64
	for i := 0; i < len(s); i++ {
		c := s[i]
		var d byte
		switch {
		case c == '_' && prefixed:
			underscores = true
			continue
		case '0' <= c && c <= '9':
			d = c - '0'
		case 'a' <= lower(c) && lower(c) <= 'z':
			d = lower(c) - 'a' + 10
		default:
			return 0, syntaxError(fn, whole)
		}
		if d >= byte(base) {
			return 0, syntaxError(fn, whole)
		}
		if n >= cutoff {
			return most, rangeError(fn, whole)
		}
		n *= uint64(base)
		next := n + uint64(d)
		if next < n || next > most {
			return most, rangeError(fn, whole)
		}
		n = next
	}
	if underscores && !underscoresOK(whole) {
		return 0, syntaxError(fn, whole)
	}
	return n, nil
}

func ParseInt(s string, base int, bitSize int) (i int64, err error) {
	const fn = "ParseInt"
	if s == "" {
		return 0, syntaxError(fn, s)
	}
	whole := s
	negative := false
	if s[0] == '+' {
		s = s[1:]
	} else if s[0] == '-' {
		negative = true
		s = s[1:]
	}
	un, err := ParseUint(s, base, bitSize)
	if err != nil && err.(*NumError).Err != ErrRange {
		err.(*NumError).Func = fn
		err.(*NumError).Num = clone(whole)
		return 0, err
	}
	if bitSize == 0 {
		bitSize = IntSize
	}
	cutoff := uint64(1 << uint(bitSize-1))
	if !negative && un >= cutoff {
		return int64(cutoff - 1), rangeError(fn, whole)
	}
	if negative && un > cutoff {
		return -int64(cutoff), rangeError(fn, whole)
	}
	n := int64(un)
	if negative {
		n = -n
	}
	return n, nil
}

func Atoi(s string) (int, error) {
	const fn = "Atoi"
	if 0 < len(s) && len(s) < 19 {
		whole := s
		if s[0] == '-' || s[0] == '+' {
			s = s[1:]
			if len(s) < 1 {
				return 0, syntaxError(fn, whole)
			}
		}
		n := 0
		for i := 0; i < len(s); i++ {
			c := s[i] - '0'
			if c > 9 {
				return 0, syntaxError(fn, whole)
			}
			n = n*10 + int(c)
		}
		if whole[0] == '-' {
			n = -n
		}
		return n, nil
	}
	i, err := ParseInt(s, 10, 0)
	if e, ok := err.(*NumError); ok {
		e.Func = fn
	}
	return int(i), err
}

// ---- booleans ----

func ParseBool(s string) (bool, error) {
	switch s {
	case "1", "t", "T", "true", "TRUE", "True":
		return true, nil
	case "0", "f", "F", "false", "FALSE", "False":
		return false, nil
	}
	return false, syntaxError("ParseBool", s)
}

func FormatBool(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func AppendBool(dst []byte, b bool) []byte {
	if b {
		return append(dst, "true"...)
	}
	return append(dst, "false"...)
}

// ---- floats ----

func FormatFloat(f float64, fmt byte, prec, bitSize int) string {
	return string(native.AppendFloat(make([]byte, 0, max(prec+4, 24)), f, fmt, prec, bitSize))
}

func AppendFloat(dst []byte, f float64, fmt byte, prec, bitSize int) []byte {
	return native.AppendFloat(dst, f, fmt, prec, bitSize)
}

func ParseFloat(s string, bitSize int) (float64, error) {
	f, status := native.ParseFloat(s, bitSize)
	switch status {
	case 1:
		return 0, syntaxError("ParseFloat", s)
	case 2:
		return f, rangeError("ParseFloat", s)
	}
	return f, nil
}

// ---- quoting ----

func Quote(s string) string {
	return string(native.AppendQuote(make([]byte, 0, 3*len(s)/2), s, '"', false))
}
func QuoteToASCII(s string) string {
	return string(native.AppendQuote(make([]byte, 0, 3*len(s)/2), s, '"', true))
}
func AppendQuote(dst []byte, s string) []byte {
	if cap(dst)-len(dst) < len(s) {
		larger := make([]byte, len(dst), len(dst)+1+len(s)+1)
		copy(larger, dst)
		dst = larger
	}
	return native.AppendQuote(dst, s, '"', false)
}

func QuoteRune(r rune) string { return string(native.AppendQuoteRune(nil, r, false)) }

func AppendQuoteRune(dst []byte, r rune) []byte { return native.AppendQuoteRune(dst, r, false) }

func Unquote(s string) (string, error) {
	n := len(s)
	if n < 2 || s[0] != s[n-1] {
		return "", ErrSyntax
	}
	quote := s[0]
	inner := s[1 : n-1]
	switch quote {
	case '`':
		for i := 0; i < len(inner); i++ {
			if inner[i] == '`' {
				return "", ErrSyntax
			}
		}
		return inner, nil
	case '"', '\'':
	default:
		return "", ErrSyntax
	}
	plain := true
	for i := 0; i < len(inner); i++ {
		switch inner[i] {
		case '\n', quote:
			if inner[i] == '\n' {
				return "", ErrSyntax
			}
			plain = false
		case '\\':
			plain = false
		}
	}
	if plain && (quote == '"' || native.CountRunes(inner) == 1) && native.ValidString(inner) {
		return inner, nil
	}
	// The first quote inside may be an escaped one; the guess of the length goes by it, as Go's does.
	end := native.IndexByteString(s[1:], quote) + 2
	out, ok := native.AppendUnquoted(make([]byte, 0, 3*end/2), inner, quote)
	if !ok {
		return "", ErrSyntax
	}
	return string(out), nil
}
