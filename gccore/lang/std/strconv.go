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
	quoted := string(appendQuoted(make([]byte, 0, 3*len(e.Num)/2), e.Num, '"', quotePrint))
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

func checkBase(base int) {
	if base < 2 || base > len(digits) {
		panic("strconv: illegal AppendInt/FormatInt base")
	}
}

func Itoa(i int) string {
	if 0 <= i && i < 100 {
		return small(i)
	}
	var a [65]byte
	return string(native.SpellInt(&a, int64(i), 10))
}

func FormatInt(i int64, base int) string {
	if 0 <= i && i < 100 && base == 10 {
		return small(int(i))
	}
	checkBase(base)
	var a [65]byte
	return string(native.SpellInt(&a, i, base))
}

func FormatUint(u uint64, base int) string {
	if u < 100 && base == 10 {
		return small(int(u))
	}
	checkBase(base)
	var a [65]byte
	return string(native.SpellUint(&a, u, base))
}

func AppendInt(dst []byte, i int64, base int) []byte {
	if 0 <= i && i < 100 && base == 10 {
		return append(dst, small(int(i))...)
	}
	checkBase(base)
	var a [65]byte
	return append(dst, native.SpellInt(&a, i, base)...)
}

func AppendUint(dst []byte, u uint64, base int) []byte {
	if u < 100 && base == 10 {
		return append(dst, small(int(u))...)
	}
	checkBase(base)
	var a [65]byte
	return append(dst, native.SpellUint(&a, u, base)...)
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
	return string(AppendFloat(make([]byte, 0, max(prec+4, 24)), f, fmt, prec, bitSize))
}

// FormatComplex: bitSize is that of the whole number.
func FormatComplex(c complex128, fmt byte, prec, bitSize int) string {
	if bitSize != 64 && bitSize != 128 {
		panic("invalid bitSize")
	}
	re := AppendFloat(make([]byte, 0, max(prec+4, 24)), real(c), fmt, prec, bitSize/2)
	im := AppendFloat(make([]byte, 0, max(prec+4, 24)), imag(c), fmt, prec, bitSize/2)
	sign := ""
	if im[0] != '+' && im[0] != '-' {
		sign = "+"
	}
	return "(" + string(re) + sign + string(im) + "i)"
}

func AppendFloat(dst []byte, f float64, fmt byte, prec, bitSize int) []byte {
	if bitSize == 32 {
		f = float64(float32(f))
	} else if bitSize != 64 {
		panic("strconv: illegal AppendFloat/FormatFloat bitSize")
	}
	if prec > 20 {
		return appendLong(dst, f, fmt, prec, bitSize)
	}
	var room [352]byte
	return appendSpelled(dst, room[:native.SpellFloat(room[:], f, fmt, prec, bitSize)], fmt, 0)
}

// appendLong: from the 1,080th place on there are only zeros.
func appendLong(dst []byte, f float64, fmt byte, prec, bitSize int) []byte {
	const most = 1080
	zeros := 0
	switch fmt {
	case 'e', 'E', 'f', 'x', 'X':
		zeros = max(prec-most, 0)
	}
	var room [1416]byte
	return appendSpelled(dst, room[:native.SpellFloat(room[:], f, fmt, min(prec, most), bitSize)], fmt, zeros)
}

// appendSpelled adds the text of a number with more zeros after its digits.
func appendSpelled(dst, text []byte, fmt byte, zeros int) []byte {
	last := text[len(text)-1]
	if last == 'N' || last == 'f' || zeros == 0 && len(text) <= cap(dst)-len(dst) {
		return append(dst, text...)
	}
	return appendDigits(dst, text, fmt, zeros)
}

// appendDigits does as Go does, some of the text together and the rest byte by byte: dst grows at its steps.
func appendDigits(dst, text []byte, fmt byte, zeros int) []byte {
	if text[0] == '-' {
		dst = append(dst, '-')
		text = text[1:]
	}
	mark, point := len(text), len(text)
	for i, c := range text {
		switch {
		case c == '.':
			point = i
		case c|0x20 == 'p' || c|0x20 == 'e' && fmt|0x20 != 'x':
			mark = i
		}
	}
	point = min(point, mark)
	end := mark // of the digits that count
	for end > 1 && (text[end-1] == '0' || text[end-1] == '.') {
		end--
	}
	at := min(end, point)
	switch {
	case fmt == 'b':
		at = mark
	case fmt|0x20 == 'x':
		at = len("0x1")
	case mark < len(text) && point < mark:
		dst = append(dst, text[0])
		dst = append(dst, '.')
		dst = append(dst, text[min(2, end):end]...)
		at = max(2, end)
		text, mark = text[at:], mark-at
		at = 0
	}
	dst = append(dst, text[:at]...)
	for _, c := range text[at:mark] {
		dst = append(dst, c)
	}
	for ; zeros > 0; zeros-- {
		dst = append(dst, '0')
	}
	if mark < len(text) {
		dst = append(dst, text[mark])
		dst = append(dst, text[mark+1])
		dst = append(dst, text[mark+2:]...)
	}
	return dst
}

