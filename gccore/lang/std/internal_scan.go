// Package fmt (internal): scanning. Its types are fmt's by their names; fmt.go passes the calls on.
package fmt

import (
	"errors"
	"internal/native"
	"internal/reflect"
	"io"
	"math"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// ScanState is what a Scanner reads from.
type ScanState interface {
	ReadRune() (r rune, size int, err error)
	UnreadRune() error
	SkipSpace()
	Token(skipSpace bool, f func(rune) bool) (token []byte, err error)
	Width() (wid int, ok bool)
	Read(buf []byte) (n int, err error)
}

type Scanner interface {
	Scan(state ScanState, verb rune) error
}

const (
	eof     = -1
	anySize = 1 << 30
)

// ss reads runes: at most limit of them in all, by a verb's width. Errors are panics with a scanError up to the call.
type ss struct {
	rs      io.RuneScanner
	buf     []byte // the token
	count   int    // runes read
	atEOF   bool
	nlEnds  bool // a newline ends the input (Scanln)
	nlBlank bool // a newline is a blank (Scan)
	argEnd  int  // count at which the operand ends
	limit   int
	width   int
	saved   int // as large as Go's
}

type scanError struct{ err error }

// readRune makes runes of a reader that has bytes only, and can take one back.
type readRune struct {
	reader  io.Reader
	buf     [utf8.UTFMax]byte
	pending int
	left    [utf8.UTFMax]byte
	peeked  rune // >= 0: taken back
	last    rune
}

func (r *readRune) byte() (b byte, err error) {
	if r.pending > 0 {
		b = r.left[0]
		copy(r.left[:], r.left[1:])
		r.pending--
		return b, nil
	}
	n, err := io.ReadFull(r.reader, r.left[:1])
	if n != 1 {
		return 0, err
	}
	return r.left[0], err
}

func (r *readRune) ReadRune() (c rune, size int, err error) {
	if r.peeked >= 0 {
		c = r.peeked
		r.peeked = -1
		r.last = c
		return c, utf8.RuneLen(c), nil
	}
	r.buf[0], err = r.byte()
	if err != nil {
		return
	}
	n := 1
	for r.buf[0] >= utf8.RuneSelf && n < utf8.UTFMax && !utf8.FullRune(r.buf[:n]) {
		r.buf[n], err = r.byte()
		if err != nil {
			if err == io.EOF {
				err = nil
				break
			}
			return
		}
		n++
	}
	c, size = utf8.DecodeRune(r.buf[:n])
	if size < n {
		copy(r.left[r.pending:], r.buf[size:n])
		r.pending += n - size
	}
	r.last = c
	return
}

func (r *readRune) UnreadRune() error {
	if r.peeked >= 0 {
		return errors.New("fmt: scanning called UnreadRune with no rune available")
	}
	r.peeked = r.last
	return nil
}

var ssFree = sync.Pool{New: func() any { return new(ss) }}

func newScan(r io.Reader, nlBlank, nlEnds bool) *ss {
	s := ssFree.Get().(*ss)
	if rs, ok := r.(io.RuneScanner); ok {
		s.rs = rs
	} else {
		s.rs = &readRune{reader: r, peeked: -1}
	}
	*s = ss{rs: s.rs, buf: s.buf[:0], nlBlank: nlBlank, nlEnds: nlEnds, argEnd: anySize, limit: anySize, width: anySize}
	return s
}

func (s *ss) free() {
	if cap(s.buf) > 1024 {
		return
	}
	s.buf = s.buf[:0]
	s.rs = nil
	ssFree.Put(s)
}

func (s *ss) fail(text string) { panic(scanError{errors.New(text)}) }

// caught turns the panics of scanning into errors.
func caught(err *error) {
	switch e := recover().(type) {
	case nil:
	case scanError:
		*err = e.err
	case error:
		if e != io.EOF {
			panic(e)
		}
		*err = e
	default:
		panic(e)
	}
}

func (s *ss) Read(buf []byte) (n int, err error) {
	return 0, errors.New("ScanState's Read should not be called. Use ReadRune")
}

func (s *ss) ReadRune() (r rune, size int, err error) {
	if s.atEOF || s.count >= s.argEnd {
		return 0, 0, io.EOF
	}
	r, size, err = s.rs.ReadRune()
	if err == nil {
		s.count++
		s.atEOF = s.nlEnds && r == '\n'
	} else if err == io.EOF {
		s.atEOF = true
	}
	return
}

func (s *ss) UnreadRune() error {
	s.rs.UnreadRune()
	s.atEOF = false
	s.count--
	return nil
}

func (s *ss) Width() (wid int, ok bool) {
	if s.width == anySize {
		return 0, false
	}
	return s.width, true
}

func (s *ss) rune() rune {
	r, _, err := s.ReadRune()
	if err != nil {
		if err == io.EOF {
			return eof
		}
		panic(scanError{err})
	}
	return r
}

func (s *ss) mustRune() rune {
	r := s.rune()
	if r == eof {
		panic(scanError{io.ErrUnexpectedEOF})
	}
	return r
}

func (s *ss) notEOF() {
	if s.rune() == eof {
		panic(io.EOF)
	}
	s.UnreadRune()
}

func (s *ss) Token(skipSpace bool, f func(rune) bool) (token []byte, err error) {
	defer caught(&err)
	if f == nil {
		f = notBlank
	}
	s.buf = s.buf[:0]
	token = s.token(skipSpace, f)
	return
}

func blank(r rune) bool    { return native.IsSpace(r) }
func notBlank(r rune) bool { return !native.IsSpace(r) }

func (s *ss) SkipSpace() {
	for {
		r := s.rune()
		if r == eof {
			return
		}
		if r == '\r' && s.peek("\n") {
			continue
		}
		if r == '\n' {
			if s.nlBlank {
				continue
			}
			s.fail("unexpected newline")
		}
		if !blank(r) {
			s.UnreadRune()
			return
		}
	}
}

func (s *ss) token(skipSpace bool, f func(rune) bool) []byte {
	if skipSpace {
		s.SkipSpace()
	}
	for {
		r := s.rune()
		if r == eof {
			break
		}
		if !f(r) {
			s.UnreadRune()
			break
		}
		s.buf = utf8.AppendRune(s.buf, r)
	}
	return s.buf
}

func (s *ss) peek(set string) bool {
	r := s.rune()
	if r != eof {
		s.UnreadRune()
	}
	return strings.IndexRune(set, r) >= 0
}

// take reads a rune of the set.
func (s *ss) take(set string, keep bool) bool {
	r := s.rune()
	if r == eof {
		return false
	}
	if strings.IndexRune(set, r) < 0 {
		s.UnreadRune()
		return false
	}
	if keep {
		s.buf = utf8.AppendRune(s.buf, r)
	}
	return true
}

func (s *ss) verbFits(verb rune, verbs, what string) bool {
	if strings.IndexRune(verbs, verb) >= 0 {
		return true
	}
	s.fail("bad verb '%" + string(verb) + "' for " + what)
	return false
}

// ---- what is scanned ----

var (
	errBool    = errors.New("syntax error scanning boolean")
	errComplex = errors.New("syntax error scanning complex number")
)

func (s *ss) scanBool(verb rune) bool {
	s.SkipSpace()
	s.notEOF()
	if !s.verbFits(verb, "tv", "boolean") {
		return false
	}
	switch s.rune() {
	case '0':
		return false
	case '1':
		return true
	case 't', 'T':
		if s.take("rR", false) && (!s.take("uU", false) || !s.take("eE", false)) {
			panic(scanError{errBool})
		}
		return true
	case 'f', 'F':
		if s.take("aA", false) && (!s.take("lL", false) || !s.take("sS", false) || !s.take("eE", false)) {
			panic(scanError{errBool})
		}
		return false
	}
	return false
}

const (
	binaryDigits = "01"
	octalDigits  = "01234567"
	digitSet     = "0123456789"
	hexDigitSet  = "0123456789aAbBcCdDeEfF"
)

func (s *ss) base(verb rune) (base int, digits string) {
	s.verbFits(verb, "bdoUxXv", "integer")
	switch verb {
	case 'b':
		return 2, binaryDigits
	case 'o':
		return 8, octalDigits
	case 'x', 'X', 'U':
		return 16, hexDigitSet
	}
	return 10, digitSet
}

// prefix reads 0, 0b, 0o or 0x; found: a digit was among it.
func (s *ss) prefix() (base int, digits string, found bool) {
	if !s.peek("0") {
		return 0, digitSet + "_", false
	}
	s.take("0", true)
	switch {
	case s.peek("bB"):
		s.take("bB", true)
		return 0, binaryDigits + "_", true
	case s.peek("oO"):
		s.take("oO", true)
		return 0, octalDigits + "_", true
	case s.peek("xX"):
		s.take("xX", true)
		return 0, hexDigitSet + "_", true
	}
	return 0, octalDigits + "_", true
}

func (s *ss) number(digits string, found bool) string {
	if !found {
		s.notEOF()
		if !s.take(digits, true) {
			s.fail("expected integer")
		}
	}
	for s.take(digits, true) {
	}
	return string(s.buf)
}

func (s *ss) integer(verb rune, bits int, signed bool) uint64 {
	if verb == 'c' {
		r := s.mustRune()
		if int64(r)<<(64-bits)>>(64-bits) != int64(r) {
			s.fail("overflow on character value " + string(r))
		}
		return uint64(r)
	}
	s.SkipSpace()
	s.notEOF()
	base, digits := s.base(verb)
	found := false
	if verb == 'U' {
		if !s.take("U", false) || !s.take("+", false) {
			s.fail("bad unicode format ")
		}
	} else {
		if signed {
			s.take("+-", true)
		}
		if verb == 'v' {
			base, digits, found = s.prefix()
		}
	}
	text := s.number(digits, found)
	if !signed {
		u, err := strconv.ParseUint(text, base, 64)
		if err != nil {
			panic(scanError{err})
		}
		if u<<(64-bits)>>(64-bits) != u {
			s.fail("unsigned integer overflow on token " + text)
		}
		return u
	}
	i, err := strconv.ParseInt(text, base, 64)
	if err != nil {
		panic(scanError{err})
	}
	if i<<(64-bits)>>(64-bits) != i {
		s.fail("integer overflow on token " + text)
	}
	return uint64(i)
}

func (s *ss) floatToken() string {
	s.buf = s.buf[:0]
	if s.take("nN", true) && s.take("aA", true) && s.take("nN", true) {
		return string(s.buf)
	}
	s.take("+-", true)
	if s.take("iI", true) && s.take("nN", true) && s.take("fF", true) {
		return string(s.buf)
	}
	digits, exponent := digitSet+"_", "eEpP"
	if s.take("0", true) && s.take("xX", true) {
		digits, exponent = hexDigitSet+"_", "pP"
	}
	for s.take(digits, true) {
	}
	if s.take(".", true) {
		for s.take(digits, true) {
		}
	}
	if s.take(exponent, true) {
		s.take("+-", true)
		for s.take(digitSet+"_", true) {
		}
	}
	return string(s.buf)
}

const floatVerbs = "beEfFgGv"

func (s *ss) float(verb rune, bits int) float64 {
	s.verbFits(verb, floatVerbs, "float"+strconv.Itoa(bits))
	s.SkipSpace()
	s.notEOF()
	return s.parseFloat(s.floatToken(), bits)
}

// parseFloat takes a decimal number with a binary exponent (1.5p4), too, which strconv does not.
func (s *ss) parseFloat(text string, bits int) float64 {
	mantissa, exponent, binary := strings.Cut(text, "p")
	if strings.ContainsAny(text, "xX") {
		mantissa, binary = text, false
	}
	f, err := strconv.ParseFloat(mantissa, bits)
	power := 0
	if err == nil && binary {
		power, err = strconv.Atoi(exponent)
	}
	if err != nil {
		err.(*strconv.NumError).Num = text
		panic(scanError{err})
	}
	return math.Ldexp(f, power)
}

// complex reads two floats, the second with a sign and an i, in parentheses or not; bits are those of both.
func (s *ss) complex(verb rune, bits int) complex128 {
	s.verbFits(verb, floatVerbs, "complex")
	s.SkipSpace()
	s.notEOF()
	parenthesis := s.take("(", false)
	x := s.floatToken()
	s.buf = s.buf[:0]
	signed := s.take("+-", true)
	sign := string(s.buf)
	if !signed {
		s.notComplex()
	}
	y := sign + s.floatToken()
	if !s.take("i", false) || parenthesis && !s.take(")", false) {
		s.notComplex()
	}
	return complex(s.parseFloat(x, bits/2), s.parseFloat(y, bits/2))
}

func (s *ss) notComplex() { panic(scanError{errComplex}) }

func (s *ss) text(verb rune) string {
	if !s.verbFits(verb, "svqxX", "string") {
		return ""
	}
	s.SkipSpace()
	s.notEOF()
	switch verb {
	case 'q':
		return s.quoted()
	case 'x', 'X':
		return s.hex()
	}
	return string(s.token(true, notBlank))
}

func (s *ss) quoted() string {
	s.notEOF()
	quote := s.rune()
	switch quote {
	case '`':
		for {
			r := s.mustRune()
			if r == quote {
				return string(s.buf)
			}
			s.buf = utf8.AppendRune(s.buf, r)
		}
	case '"':
		s.buf = append(s.buf, '"')
		for {
			r := s.mustRune()
			s.buf = utf8.AppendRune(s.buf, r)
			if r == '\\' {
				s.buf = utf8.AppendRune(s.buf, s.mustRune())
			} else if r == '"' {
				break
			}
		}
		text, err := strconv.Unquote(string(s.buf))
		if err != nil {
			panic(scanError{err})
		}
		return text
	}
	s.fail("expected quoted string")
	return ""
}

func (s *ss) hex() string {
	s.notEOF()
	for {
		high := s.rune()
		i := strings.IndexRune(hexPairs, high)
		if high == eof || i < 0 {
			if high != eof {
				s.UnreadRune()
			}
			break
		}
		j := strings.IndexRune(hexPairs, s.mustRune())
		if j < 0 {
			s.fail("illegal hex digit")
		}
		s.buf = append(s.buf, byte(i/2<<4|j/2))
	}
	if len(s.buf) == 0 {
		s.fail("no hex data for %x string")
		return ""
	}
	return string(s.buf)
}

// hexPairs: the digit at 2n or 2n+1 is worth n.
const hexPairs = "00112233445566778899aAbBcCdDeEfF"

func (s *ss) one(verb rune, arg any) {
	s.buf = s.buf[:0]
	if v, ok := arg.(Scanner); ok {
		if err := v.Scan(s, verb); err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			panic(scanError{err})
		}
		return
	}
	switch v := arg.(type) {
	case *bool:
		*v = s.scanBool(verb)
	case *complex64:
		*v = complex64(s.complex(verb, 64))
	case *complex128:
		*v = s.complex(verb, 128)
	case *int:
		*v = int(s.integer(verb, 64, true))
	case *int8:
		*v = int8(s.integer(verb, 8, true))
	case *int16:
		*v = int16(s.integer(verb, 16, true))
	case *int32:
		*v = int32(s.integer(verb, 32, true))
	case *int64:
		*v = int64(s.integer(verb, 64, true))
	case *uint:
		*v = uint(s.integer(verb, 64, false))
	case *uint8:
		*v = uint8(s.integer(verb, 8, false))
	case *uint16:
		*v = uint16(s.integer(verb, 16, false))
	case *uint32:
		*v = uint32(s.integer(verb, 32, false))
	case *uint64:
		*v = s.integer(verb, 64, false)
	case *uintptr:
		*v = uintptr(s.integer(verb, 64, false))
	case *float64:
		*v = s.float(verb, 64)
	case *float32:
		*v = float32(s.float(verb, 32))
	case *string:
		*v = s.text(verb)
	case *[]byte:
		*v = []byte(s.text(verb))
	default:
		s.byKind(verb, arg)
	}
}

