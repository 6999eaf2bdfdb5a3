// Packages context, log, reflect, os, time, runtime and what is left: what each function allocates.
//
// Each line: what is called, and the mallocs, bytes and frees of one call after the first.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
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
	bg      = context.Background()
	kctx    context.Context
	kcancel context.CancelFunc
	kcause  context.CancelCauseFunc
	logger  = log.New(io.Discard, "p: ", log.LstdFlags)
	quiet   = log.New(&sink{}, "p: ", 0)
	klog    *log.Logger
	kw      io.Writer
	pr, pw  = io.Pipe()
	kpr     *io.PipeReader
	kpw     *io.PipeWriter
	m       = map[string]int{"a": 1, "b": 2}
	x       = 5
	px      = &x
	st      = point{1, 2}
	ktype   reflect.Type
	kvalue  reflect.Value
	kkind   reflect.Kind
	t0      = time.Date(2004, 2, 6, 7, 8, 9, 10, time.UTC)
	kt      time.Time
	kd      time.Duration
	kloc    *time.Location
	smap    sync.Map
	kvals   func() (int, error)
	state   fmt.State
	b       = []byte("héllo")
	ptr     *int
	kuptr   uintptr
	kstrs2  []string
)

type sink struct{ n int }

func (s *sink) Write(p []byte) (int, error) { s.n += len(p); return len(p), nil }

type point struct{ X, Y int }

type directive struct{}

func (directive) Format(s fmt.State, verb rune) { kstr = fmt.FormatString(s, verb) }

type row struct {
	name string
	call func()
}

