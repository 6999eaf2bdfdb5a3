// Package fmt: printing. The texts are made by the machine (lang/vm-format.c); what is here keeps the buffers, calls the
// Error and String methods that the machine asks for, and writes.
package fmt

import (
	"errors"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// State is what a Formatter prints through.
type State interface {
	Write(b []byte) (n int, err error)
	Width() (wid int, ok bool)
	Precision() (prec int, ok bool)
	Flag(c int) bool
}

type Formatter interface {
	Format(f State, verb rune)
}

type Stringer interface {
	String() string
}

type GoStringer interface {
	GoString() string
}

const (
	modePrint = iota
	modePrintln
	modePrintf
)

// pp is a printer: the text so far, and the texts of the methods called for it. The machine knows its layout.
type pp struct {
	buf  []byte
	memo []string
	rest [16]uintptr
}

var ppFree = sync.Pool{New: func() any { return new(pp) }}

// format appends the text of a to p.buf. If it needs the text of a value's method, it gives the value back instead.
//
//go:noescape
func format(p *pp, mode int, f string, a []any) (need any, verb int)

func newPrinter() *pp {
	p := ppFree.Get().(*pp)
	p.buf = p.buf[:0]
	return p
}

func (p *pp) free() {
	if cap(p.buf) > 64*1024 {
		p.buf = nil
	}
	for i := range p.memo {
		p.memo[i] = ""
	}
	p.memo = p.memo[:0]
	ppFree.Put(p)
}

func (p *pp) print(mode int, f string, a []any) {
	for {
		need, verb := format(p, mode, f, a)
		if need == nil {
			return
		}
		p.memo = append(p.memo, methodText(need, verb))
	}
}

// methodText is what v's method says; a panic in it becomes part of the text, as in Go.
func methodText(v any, verb int) (text string) {
	defer func() {
		if err := recover(); err != nil {
			text = panicText(v, verb, err)
		}
	}()
	switch x := v.(type) {
	case error:
		return x.Error()
	case Stringer:
		return x.String()
	}
	return ""
}

func panicText(v any, verb int, err any) string {
	if isNilPointer(v) {
		return "<nil>"
	}
	method := "String"
	if _, ok := v.(error); ok {
		method = "Error"
	}
	return "%!" + string(rune(verb)) + "(PANIC=" + method + " method: " + Sprint(err) + ")"
}

//go:noescape
func isNilPointer(v any) bool

func Fprint(w io.Writer, a ...any) (n int, err error) {
	p := newPrinter()
	p.print(modePrint, "", a)
	n, err = w.Write(p.buf)
	p.free()
	return
}

func Fprintln(w io.Writer, a ...any) (n int, err error) {
	p := newPrinter()
	p.print(modePrintln, "", a)
	n, err = w.Write(p.buf)
	p.free()
	return
}

func Fprintf(w io.Writer, format string, a ...any) (n int, err error) {
	p := newPrinter()
	p.print(modePrintf, format, a)
	n, err = w.Write(p.buf)
	p.free()
	return
}

func Print(a ...any) (n int, err error)                 { return Fprint(os.Stdout, a...) }
func Println(a ...any) (n int, err error)               { return Fprintln(os.Stdout, a...) }
func Printf(format string, a ...any) (n int, err error) { return Fprintf(os.Stdout, format, a...) }

func Sprint(a ...any) string {
	p := newPrinter()
	p.print(modePrint, "", a)
	s := string(p.buf)
	p.free()
	return s
}

func Sprintln(a ...any) string {
	p := newPrinter()
	p.print(modePrintln, "", a)
	s := string(p.buf)
	p.free()
	return s
}

func Sprintf(format string, a ...any) string {
	p := newPrinter()
	p.print(modePrintf, format, a)
	s := string(p.buf)
	p.free()
	return s
}

func Append(b []byte, a ...any) []byte {
	p := newPrinter()
	p.print(modePrint, "", a)
	b = append(b, p.buf...)
	p.free()
	return b
}

func Appendln(b []byte, a ...any) []byte {
	p := newPrinter()
	p.print(modePrintln, "", a)
	b = append(b, p.buf...)
	p.free()
	return b
}

func Appendf(b []byte, format string, a ...any) []byte {
	p := newPrinter()
	p.print(modePrintf, format, a)
	b = append(b, p.buf...)
	p.free()
	return b
}

type wrapError struct {
	msg string
	err error
}

func (e *wrapError) Error() string { return e.msg }
func (e *wrapError) Unwrap() error { return e.err }

type wrapErrors struct {
	msg  string
	errs []error
}

func (e *wrapErrors) Error() string   { return e.msg }
func (e *wrapErrors) Unwrap() []error { return e.errs }

// wrapped finds the operands of the %w verbs, in order.
func wrapped(format string, a []any) []error {
	var errs []error
	arg := 0
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			continue
		}
		i++
		for i < len(format) {
			c := format[i]
			if c == '*' {
				arg++
			} else if c == '[' {
				n := 0
				for i++; i < len(format) && '0' <= format[i] && format[i] <= '9'; i++ {
					n = n*10 + int(format[i]-'0')
				}
				arg = n - 1
			} else if c != '+' && c != '-' && c != '#' && c != ' ' && c != '.' && (c < '0' || c > '9') {
				break
			}
			i++
		}
		if i >= len(format) || format[i] == '%' {
			continue
		}
		if format[i] == 'w' && 0 <= arg && arg < len(a) {
			if err, ok := a[arg].(error); ok {
				errs = append(errs, err)
			}
		}
		arg++
	}
	return errs
}

