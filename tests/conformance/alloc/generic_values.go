// What function values, go and defer statements hold in and of generic functions: the dictionary of the type arguments.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type text interface{ String() string }

type num int

func (n num) String() string { return "n" }

type wide struct{ a, b int }

func (w wide) String() string { return "w" }
func (w *wide) grow()         {}

type grower[T any] interface {
	*T
	grow()
}

type box[T any] struct{ v T }

func (b *box[T]) get() T   { return b.v }
func (b *box[T]) set(v T)  { b.v = v }
func (b *box[T]) nop()     {}
func (b box[T]) val(v T)   {}
func (b box[T]) copied() T { return b.v }

type setter[T any] interface{ set(T) }

type crate[T any] struct {
	*box[T]
	n num
}

func id[T any](x T) T { return x }
func nothing[T any]() {}

//go:noinline
func call[T any](f func(T) T, x T) T { sink = f; return f(x) }

// Values.
func (b *box[T]) literal() func() int             { return func() int { return 1 } }
func (b *box[T]) value() func() T                 { return b.get }
func (b *box[T]) copies() func() T                { c := box[T]{b.v}; return c.copied }
func (b *box[T]) expr() func(*box[T]) T           { return (*box[T]).get }
func textExpr[T text]() func(T) string            { return T.String }
func textValue[T text](x T) func() string         { return x.String }
func promoted[T any]() func(crate[T]) T           { return crate[T].get }
func fixedExpr[T any]() func(num) string          { return num.String }
func fixedValue[T any](c *crate[T]) func() string { return c.n.String }
func fixed[T any]() func(int) int                 { return id[int] }
func again[T any](n int, x T) func(T) T {
	if n == 0 {
		return id[T]
	}
	return again[T](n-1, x)
}
func slices[T any]() func([]T) []T       { return id[[]T] }
func inferred[T any]() func(T) T         { return id }
func passed[T any](x T) T                { return call(id, x) }
func inLiteral[T any]() func() func(T) T { return func() func(T) T { return id[T] } }
func field[T any]() any                  { return &struct{ f func(T) T }{id[T]} }
func compared[T any]() bool              { f := id[T]; return f == nil }
func local[T any](x T) T                 { f := id[T]; g := func(x T) T { return f(x) }; return g(x) }
func array[T any]() int                  { a := [...]func(T) T{id[T], id[T]}; return len(a) }

// go and defer.
func goSelf[T any](b *box[T], v T)     { go b.set(v) }
func goNop[T any](b *box[T])           { go b.nop() }
func goCopy[T any](b *box[T], v T)     { go b.val(v) }
func goID[T any](v T)                  { go id(v) }
func goFixed[T any]()                  { go id(1) }
func goNothing[T any]()                { go nothing[T]() }
func goFunc[T any](f func(T), x T)     { go f(x) }
func goLocal[T any](x T)               { f := id[T]; go f(x) }
func goText[T text](x T)               { go x.String() }
func goGrow[T any, P grower[T]](x *T)  { go P(x).grow() }
func goSetter[T any](s setter[T], v T) { go s.set(v) }
func goExpr[T any](b *box[T], v T)     { go (*box[T]).set(b, v) }
func deferID[T any](x T) {
	for i := 0; i < 3; i++ {
		defer id(x)
	}
}
func deferText[T text](x T) {
	for i := 0; i < 3; i++ {
		defer x.String()
	}
}
func deferPlain(x int) {
	for i := 0; i < 3; i++ {
		defer id(x)
	}
}
func (b *box[T]) deferSet(v T) {
	for i := 0; i < 3; i++ {
		defer b.set(v)
	}
}

var sink any

func step(name string, f func()) {
	var a, b runtime.MemStats

	for k := 0; k < 2; k++ {
		runtime.ReadMemStats(&a)
		for i := 0; i < 10; i++ {
			f()
		}
		runtime.ReadMemStats(&b)
		for i := 0; i < 20; i++ {
			runtime.Gosched()
		}
	}
	fmt.Println(name, b.Mallocs-a.Mallocs, b.TotalAlloc-a.TotalAlloc)
}

func main() {
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(-1)
	b := &box[int]{3}
	w := &wide{}
	c := &crate[string]{&box[string]{"x"}, 3}
	step("warm", func() { go id(1) })
	step("literal", func() { sink = b.literal() })
	step("value", func() { sink = b.value() })
	step("copies", func() { sink = b.copies() })
	step("expr", func() { sink = b.expr() })
	step("textExpr", func() { sink = textExpr[num]() })
	step("textValue", func() { sink = textValue(num(3)) })
	step("promoted", func() { sink = promoted[string]() })
	step("fixedExpr", func() { sink = fixedExpr[string]() })
	step("fixedValue", func() { sink = fixedValue(c) })
	step("fixed", func() { sink = fixed[string]() })
	step("again", func() { sink = again(3, "x") })
	step("slices", func() { sink = slices[int]() })
	step("inferred", func() { sink = inferred[int]() })
	step("inLiteral", func() { sink = inLiteral[int]() })
	step("inLiteral called", func() { sink = inLiteral[int]()() })
	step("field", func() { sink = field[int]() })
	step("plain value", func() { sink = id[int] })
	step("passed", func() { passed(3); passed("x") })
	step("compared", func() { compared[int]() })
	step("local", func() { local(2) })
	step("array", func() { array[int]() })
	step("goSelf", func() { goSelf(b, 1) })
	step("goNop", func() { goNop(b) })
	step("goCopy", func() { goCopy(b, 1) })
	step("goID", func() { goID(1) })
	step("goFixed", func() { goFixed[string]() })
	step("goNothing", func() { goNothing[int]() })
	step("goFunc", func() { goFunc(func(int) {}, 1) })
	step("goLocal", func() { goLocal(1) })
	step("goText", func() { goText(num(2)) })
	step("goText wide", func() { goText(wide{1, 2}) })
	step("goGrow", func() { goGrow(w) })
	step("goSetter", func() { goSetter[int](b, 4) })
	step("goExpr", func() { goExpr(b, 4) })
	step("go id", func() { go id(1) })
	step("go nothing", func() { go nothing[int]() })
	step("go set", func() { go b.set(1) })
	step("go nop", func() { go b.nop() })
	step("go val", func() { go b.val(1) })
	step("go promoted", func() { go c.set("y") })
	step("go expr", func() { go (*box[int]).set(b, 3) })
	step("deferID", func() { deferID(1) })
	step("deferText", func() { deferText(num(1)) })
	step("deferPlain", func() { deferPlain(1) })
	step("deferSet", func() { b.deferSet(3) })
}