var rows = []row{
	{"context.WithCancelCause", func() { kctx, kcause = context.WithCancelCause(bg); kcause(nil) }},
	{"context.WithDeadline", func() { kctx, kcancel = context.WithDeadline(bg, t0); kcancel() }},
	{"context.WithDeadlineCause", func() { kctx, kcancel = context.WithDeadlineCause(bg, t0, io.EOF); kerr = context.Cause(kctx) }},
	{"context.WithTimeoutCause", func() { kctx, kcancel = context.WithTimeoutCause(bg, time.Hour, io.EOF); kcancel() }},
	{"context.WithoutCancel", func() { kctx = context.WithoutCancel(bg) }},
	{"context.Canceled", func() { kbool = errors.Is(kctx.Err(), context.Canceled) }},
	{"fmt.FormatString", func() { fmt.Sprintf("%+-8.3v", directive{}) }},
	{"fmt.Scanf", func() { kint, kerr = fmt.Scanf("%d", &x) }},
	{"fmt.Scanln", func() { kint, kerr = fmt.Scanln(&x) }},
	{"fmt.Scan", func() { kint, kerr = fmt.Scan(&x) }},
	{"bufio.ScanLines", func() { kint, kbytes, kerr = bufio.ScanLines(b, true) }},
	{"io.Pipe", func() { kpr, kpw = io.Pipe() }},
	{"io.PipeReader.CloseWithError", func() { p, _ := io.Pipe(); kerr = p.CloseWithError(io.EOF); kerr = p.Close() }},
	{"io.PipeWriter.CloseWithError", func() { _, p := io.Pipe(); kerr = p.CloseWithError(io.EOF); kerr = p.Close() }},
	{"log.New", func() { klog = log.New(io.Discard, "p: ", log.LstdFlags) }},
	{"log.Default", func() { klog = log.Default() }},
	{"Logger.Println discarded", func() { logger.Println("a", x) }},
	{"Logger.Println", func() { quiet.Println("a", x) }},
	{"Logger.Printf", func() { quiet.Printf("%d %s", x, "a") }},
	{"Logger.Print", func() { quiet.Print("a", x) }},
	{"Logger.Output", func() { kerr = quiet.Output(1, "text") }},
	{"Logger.Flags, Prefix", func() { kint = logger.Flags(); kstr = logger.Prefix() }},
	{"Logger.SetFlags, SetPrefix", func() { logger.SetFlags(0); logger.SetPrefix("q") }},
	{"Logger.SetOutput, Writer", func() { logger.SetOutput(io.Discard); kw = logger.Writer() }},
	{"log.SetOutput", func() {
		log.SetOutput(io.Discard)
		log.SetFlags(0)
		log.SetPrefix("")
		kint = log.Flags()
		kstr = log.Prefix()
		log.Println("x")
		kerr = log.Output(1, "x")
	}},
	{"reflect.TypeOf", func() { ktype = reflect.TypeOf(x) }},
	{"reflect.TypeOf String", func() { kstr = reflect.TypeOf(st).String() + reflect.TypeOf(st).Name() }},
	{"reflect.ValueOf", func() { kvalue = reflect.ValueOf(px) }},
	{"reflect.ValueOf Int", func() { kint = int(reflect.ValueOf(x).Int()) }},
	{"reflect.Value.Elem", func() { reflect.ValueOf(px).Elem().SetInt(7) }},
	{"reflect.Value.Field", func() { kint = int(reflect.ValueOf(st).Field(1).Int()) + reflect.ValueOf(st).NumField() }},
	{"reflect.Value.Interface", func() { kany = reflect.ValueOf(st).Interface() }},
	{"reflect.Value.Interface addressable", func() { kany = reflect.ValueOf(&st).Elem().Interface() }},
	{"reflect.Value.Index", func() { kint = int(reflect.ValueOf(b).Index(1).Uint()) + reflect.ValueOf(b).Len() }},
	{"reflect.Value.Kind", func() { kkind = reflect.ValueOf(m).Kind(); kstr = kkind.String() }},
	{"reflect.Indirect", func() { kvalue = reflect.Indirect(reflect.ValueOf(px)) }},
	{"reflect.Zero", func() { kvalue = reflect.Zero(reflect.TypeOf(st)) }},
	{"reflect.Zero of more than 1 KiB", func() { kvalue = reflect.Zero(reflect.TypeOf([200]point{})) }},
	{"reflect.TypeFor", func() { ktype = reflect.TypeFor[error]() }},
	{"reflect.Value.MapKeys", func() { kint = len(reflect.ValueOf(m).MapKeys()) }},
	{"reflect.StructTag.Get", func() { kstr = reflect.StructTag(`json:"a,b"`).Get("json") }},
	{"reflect.Type.Elem", func() { ktype = reflect.TypeOf(m).Elem(); ktype = reflect.TypeOf(m).Key() }},
	{"reflect.Value.FieldByName", func() { kvalue = reflect.ValueOf(st).FieldByName("Y") }},
	{"reflect.Value.MapIndex", func() { kvalue = reflect.ValueOf(m).MapIndex(reflect.ValueOf("a")) }},
	{"runtime.rates", func() { runtime.SetBlockProfileRate(0); kint = runtime.SetMutexProfileFraction(-1) }},
	{"reflect.DeepEqual ints", func() { kbool = reflect.DeepEqual(x, 5) }},
	{"reflect.DeepEqual structs", func() { kbool = reflect.DeepEqual(st, point{1, 2}) }},
	{"os.File.Name, Fd", func() { kstr = os.Stdout.Name(); kuptr = os.Stdout.Fd() }},
	{"runtime.Gosched", func() { runtime.Gosched(); runtime.KeepAlive(px); runtime.LockOSThread(); runtime.UnlockOSThread() }},
	{"runtime.FuncForPC", func() {
		f := runtime.FuncForPC(kpc)
		kstr = f.Name()
		kuptr = f.Entry()
		kstr, kint = f.FileLine(kpc)
	}},
	{"runtime.Callers", func() { kint = runtime.Callers(0, kpcs) }},
	{"runtime.CallersFrames", func() { kframes = runtime.CallersFrames(kpcs) }},
	{"runtime.Frames.Next", func() {
		f, more := kframes.Next()
		kstr, kbool = f.Function, more
	}},
	{"runtime.NumCPU", func() { kint = runtime.NumCPU() - runtime.NumCPU() }},
	{"runtime.SetFinalizer", func() { p := &[4]int{}; runtime.SetFinalizer(p, nil) }},
	{"debug.SetMemoryLimit", func() {
		kint = int(debug.SetMemoryLimit(-1))
		kint = debug.SetMaxThreads(10000)
		kbool = debug.SetPanicOnFault(false)
		debug.SetTraceback("single")
		kint = debug.SetMaxStack(1 << 28)
	}},
	{"sync.OnceValues", func() { kvals = sync.OnceValues(func() (int, error) { return 1, nil }) }},
	{"sync.OnceValues call", func() { kint, kerr = kvals() }},
	{"Map.CompareAndDelete", func() { kbool = smap.CompareAndDelete("a", 1) }},
	{"Duration.Abs", func() { kd = kd.Abs(); kint = int(kd.Microseconds() + kd.Nanoseconds()) }},
	{"Time.In, Location", func() { kt = t0.In(time.UTC); kloc = t0.Location() }},
	{"Time.Clock, Minute", func() { kint, _, _ = t0.Clock(); kint = t0.Minute() + t0.Nanosecond() + int(t0.UnixMicro()) }},
	{"time.Until", func() { kd = time.Until(t0) }},
	{"time.FixedZone", func() { kloc = time.FixedZone("CET", 3600) }},
	{"Time.AddDate, ISOWeek", func() { kt = t0.AddDate(1, 2, 3); kint, _ = kt.ISOWeek(); kbool = kt.IsDST(); kstr, _ = kt.Zone() }},
	{"time.Parse", func() { kt, _ = time.Parse(time.DateTime, "2004-05-06 07:08:09") }},
	{"time.Parse offset", func() { kt, _ = time.Parse(time.RFC3339, "2004-05-06T07:08:09+02:30") }},
	{"time.Parse zone", func() { kt, _ = time.Parse("2006 MST", "2004 CET") }},
	{"time.Parse word", func() { _, kerr = time.Parse(time.DateOnly, "2004-x") }},
	{"time.Parse range", func() { _, kerr = time.Parse(time.DateOnly, "2004-13-01") }},
	{"time.Parse calendar", func() { _, kerr = time.Parse(time.DateOnly, "2004-02-30") }},
	{"time.Parse extra", func() { _, kerr = time.Parse(time.DateOnly, "2004-02-20 ") }},
	{"time.Parse yearday", func() { _, kerr = time.Parse("002 2006", "366 2006") }},
	{"time.Parse GMT", func() { kt, _ = time.Parse("2006 MST", "2004 GMT-8") }},
	{"time.Parse seconds", func() { kt, _ = time.Parse("2006 -070000", "2004 -010203") }},
	{"Time.GoString", func() { kstr = kt.GoString() }},
	{"Weekday.String outside", func() { kstr = time.Weekday(kint%2 + 20).String() }},
	{"ParseError.Error", func() { kstr = (&time.ParseError{"2006", "x", "2006", "x", ""}).Error() }},
	{"time.ParseInLocation", func() { kt, _ = time.ParseInLocation(time.DateOnly, "2004-02-20", time.UTC) }},
	{"unicode.Is, In, IsOneOf", func() {
		kbool = unicode.Is(unicode.Han, 'x') || unicode.In('x', unicode.Greek, unicode.Nd)
		kbool = unicode.IsOneOf([]*unicode.RangeTable{unicode.L, unicode.P}, '!') || kbool
	}},
	{"time.Tick none", func() { kbool = time.Tick(0) == nil }},
	{"unicode.IsLower", func() {
		kbool = unicode.IsLower('x') || unicode.IsMark('x') || unicode.IsNumber('5') || unicode.IsTitle('x')
		krune = unicode.To(unicode.UpperCase, 'x')
	}},
	{"utf8.DecodeLastRune", func() { krune, kint = utf8.DecodeLastRune(b); kbool = utf8.FullRuneInString("é") }},
	{"strings.Builder copied", func() { var s strings.Builder; s.WriteString("x"); kstr = s.String() }},
	{"testing.AllocsPerRun", func() { kfloat = testing.AllocsPerRun(3, func() { kany = new(int) }) }},
}

var (
	kpc, _, _, _ = runtime.Caller(0)
	kpcs         = make([]uintptr, 5)
	kframes      *runtime.Frames
)

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