// Errorf makes a wrapError or wrapErrors if the format has %w, else what errors.New makes.
func Errorf(format string, a ...any) error {
	p := newPrinter()
	p.print(modePrintf, format, a)
	s := string(p.buf)
	var err error
	switch errs := wrapped(format, a); len(errs) {
	case 0:
		err = errors.New(s)
	case 1:
		err = &wrapError{s, errs[0]}
	default:
		err = &wrapErrors{s, errs}
	}
	p.free()
	return err
}

// ---- Scanning ----

// scanner reads a string; nl: a newline ends the input (Sscanln, Sscanf) instead of being a blank.
type scanner struct {
	s  string
	i  int
	nl bool
}

func (sc *scanner) blanks() error {
	for sc.i < len(sc.s) {
		switch c := sc.s[sc.i]; {
		case c == '\r' && sc.i+1 < len(sc.s) && sc.s[sc.i+1] == '\n':
		case c == '\n':
			if sc.nl {
				return errors.New("unexpected newline")
			}
		case c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r':
		default:
			return nil
		}
		sc.i++
	}
	return nil
}

func isBlank(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }

// word is what stands before the next blank, at most width bytes.
func (sc *scanner) word(width int) string {
	start := sc.i
	for sc.i < len(sc.s) && !isBlank(sc.s[sc.i]) && (width < 0 || sc.i-start < width) {
		sc.i++
	}
	return sc.s[start:sc.i]
}

// run is the longest piece of the characters in set, at most width bytes.
func (sc *scanner) run(set string, width int) string {
	start := sc.i
	for sc.i < len(sc.s) && (width < 0 || sc.i-start < width) && strings.IndexByte(set, sc.s[sc.i]) >= 0 {
		sc.i++
	}
	return sc.s[start:sc.i]
}

const digitSet = "0123456789_"