// floatAt reads the number that s begins with, and tells its length.
func floatAt(s string, bitSize int) (f float64, n int, err error) {
	n = floatPrefix(s)
	f, status := native.ParseFloat(s[:n], bitSize)
	switch status {
	case 1:
		return 0, n, syntaxError("ParseFloat", s)
	case 2:
		return f, n, rangeError("ParseFloat", s)
	}
	return f, n, nil
}

func ParseFloat(s string, bitSize int) (float64, error) {
	if f, status := native.ParseFloat(s, bitSize); status == 0 {
		return f, nil
	}
	f, n, err := floatAt(s, bitSize)
	if n != len(s) && (err == nil || err.(*NumError).Err == ErrRange) {
		return 0, syntaxError("ParseFloat", s)
	}
	return f, err
}

func hasPrefixFold(s, word string) bool {
	if len(s) < len(word) {
		return false
	}
	for i := range word {
		if s[i]|0x20 != word[i] {
			return false
		}
	}
	return true
}

// floatPrefix is how much of s a number takes, be it a right one or not.
func floatPrefix(s string) int {
	i, exponent, point := 0, byte('e'), false
	if s != "" && (s[0] == '+' || s[0] == '-') {
		i++
	}
	for _, word := range [...]string{"infinity", "inf", "nan"} {
		if hasPrefixFold(s[i:], word) {
			return i + len(word)
		}
	}
	if hasPrefixFold(s[i:], "0x") {
		i, exponent = i+2, 'p'
	}
	for ; i < len(s); i++ {
		c := s[i]
		hex := exponent == 'p' && 'a' <= c|0x20 && c|0x20 <= 'f'
		if (c < '0' || c > '9') && (c != '.' || point) && c != '_' && !hex {
			break
		}
		point = point || c == '.'
	}
	if i < len(s) && s[i]|0x20 == exponent {
		i++
		if i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		for i < len(s) && (s[i] == '_' || '0' <= s[i] && s[i] <= '9') {
			i++
		}
	}
	return i
}

// inComplex is a part's error as the whole number's.
func inComplex(err *NumError, s string) *NumError {
	err.Func, err.Num = "ParseComplex", clone(s)
	return err
}

// ParseComplex takes a number of the form N, Ni or N+Ni, in parentheses or not.
func ParseComplex(s string, bitSize int) (complex128, error) {
	var parts [2]float64
	var pending error
	size, rest := 64, s
	if bitSize == 64 {
		size = 32
	}
	if len(s) >= 2 && s[0] == '(' && s[len(s)-1] == ')' {
		rest = s[1 : len(s)-1]
	}
	for i := range parts {
		f, n, err := floatAt(rest, size)
		if err != nil {
			pending = inComplex(err.(*NumError), s)
			if pending.(*NumError).Err == ErrSyntax {
				return 0, pending
			}
		}
		parts[i], rest = f, rest[n:]
		switch {
		case i == 0 && rest == "i":
			parts[0], parts[1], rest = 0, f, ""
		case i == 1 && rest == "i":
			rest = ""
		case rest == "" && i == 0:
		case i == 1 || rest[0] != '+' && rest[0] != '-':
			return 0, syntaxError("ParseComplex", s)
		case rest[0] == '+' && len(rest) > 1 && rest[1] != '+':
			rest = rest[1:] // so that NaN may follow
		}
		if rest == "" {
			break
		}
	}
	return complex(parts[0], parts[1]), pending
}

// ---- quoting ----

const hexDigits = "0123456789abcdef"

// What besides printable ASCII is written as it is.
const (
	quotePrint = iota
	quoteASCII
	quoteGraphic
)

func IsPrint(r rune) bool {
	if r < 0x7f {
		return r >= ' '
	}
	switch c := native.RuneClass(r); {
	case c <= native.ClassSurrogate, c >= native.ClassLine:
		return false
	}
	return true
}

