// Packages errors and fmt.Errorf: what each function allocates.
//
// Each line: what is called, and the mallocs, bytes and frees of one call after the first.
package main

import (
	"errors"
	"fmt"
	"io"

	"runtime"
	"runtime/debug"
)

var (
	kint   int
	kbool  bool
	kstr   string
	kbytes []byte
	kstrs  []string
	kany   any
	kerr   error
	krune  rune
	kfloat float64
	ku64   uint64
)

var (
	base              = errors.New("base")
	other             = errors.New("other")
	w1                = fmt.Errorf("one: %w", base)
	w2                = fmt.Errorf("two: %w", w1)
	both              = errors.Join(base, other)
	multi             = fmt.Errorf("%w and %w", base, other)
	mine        error = &myErr{3}
	wrappedMine       = fmt.Errorf("w: %w", mine)
	num         error = code(70000)
	ktarget     *myErr
	kcode       code
	ktemp       interface{ Temporary() bool }
)

type myErr struct{ n int }

func (e *myErr) Error() string        { return "mine" }
func (e *myErr) Temporary() bool      { return true }
func (e *myErr) Is(target error) bool { return target == other }

type code int

func (c code) Error() string { return "code" }

type row struct {
	name string
	call func()
}

var rows = []row{
	{"New", func() { kerr = errors.New("text") }},
	{"New twice", func() { kerr = errors.New("text"); kerr = errors.New("text") }},
	{"Error", func() { kstr = base.Error() }},
	{"Is same", func() { kbool = errors.Is(base, base) }},
	{"Is wrapped", func() { kbool = errors.Is(w2, base) }},
	{"Is not", func() { kbool = errors.Is(w2, other) }},
	{"Is joined", func() { kbool = errors.Is(both, other) }},
	{"Is by method", func() { kbool = errors.Is(wrappedMine, other) }},
	{"As", func() { var t *myErr; kbool = errors.As(wrappedMine, &t) }},
	{"As kept", func() { kbool = errors.As(wrappedMine, &ktarget) }},
	{"As value", func() { kbool = errors.As(fmt.Errorf("x %w", num), &kcode) }},
	{"As interface", func() { kbool = errors.As(wrappedMine, &ktemp) }},
	{"As not", func() { var t code; kbool = errors.As(w2, &t) }},
	{"As joined", func() { var t *myErr; kbool = errors.As(errors.Join(base, mine), &t) }},
	{"Unwrap", func() { kerr = errors.Unwrap(w2) }},
	{"Unwrap none", func() { kerr = errors.Unwrap(base) }},
	{"Join", func() { kerr = errors.Join(base, other) }},
	{"Join nil", func() { kerr = errors.Join(nil, nil) }},
	{"Join one", func() { kerr = errors.Join(nil, base) }},
	{"Join text", func() { kstr = errors.Join(base, other, w2).Error() }},
	{"Join text kept", func() { kstr = both.Error() }},
	{"Errorf plain", func() { kerr = fmt.Errorf("plain") }},
	{"Errorf value", func() { kerr = fmt.Errorf("value %d", 42) }},
	{"Errorf wrap", func() { kerr = fmt.Errorf("wrap: %w", base) }},
	{"Errorf wrap text", func() { kstr = fmt.Errorf("wrap: %w", base).Error() }},
	{"Errorf two", func() { kerr = fmt.Errorf("%w, %w", base, other) }},
	{"Errorf two equal order", func() { kerr = fmt.Errorf("%[2]w, %[1]w", base, other) }},
	{"Errorf three", func() { kerr = fmt.Errorf("%w, %w: %w", base, other, io.EOF) }},
	{"Errorf nested", func() { kerr = fmt.Errorf("a: %w", fmt.Errorf("b: %w", fmt.Errorf("c: %w", base))) }},
	{"Errorf w not error", func() { kerr = fmt.Errorf("%w", 3) }},
	{"Errorf v error", func() { kerr = fmt.Errorf("%v", base) }},
	{"Errorf struct", func() { kerr = fmt.Errorf("%v %+v", myErr{3}, &myErr{4}) }},
	{"typed pointer", func() { kerr = &myErr{5} }},
	{"typed value small", func() { kerr = code(5) }},
	{"typed value", func() { kerr = code(500) }},
	{"ErrUnsupported", func() { kbool = errors.Is(fmt.Errorf("x: %w", errors.ErrUnsupported), errors.ErrUnsupported) }},
}

var before, after runtime.MemStats

func main() {
	debug.SetGCPercent(-1)
	for _, r := range rows {
		r.call()
		runtime.ReadMemStats(&before)
		r.call()
		runtime.ReadMemStats(&after)
		fmt.Println(r.name, after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc, after.Frees-before.Frees)
	}
}