func (sc *scanner) integer(verb byte, bits, width int, signed bool) (neg bool, u uint64, err error) {
	start := sc.i
	if signed && sc.i < len(sc.s) && (sc.s[sc.i] == '-' || sc.s[sc.i] == '+') {
		neg = sc.s[sc.i] == '-'
		sc.i++
	}
	base, set := 10, digitSet
	switch verb {
	case 'b':
		base, set = 2, "01_"
	case 'o':
		base, set = 8, "01234567_"
	case 'x', 'X':
		base, set = 16, "0123456789aAbBcCdDeEfF_"
	case 'v':
		if sc.i+1 < len(sc.s) && sc.s[sc.i] == '0' {
			switch sc.s[sc.i+1] {
			case 'b', 'B':
				base, set = 2, "01_"
				sc.i += 2
			case 'o', 'O':
				base, set = 8, "01234567_"
				sc.i += 2
			case 'x', 'X':
				base, set = 16, "0123456789aAbBcCdDeEfF_"
				sc.i += 2
			default:
				base, set = 8, "01234567_"
			}
		}
	}
	if width >= 0 {
		width -= sc.i - start
	}
	text := sc.run(set, width)
	if text == "" {
		return false, 0, errors.New("expected integer")
	}
	u, e := strconv.ParseUint(text, base, 64)
	if e != nil && signed {
		_, e = strconv.ParseInt(text, base, 64)
	}
	limit := uint64(1)<<(bits-1)<<1 - 1
	if signed {
		limit = uint64(1)<<(bits-1) - 1
		if neg {
			limit++
		}
	}
	if e != nil {
		return false, 0, e
	}
	if u > limit {
		if signed {
			return false, 0, errors.New("integer overflow on token " + sc.s[start:sc.i])
		}
		return false, 0, errors.New("unsigned integer overflow on token " + sc.s[start:sc.i])
	}
	return neg, u, nil
}

func (sc *scanner) signed(verb byte, bits, width int) (int64, error) {
	neg, u, err := sc.integer(verb, bits, width, true)
	if neg {
		u = -u
	}
	return int64(u), err
}

func (sc *scanner) unsigned(verb byte, bits, width int) (uint64, error) {
	_, u, err := sc.integer(verb, bits, width, false)
	return u, err
}

func (sc *scanner) float(bits, width int) (float64, error) {
	return strconv.ParseFloat(sc.run("+-0123456789_.eEpPxXnNaAiIfF", width), bits)
}

func (sc *scanner) boolean() bool {
	rest := sc.s[sc.i:]
	for _, w := range [...]string{"true", "TRUE", "True", "false", "FALSE", "False", "t", "T", "f", "F", "1", "0"} {
		if strings.HasPrefix(rest, w) {
			sc.i += len(w)
			return w[0] == 't' || w[0] == 'T' || w[0] == '1'
		}
	}
	sc.i++
	return false
}

// one reads the value that p points to.
func (sc *scanner) one(verb byte, width int, p any) (err error) {
	if verb == 'c' {
		if sc.i >= len(sc.s) {
			return io.EOF
		}
		r, size := utf8.DecodeRuneInString(sc.s[sc.i:])
		sc.i += size
		switch p := p.(type) {
		case *rune:
			*p = r
		case *byte:
			*p = byte(r)
		case *int:
			*p = int(r)
		default:
			return errors.New("bad verb '%c' for " + Sprintf("%T", p)[1:])
		}
		return nil
	}
	if err := sc.blanks(); err != nil {
		return err
	}
	if sc.i >= len(sc.s) {
		return io.EOF
	}
	if !verbFits(verb, p) {
		return errors.New("bad verb '%" + string(verb) + "' for " + verbClass(p))
	}
	var n int64
	var u uint64
	var f float64
	switch p := p.(type) {
	case *int:
		n, err = sc.signed(verb, 64, width)
		if err == nil {
			*p = int(n)
		}
	case *int8:
		n, err = sc.signed(verb, 8, width)
		if err == nil {
			*p = int8(n)
		}
	case *int16:
		n, err = sc.signed(verb, 16, width)
		if err == nil {
			*p = int16(n)
		}
	case *int32:
		n, err = sc.signed(verb, 32, width)
		if err == nil {
			*p = int32(n)
		}
	case *int64:
		n, err = sc.signed(verb, 64, width)
		if err == nil {
			*p = n
		}
	case *uint:
		u, err = sc.unsigned(verb, 64, width)
		if err == nil {
			*p = uint(u)
		}
	case *uint8:
		u, err = sc.unsigned(verb, 8, width)
		if err == nil {
			*p = uint8(u)
		}
	case *uint16:
		u, err = sc.unsigned(verb, 16, width)
		if err == nil {
			*p = uint16(u)
		}
	case *uint32:
		u, err = sc.unsigned(verb, 32, width)
		if err == nil {
			*p = uint32(u)
		}
	case *uint64:
		u, err = sc.unsigned(verb, 64, width)
		if err == nil {
			*p = u
		}
	case *uintptr:
		u, err = sc.unsigned(verb, 64, width)
		if err == nil {
			*p = uintptr(u)
		}
	case *float32:
		f, err = sc.float(32, width)
		if err == nil {
			*p = float32(f)
		}
	case *float64:
		f, err = sc.float(64, width)
		if err == nil {
			*p = f
		}
	case *bool:
		*p = sc.boolean()
	case *string:
		if verb == 'q' {
			w := sc.word(-1)
			*p, err = strconv.Unquote(w)
		} else {
			*p = sc.word(width)
		}
	case *[]byte:
		*p = []byte(sc.word(width))
	default:
		err = errors.New("can't scan type: " + Sprintf("%T", p))
	}
	return err
}

