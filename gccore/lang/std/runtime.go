// Package runtime: the part that programs about memory use.
package runtime

import "unsafe"

const (
	Compiler = "gc"
	GOOS     = "linux"
	GOARCH   = "amd64"
)

// MemStats has Go's fields in Go's order: programs print it, and its size is that of the real one.
type MemStats struct {
	Alloc         uint64
	TotalAlloc    uint64
	Sys           uint64
	Lookups       uint64
	Mallocs       uint64
	Frees         uint64
	HeapAlloc     uint64
	HeapSys       uint64
	HeapIdle      uint64
	HeapInuse     uint64
	HeapReleased  uint64
	HeapObjects   uint64
	StackInuse    uint64
	StackSys      uint64
	MSpanInuse    uint64
	MSpanSys      uint64
	MCacheInuse   uint64
	MCacheSys     uint64
	BuckHashSys   uint64
	GCSys         uint64
	OtherSys      uint64
	NextGC        uint64
	LastGC        uint64
	PauseTotalNs  uint64
	PauseNs       [256]uint64
	PauseEnd      [256]uint64
	NumGC         uint32
	NumForcedGC   uint32
	GCCPUFraction float64
	EnableGC      bool
	DebugGC       bool
	BySize        [61]struct {
		Size    uint32
		Mallocs uint64
		Frees   uint64
	}
}

// Error is what run-time panics carry.
type Error interface {
	error
	RuntimeError()
}

// A TypeAssertionError explains a failed type assertion by the type words, 0 for none.
type TypeAssertionError struct {
	iface, concrete, asserted uintptr
	missing                   string
}

// typetext is the type's text, "" of none.
//
//go:noescape
func typetext(id uintptr) string

// These give the machine the pointers' types.
var (
	assertionErrorPointer *TypeAssertionError
	panicNilErrorPointer  *PanicNilError
)

func (*TypeAssertionError) RuntimeError() {}

func (e *TypeAssertionError) Error() string {
	inter, concrete, asserted := typetext(e.iface), typetext(e.concrete), typetext(e.asserted)
	if inter == "" {
		inter = "interface"
	}
	if concrete == "" {
		return "interface conversion: " + inter + " is nil, not " + asserted
	}
	if e.missing == "" {
		text := "interface conversion: " + inter + " is " + concrete + ", not " + asserted
		if concrete == asserted {
			text += " (types from different scopes)"
		}
		return text
	}
	return "interface conversion: " + concrete + " is not " + asserted + ": missing method " + e.missing
}

// errorString is a run-time error that is a plain text: a nil dereference, a division by zero, a hash of what has none.
type errorString string

func (e errorString) RuntimeError() {}

func (e errorString) Error() string { return "runtime error: " + string(e) }

// plainError is a run-time error without the prefix: a closed channel.
type plainError string

func (e plainError) RuntimeError() {}

func (e plainError) Error() string { return string(e) }

// boundsError is an index or slice expression out of range.
type boundsError struct {
	x      int64
	y      int
	signed bool
	code   uint8
}

func (e boundsError) RuntimeError() {}

// Texts by code, for an index that is not negative and for one that is: % is x, then y.
var boundsTexts = [...][2]string{
	{"index out of range [%] with length %", "index out of range [%]"},
	{"slice bounds out of range [:%] with length %", "slice bounds out of range [:%]"},
	{"slice bounds out of range [:%] with capacity %", "slice bounds out of range [:%]"},
	{"slice bounds out of range [%:%]", "slice bounds out of range [%:]"},
	{"slice bounds out of range [::%] with length %", "slice bounds out of range [::%]"},
	{"slice bounds out of range [::%] with capacity %", "slice bounds out of range [::%]"},
	{"slice bounds out of range [:%:%]", "slice bounds out of range [:%:]"},
	{"slice bounds out of range [%:%:]", "slice bounds out of range [%::]"},
	{"cannot convert slice with length % to array or pointer to array with length %", ""},
}

func (e boundsError) Error() string {
	text := boundsTexts[e.code][0]
	if e.signed && e.x < 0 {
		text = boundsTexts[e.code][1]
	}
	var room [100]byte
	b := append(room[:0], "runtime error: "...)
	first := true
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] != '%':
			b = append(b, text[i])
		case first:
			b = appendInt(b, e.x, e.signed)
			first = false
		default:
			b = appendInt(b, int64(e.y), true)
		}
	}
	return string(b)
}

func appendInt(b []byte, n int64, signed bool) []byte {
	var buf [20]byte
	i := len(buf)
	u := uint64(n)
	if signed && n < 0 {
		b = append(b, '-')
		u = -u
	}
	for u >= 10 {
		i--
		buf[i] = byte('0' + u%10)
		u /= 10
	}
	i--
	buf[i] = byte('0' + u)
	return append(b, buf[i:]...)
}

type stringer interface {
	String() string
}