func IsGraphic(r rune) bool { return IsPrint(r) || native.RuneClass(r) == native.ClassSpace }

func quoted(s string, quote byte, what int) string {
	return string(appendQuoted(make([]byte, 0, 3*len(s)/2), s, quote, what))
}

func quotedRune(r rune, what int) string { return string(appendQuotedRune(nil, r, what)) }

func appendQuoted(dst []byte, s string, quote byte, what int) []byte {
	if cap(dst)-len(dst) < len(s) {
		larger := make([]byte, len(dst), len(dst)+1+len(s)+1)
		copy(larger, dst)
		dst = larger
	}
	dst = append(dst, quote)
	for len(s) > 0 {
		r, size := rune(s[0]), 1
		if r >= 0x80 {
			r, size = native.FirstRune(s)
		}
		if size == 1 && r == 0xfffd {
			dst = append(dst, `\x`...)
			dst = append(dst, hexDigits[s[0]>>4])
			dst = append(dst, hexDigits[s[0]&15])
		} else {
			dst = appendEscaped(dst, r, quote, what)
		}
		s = s[size:]
	}
	return append(dst, quote)
}

func appendQuotedRune(dst []byte, r rune, what int) []byte {
	if r < 0 || r > 0x10ffff || r >= 0xd800 && r <= 0xdfff {
		r = 0xfffd
	}
	dst = append(dst, '\'')
	dst = appendEscaped(dst, r, '\'', what)
	return append(dst, '\'')
}

func appendEscaped(dst []byte, r rune, quote byte, what int) []byte {
	if r == rune(quote) || r == '\\' {
		dst = append(dst, '\\')
		return append(dst, byte(r))
	}
	switch what {
	case quoteASCII:
		if ' ' <= r && r < 0x7f {
			return append(dst, byte(r))
		}
	case quoteGraphic:
		if IsGraphic(r) {
			return native.AppendRune(dst, r)
		}
	default:
		if IsPrint(r) {
			return native.AppendRune(dst, r)
		}
	}
	if 7 <= r && r <= 13 {
		return append(dst, "\\a\\b\\t\\n\\v\\f\\r"[2*(r-7):2*(r-6)]...)
	}
	from := 28
	switch {
	case r < ' ' || r == 0x7f:
		dst = append(dst, `\x`...)
		from = 4
	case r < 0x10000:
		dst = append(dst, `\u`...)
		from = 12
	default:
		dst = append(dst, `\U`...)
	}
	for ; from >= 0; from -= 4 {
		dst = append(dst, hexDigits[r>>uint(from)&15])
	}
	return dst
}

func Quote(s string) string                          { return quoted(s, '"', quotePrint) }
func QuoteToASCII(s string) string                   { return quoted(s, '"', quoteASCII) }
func QuoteToGraphic(s string) string                 { return quoted(s, '"', quoteGraphic) }
func QuoteRune(r rune) string                        { return quotedRune(r, quotePrint) }
func QuoteRuneToASCII(r rune) string                 { return quotedRune(r, quoteASCII) }
func QuoteRuneToGraphic(r rune) string               { return quotedRune(r, quoteGraphic) }
func AppendQuote(dst []byte, s string) []byte        { return appendQuoted(dst, s, '"', quotePrint) }
func AppendQuoteToASCII(dst []byte, s string) []byte { return appendQuoted(dst, s, '"', quoteASCII) }
func AppendQuoteToGraphic(dst []byte, s string) []byte {
	return appendQuoted(dst, s, '"', quoteGraphic)
}
func AppendQuoteRune(dst []byte, r rune) []byte        { return appendQuotedRune(dst, r, quotePrint) }
func AppendQuoteRuneToASCII(dst []byte, r rune) []byte { return appendQuotedRune(dst, r, quoteASCII) }
func AppendQuoteRuneToGraphic(dst []byte, r rune) []byte {
	return appendQuotedRune(dst, r, quoteGraphic)
}

func CanBackquote(s string) bool {
	for i, r := range s {
		if r == 0xfffd {
			if _, size := native.FirstRune(s[i:]); size == 1 {
				return false
			}
		}
		if r == 0xfeff || r < ' ' && r != '\t' || r == '`' || r == 0x7f {
			return false
		}
	}
	return true
}

