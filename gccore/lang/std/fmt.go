// Package fmt: printing. The texts are made by the machine (lang/vm-format.c); what is here keeps the buffers, calls the
// Error and String methods that the machine asks for, and writes.
package fmt

import (
	"errors"
	"io"
	"os"
	"sync"
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