// byKind scans into what a pointer to a type of the program's own points to.
func (s *ss) byKind(verb rune, arg any) {
	p := reflect.ValueOf(arg)
	if p.Kind() != reflect.Pointer {
		s.fail("type not a pointer: " + reflect.TypeOf(arg).String())
	}
	v := p.Elem()
	bits := int(v.Type().Size()) * 8
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(s.scanBool(verb))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(s.integer(verb, bits, true)))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		v.SetUint(s.integer(verb, bits, false))
	case reflect.String:
		v.SetString(s.text(verb))
	case reflect.Slice:
		if v.Type().Elem().Kind() != reflect.Uint8 {
			s.fail("can't scan type: " + p.Type().String())
		}
		text := s.text(verb)
		made := make([]byte, len(text))
		copy(made, text)
		native.Leak(&made) // reflect.MakeSlice makes an object of the slice itself, too
		v.SetBytes(made)
	case reflect.Float32, reflect.Float64:
		v.SetFloat(s.float(verb, bits))
	case reflect.Complex64, reflect.Complex128:
		v.SetComplex(s.complex(verb, bits))
	default:
		s.fail("can't scan type: " + p.Type().String())
	}
}

// ---- calls ----

func (s *ss) doScan(a []any) (n int, err error) {
	defer caught(&err)
	for _, v := range a {
		s.one('v', v)
		n++
	}
	if s.nlEnds {
		for {
			r := s.rune()
			if r == '\n' || r == eof {
				break
			}
			if !blank(r) {
				s.fail("expected newline")
			}
		}
	}
	return
}