// UnquoteChar reads one character or escape; multibyte: it is written as UTF-8 of more than a byte.
func UnquoteChar(s string, quote byte) (value rune, multibyte bool, tail string, err error) {
	if s == "" {
		return 0, false, "", ErrSyntax
	}
	switch c := s[0]; {
	case c == quote && (quote == '\'' || quote == '"'):
		return 0, false, "", ErrSyntax
	case c >= 0x80:
		r, size := native.FirstRune(s)
		return r, true, s[size:], nil
	case c != '\\':
		return rune(c), false, s[1:], nil
	}
	if len(s) < 2 {
		return 0, false, "", ErrSyntax
	}
	c := s[1]
	s = s[2:]
	digits, base := 0, rune(16)
	switch c {
	case 'a', 'b', 'f', 'n', 'r', 't', 'v':
		const names, codes = "abfnrtv", "\a\b\f\n\r\t\v"
		return rune(codes[native.IndexByteString(names, c)]), false, s, nil
	case '\\':
		return '\\', false, s, nil
	case '\'', '"':
		if c != quote {
			return 0, false, "", ErrSyntax
		}
		return rune(c), false, s, nil
	case 'x':
		digits = 2
	case 'u':
		digits = 4
	case 'U':
		digits = 8
	case '0', '1', '2', '3', '4', '5', '6', '7':
		digits, base, value = 2, 8, rune(c-'0')
	default:
		return 0, false, "", ErrSyntax
	}
	if len(s) < digits {
		return 0, false, "", ErrSyntax
	}
	for i := 0; i < digits; i++ {
		d := rune(native.IndexByteString(hexDigits, lower(s[i])))
		if d < 0 || d >= base || s[i] < '0' {
			return 0, false, "", ErrSyntax
		}
		value = value*base + d
	}
	s = s[digits:]
	switch {
	case base == 8 && value > 255:
		return 0, false, "", ErrSyntax
	case base == 8 || c == 'x':
		return value, false, s, nil
	case value < 0 || value > 0x10ffff || value >= 0xd800 && value <= 0xdfff:
		return 0, false, "", ErrSyntax
	}
	return value, true, s, nil
}

// plain: the text between the quotes is its value.
func plain(inner string, quote byte) bool {
	if native.IndexByteString(inner, '\\') >= 0 || native.IndexByteString(inner, '\n') >= 0 {
		return false
	}
	if quote == '"' {
		return native.ValidString(inner)
	}
	r, size := native.FirstRune(inner)
	return size == len(inner) && (r != 0xfffd || size != 1)
}

// unquote gives the quoted text that s begins with, or its value, and what stands behind it.
func unquote(s string, value bool) (text, rest string, err error) {
	if len(s) < 2 {
		return "", s, ErrSyntax
	}
	quote := s[0]
	end := native.IndexByteString(s[1:], quote) + 2 // unless that quote is escaped
	if end < 2 {
		return "", s, ErrSyntax
	}
	inner := s[1 : end-1]
	switch {
	case quote == '`' && value && native.IndexByteString(inner, '\r') >= 0:
		kept := make([]byte, 0, len(inner)-1)
		for i := 0; i < len(inner); i++ {
			if inner[i] != '\r' {
				kept = append(kept, inner[i])
			}
		}
		return string(kept), s[end:], nil
	case quote != '`' && quote != '"' && quote != '\'':
		return "", s, ErrSyntax
	case quote == '`', plain(inner, quote):
		if value {
			return inner, s[end:], nil
		}
		return s[:end], s[end:], nil
	}
	var b []byte
	if value {
		b = make([]byte, 0, 3*end/2)
	}
	for rest = s[1:]; rest != "" && rest[0] != quote; {
		if rest[0] == '\n' {
			return "", s, ErrSyntax
		}
		r, multibyte, behind, err := UnquoteChar(rest, quote)
		if err != nil {
			return "", s, ErrSyntax
		}
		rest = behind
		switch {
		case !value:
		case multibyte:
			b = native.AppendRune(b, r)
		default:
			b = append(b, byte(r))
		}
		if quote == '\'' {
			break
		}
	}
	if rest == "" || rest[0] != quote {
		return "", s, ErrSyntax
	}
	rest = rest[1:]
	if value {
		return string(b), rest, nil
	}
	return s[:len(s)-len(rest)], rest, nil
}

// QuotedPrefix is the quoted text that s begins with.
func QuotedPrefix(s string) (string, error) {
	text, _, err := unquote(s, false)
	return text, err
}

func Unquote(s string) (string, error) {
	text, rest, err := unquote(s, true)
	if rest != "" {
		return "", ErrSyntax
	}
	return text, err
}