func verbClass(p any) string {
	switch p.(type) {
	case *string, *[]byte:
		return "string"
	case *bool:
		return "boolean"
	case *float32:
		return "float32"
	case *float64:
		return "float64"
	}
	return "integer"
}

func verbFits(verb byte, p any) bool {
	set := "bdoUxXv"
	switch verbClass(p) {
	case "string":
		set = "svqxX"
	case "boolean":
		set = "tv"
	case "float32", "float64":
		set = "beEfFgGv"
	}
	return strings.IndexByte(set, verb) >= 0
}

func (sc *scanner) all(a []any) (n int, err error) {
	for _, p := range a {
		if err := sc.one('v', -1, p); err != nil {
			return n, err
		}
		n++
	}
	if sc.nl {
		for sc.i < len(sc.s) && isBlank(sc.s[sc.i]) && sc.s[sc.i] != '\n' {
			sc.i++
		}
		if sc.i < len(sc.s) && sc.s[sc.i] != '\n' {
			return n, errors.New("expected newline")
		}
	}
	return n, nil
}

func Sscan(str string, a ...any) (n int, err error) {
	sc := scanner{s: str}
	return sc.all(a)
}

func Sscanln(str string, a ...any) (n int, err error) {
	sc := scanner{s: str, nl: true}
	return sc.all(a)
}

func Sscanf(str string, format string, a ...any) (n int, err error) {
	sc := scanner{s: str, nl: true}
	for i := 0; i < len(format); {
		c := format[i]
		if isBlank(c) {
			line := false
			for i < len(format) && isBlank(format[i]) {
				line = line || format[i] == '\n'
				i++
			}
			start := sc.i
			for sc.i < len(sc.s) && isBlank(sc.s[sc.i]) {
				if sc.s[sc.i] == '\n' && !line {
					return n, errors.New("newline in input does not match format")
				}
				sc.i++
			}
			if sc.i == start && sc.i < len(sc.s) && !line {
				return n, errors.New("expected space in input to match format")
			}
			continue
		}
		if c != '%' || i+1 < len(format) && format[i+1] == '%' {
			if c == '%' {
				i++
			}
			if sc.i >= len(sc.s) {
				return n, io.ErrUnexpectedEOF
			}
			if sc.s[sc.i] != c {
				return n, errors.New("input does not match format")
			}
			sc.i++
			i++
			continue
		}
		i++
		width := -1
		for i < len(format) && '0' <= format[i] && format[i] <= '9' {
			if width < 0 {
				width = 0
			}
			width = width*10 + int(format[i]-'0')
			i++
		}
		if i >= len(format) {
			return n, errors.New("too few operands for format '%'")
		}
		verb := format[i]
		i++
		if n >= len(a) {
			return n, errors.New("too few operands for format '%" + string(verb) + "'")
		}
		if err := sc.one(verb, width, a[n]); err != nil {
			return n, err
		}
		n++
	}
	if n < len(a) {
		return n, errors.New("too many operands")
	}
	return n, nil
}

// There is nothing to read on the standard input.
func Scan(a ...any) (n int, err error)                 { return 0, io.EOF }
func Scanln(a ...any) (n int, err error)               { return 0, io.EOF }
func Scanf(format string, a ...any) (n int, err error) { return 0, io.EOF }