// advance matches the format's text up to the next verb; it returns how much of the format that was, -1: no match.
func (s *ss) advance(format string) (i int) {
	for i < len(format) {
		c, size := utf8.DecodeRuneInString(format[i:])
		switch {
		case blank(c):
			newlines, trailing := 0, false
			for blank(c) && i < len(format) {
				if c == '\n' {
					newlines++
					trailing = false
				} else {
					trailing = true
				}
				i += size
				c, size = utf8.DecodeRuneInString(format[i:])
			}
			for j := 0; j < newlines; j++ {
				r := s.rune()
				for blank(r) && r != '\n' {
					r = s.rune()
				}
				if r != '\n' && r != eof {
					s.fail("newline in format does not match input")
				}
			}
			if trailing {
				r := s.rune()
				if newlines == 0 {
					if !blank(r) && r != eof {
						s.fail("expected space in input to match format")
					}
					if r == '\n' {
						s.fail("newline in input does not match format")
					}
				}
				for blank(r) && r != '\n' {
					r = s.rune()
				}
				if r != eof {
					s.UnreadRune()
				}
			}
			continue
		case c == '%':
			if i+size == len(format) {
				s.fail("missing verb: % at end of format string")
			}
			next, _ := utf8.DecodeRuneInString(format[i+size:])
			if next != '%' {
				return
			}
			i += size
		}
		if r := s.mustRune(); r != c {
			s.UnreadRune()
			return -1
		}
		i += size
	}
	return
}

