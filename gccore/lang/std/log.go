// Package log: lines with a prefix and the time of the machine.
package log

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

const (
	Ldate = 1 << iota
	Ltime
	Lmicroseconds
	Llongfile
	Lshortfile
	LUTC
	Lmsgprefix
	LstdFlags = Ldate | Ltime
)

type Logger struct {
	outMu     sync.Mutex
	out       io.Writer
	prefix    atomic.Pointer[string]
	flag      atomic.Int32
	isDiscard atomic.Bool
}

func New(out io.Writer, prefix string, flag int) *Logger {
	l := new(Logger)
	l.SetOutput(out)
	l.SetPrefix(prefix)
	l.SetFlags(flag)
	return l
}

var std = New(os.Stderr, "", LstdFlags)

func Default() *Logger { return std }

func (l *Logger) SetOutput(w io.Writer) {
	l.outMu.Lock()
	defer l.outMu.Unlock()
	l.out = w
	l.isDiscard.Store(w == io.Discard)
}

func (l *Logger) Writer() io.Writer {
	l.outMu.Lock()
	defer l.outMu.Unlock()
	return l.out
}

func (l *Logger) Flags() int              { return int(l.flag.Load()) }
func (l *Logger) SetFlags(flag int)       { l.flag.Store(int32(flag)) }
func (l *Logger) SetPrefix(prefix string) { l.prefix.Store(&prefix) }

func (l *Logger) Prefix() string {
	if p := l.prefix.Load(); p != nil {
		return *p
	}
	return ""
}

// digits appends i, at least wid long.
func digits(buf *[]byte, i, wid int) {
	var b [20]byte
	at := len(b) - 1
	for i >= 10 || wid > 1 {
		wid--
		b[at] = byte('0' + i%10)
		at--
		i /= 10
	}
	b[at] = byte('0' + i)
	*buf = append(*buf, b[at:]...)
}

func header(buf *[]byte, t time.Time, prefix string, flag int, file string, line int) {
	if flag&Lmsgprefix == 0 {
		*buf = append(*buf, prefix...)
	}
	if flag&Ldate != 0 {
		year, month, day := t.Date()
		digits(buf, year, 4)
		*buf = append(*buf, '/')
		digits(buf, int(month), 2)
		*buf = append(*buf, '/')
		digits(buf, day, 2)
		*buf = append(*buf, ' ')
	}
	if flag&(Ltime|Lmicroseconds) != 0 {
		hour, minute, second := t.Clock()
		digits(buf, hour, 2)
		*buf = append(*buf, ':')
		digits(buf, minute, 2)
		*buf = append(*buf, ':')
		digits(buf, second, 2)
		if flag&Lmicroseconds != 0 {
			*buf = append(*buf, '.')
			digits(buf, t.Nanosecond()/1e3, 6)
		}
		*buf = append(*buf, ' ')
	}
	if flag&(Lshortfile|Llongfile) != 0 {
		if flag&Lshortfile != 0 {
			for i := len(file) - 1; i > 0; i-- {
				if file[i] == '/' {
					file = file[i+1:]
					break
				}
			}
		}
		*buf = append(*buf, file...)
		*buf = append(*buf, ':')
		digits(buf, line, -1)
		*buf = append(*buf, ": "...)
	}
	if flag&Lmsgprefix != 0 {
		*buf = append(*buf, prefix...)
	}
}

var buffers = sync.Pool{New: func() any { return new([]byte) }}

func (l *Logger) output(depth int, add func([]byte) []byte) error {
	if l.isDiscard.Load() {
		return nil
	}
	now := time.Now()
	prefix, flag := l.Prefix(), l.Flags()
	file, line := "???", 0
	if flag&(Lshortfile|Llongfile) != 0 {
		if _, f, n, ok := runtime.Caller(depth); ok {
			file, line = f, n
		}
	}
	buf := buffers.Get().(*[]byte)
	*buf = (*buf)[:0]
	header(buf, now, prefix, flag, file, line)
	*buf = add(*buf)
	if len(*buf) == 0 || (*buf)[len(*buf)-1] != '\n' {
		*buf = append(*buf, '\n')
	}
	l.outMu.Lock()
	_, err := l.out.Write(*buf)
	l.outMu.Unlock()
	if cap(*buf) <= 64<<10 {
		buffers.Put(buf)
	}
	return err
}

func (l *Logger) Output(calldepth int, s string) error {
	return l.output(calldepth+1, func(b []byte) []byte { return append(b, s...) })
}

func (l *Logger) print(v []any) { l.output(3, func(b []byte) []byte { return fmt.Append(b, v...) }) }
func (l *Logger) println(v []any) {
	l.output(3, func(b []byte) []byte { return fmt.Appendln(b, v...) })
}
func (l *Logger) printf(format string, v []any) {
	l.output(3, func(b []byte) []byte { return fmt.Appendf(b, format, v...) })
}

func (l *Logger) Print(v ...any)                 { l.print(v) }
func (l *Logger) Println(v ...any)               { l.println(v) }
func (l *Logger) Printf(format string, v ...any) { l.printf(format, v) }

func (l *Logger) Fatal(v ...any) {
	l.Output(2, fmt.Sprint(v...))
	os.Exit(1)
}

func (l *Logger) Fatalln(v ...any) {
	l.Output(2, fmt.Sprintln(v...))
	os.Exit(1)
}

func (l *Logger) Fatalf(format string, v ...any) {
	l.Output(2, fmt.Sprintf(format, v...))
	os.Exit(1)
}

func (l *Logger) Panic(v ...any) {
	s := fmt.Sprint(v...)
	l.Output(2, s)
	panic(s)
}

func (l *Logger) Panicln(v ...any) {
	s := fmt.Sprintln(v...)
	l.Output(2, s)
	panic(s)
}

func (l *Logger) Panicf(format string, v ...any) {
	s := fmt.Sprintf(format, v...)
	l.Output(2, s)
	panic(s)
}

func SetOutput(w io.Writer)                { std.SetOutput(w) }
func Writer() io.Writer                    { return std.Writer() }
func Flags() int                           { return std.Flags() }
func SetFlags(flag int)                    { std.SetFlags(flag) }
func Prefix() string                       { return std.Prefix() }
func SetPrefix(prefix string)              { std.SetPrefix(prefix) }
func Output(calldepth int, s string) error { return std.Output(calldepth+1, s) }
func Print(v ...any)                       { std.print(v) }
func Println(v ...any)                     { std.println(v) }
func Printf(format string, v ...any)       { std.printf(format, v) }

func Fatal(v ...any) {
	std.Output(2, fmt.Sprint(v...))
	os.Exit(1)
}

func Fatalln(v ...any) {
	std.Output(2, fmt.Sprintln(v...))
	os.Exit(1)
}

func Fatalf(format string, v ...any) {
	std.Output(2, fmt.Sprintf(format, v...))
	os.Exit(1)
}

func Panic(v ...any) {
	s := fmt.Sprint(v...)
	std.Output(2, s)
	panic(s)
}

func Panicln(v ...any) {
	s := fmt.Sprintln(v...)
	std.Output(2, s)
	panic(s)
}

func Panicf(format string, v ...any) {
	s := fmt.Sprintf(format, v...)
	std.Output(2, s)
	panic(s)
}