// printpanics is called by the machine for each value that a dying program panicked with.
func printpanics(v any) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case string:
			throw("panic while printing panic value: " + r)
		default:
			throw("panic while printing panic value: type " + typename(r))
		}
	}()
	switch x := v.(type) {
	case error:
		setpanictext(x.Error())
	case stringer:
		setpanictext(x.String())
	default:
		setpanictext(panicvalue(v))
	}
}

// MemProfileRate is 0, as in every program that does not call MemProfile. No profiles are taken, at no rate.
var MemProfileRate int

func SetBlockProfileRate(rate int) {}

var mutexProfileFraction int

func SetMutexProfileFraction(rate int) int {
	old := mutexProfileFraction
	if rate >= 0 {
		mutexProfileFraction = rate
	}
	return old
}

// Breakpoint has no debugger to stop in.
func Breakpoint() { throw("SIGTRAP: trace trap") }

func setpanictext(s string)
func throw(s string)
func typename(v any) string
func panicvalue(v any) string

// A PanicNilError is what recover returns after panic(nil).
type PanicNilError struct {
	_ [0]func()
}

func (*PanicNilError) Error() string {
	return "panic called with nil argument"
}

func (*PanicNilError) RuntimeError() {}

func GC()
func ReadMemStats(m *MemStats)
func Gosched()
func Goexit()
func GOMAXPROCS(n int) int
func NumCPU() int
func NumGoroutine() int
func NumCgoCall() int64 { return 0 }

//go:noescape
func KeepAlive(x any)

var finalizersStarted bool

// SetFinalizer starts the goroutine that runs finalizers with the first one.
func SetFinalizer(obj any, finalizer any) {
	if finalizer != nil && !finalizersStarted {
		finalizersStarted = true
		createfing(runfinalizers)
	}
	setfinalizer(obj, finalizer)
}

// createfing makes the goroutine that runs finalizers, waiting for them.
func createfing(run func())

func setfinalizer(obj any, finalizer any)

// A finalizer takes the object; what it returns is dropped.
type finalizer func(p unsafe.Pointer) [4]uintptr

// nextfinalizer waits for an object that nothing reaches any more.
func nextfinalizer() (f finalizer, p unsafe.Pointer)

// finalizerFrame is made for the first finalizer's argument, and kept.
var finalizerFrame []byte
var finalizerFrameBytes = 16

func runfinalizers() {
	for {
		f, p := nextfinalizer()
		if finalizerFrame == nil {
			finalizerFrame = make([]byte, finalizerFrameBytes)
		}
		f(p)
		f, p = nil, nil
	}
}

func LockOSThread()   {}
func UnlockOSThread() {}

func Version() string { return "go1.22.12" }
func GOROOT() string  { return "/usr/lib/go-1.22" }

// Stack tells where a goroutine is.
func Stack(buf []byte, all bool) int

// callerpc is where frame `skip` goes on, 0 being the caller of callerpc; 0 beyond the outermost.
func callerpc(skip int) uintptr

// funcat tells of the function at pc; entry 0: there is none.
func funcat(pc uintptr) (entry uintptr, name, file string)
func lineat(pc uintptr) int

func Callers(skip int, pc []uintptr) int {
	n := 0
	for n < len(pc) {
		at := callerpc(skip + n)
		if at == 0 {
			break
		}
		pc[n] = at
		n++
	}
	return n
}

// A Func is known by its address alone.
type Func struct{ opaque struct{} }

func FuncForPC(pc uintptr) *Func {
	entry, _, _ := funcat(pc)
	return (*Func)(unsafe.Pointer(entry))
}

func (f *Func) Entry() uintptr { return uintptr(unsafe.Pointer(f)) }

func (f *Func) Name() string {
	if f == nil {
		return ""
	}
	_, name, _ := funcat(f.Entry())
	return name
}

func (f *Func) FileLine(pc uintptr) (file string, line int) {
	_, _, file = funcat(f.Entry())
	return file, lineat(pc)
}

type Frame struct {
	PC       uintptr
	Func     *Func
	Function string
	File     string
	Line     int

	startLine int
	Entry     uintptr
	funcInfo  [2]uintptr
}

// Frames has Go's size: it looks two frames ahead there.
type Frames struct {
	callers []uintptr
	ahead   [25]uintptr
}

func CallersFrames(callers []uintptr) *Frames { return &Frames{callers: callers} }

func Caller(skip int) (pc uintptr, file string, line int, ok bool) {
	callers := make([]uintptr, 1)
	if Callers(skip+2, callers) < 1 {
		return
	}
	frame, _ := CallersFrames(callers).Next()
	return frame.PC, frame.File, frame.Line, frame.PC != 0
}

func (ci *Frames) Next() (frame Frame, more bool) {
	if len(ci.callers) == 0 {
		return Frame{}, false
	}
	pc := ci.callers[0]
	ci.callers = ci.callers[1:]
	entry, name, file := funcat(pc)
	if pc > entry {
		pc -= 8 // the call, not where it returns to
	}
	return Frame{PC: pc, Func: FuncForPC(pc), Function: name, File: file, Line: lineat(pc), Entry: entry}, len(ci.callers) > 0
}