func (s *ss) doScanf(format string, a []any) (n int, err error) {
	defer caught(&err)
	end := len(format) - 1
	for i := 0; i <= end; {
		w := s.advance(format[i:])
		if w > 0 {
			i += w
			continue
		}
		if format[i] != '%' {
			if w < 0 {
				s.fail("input does not match format")
			}
			break
		}
		i++
		var ok bool
		s.width, ok, i = number(format, i)
		if !ok {
			s.width = anySize
		}
		c, size := utf8.DecodeRuneInString(format[i:])
		i += size
		if c != 'c' {
			s.SkipSpace()
		}
		s.argEnd = s.limit
		if end := s.count + s.width; end < s.argEnd {
			s.argEnd = end
		}
		if n >= len(a) {
			s.fail("too few operands for format '%" + format[i-size:] + "'")
		}
		s.one(c, a[n])
		n++
		s.argEnd = s.limit
	}
	if n < len(a) {
		s.fail("too many operands")
	}
	return
}

func Fscan(r io.Reader, a ...any) (n int, err error) {
	s := newScan(r, true, false)
	n, err = s.doScan(a)
	s.free()
	return
}

func Fscanln(r io.Reader, a ...any) (n int, err error) {
	s := newScan(r, false, true)
	n, err = s.doScan(a)
	s.free()
	return
}

func Fscanf(r io.Reader, format string, a ...any) (n int, err error) {
	s := newScan(r, false, false)
	n, err = s.doScanf(format, a)
	s.free()
	return
}

// stringReader reads a string to its end.
type stringReader string

func (r *stringReader) Read(b []byte) (n int, err error) {
	n = copy(b, *r)
	*r = (*r)[n:]
	if n == 0 {
		err = io.EOF
	}
	return
}

func Sscan(str string, a ...any) (n int, err error)   { return Fscan((*stringReader)(&str), a...) }
func Sscanln(str string, a ...any) (n int, err error) { return Fscanln((*stringReader)(&str), a...) }
func Sscanf(str string, format string, a ...any) (n int, err error) {
	return Fscanf((*stringReader)(&str), format, a...)
}

func number(s string, at int) (n int, ok bool, next int) {
	for ; at < len(s) && '0' <= s[at] && s[at] <= '9'; at++ {
		if n > 1e6 {
			return 0, false, len(s)
		}
		n = n*10 + int(s[at]-'0')
		ok = true
	}
	return n, ok, at
}
