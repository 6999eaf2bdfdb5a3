// Package fmt: what printing any kind of value by any verb allocates.
//
// Each line: what is called, and the mallocs, bytes and frees of one call after the first.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
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
	i                = 123456
	small            = 5
	i8       int8    = -5
	i32      int32   = 70000
	u                = uint(77777)
	u8       uint8   = 200
	up       uintptr = 0x1234
	f                = 3.25
	f32      float32 = 1.5
	s                = "hello"
	long             = strings.Repeat("long text ", 30)
	bs               = []byte("bytes")
	ints             = []int{1, 2, 3}
	strs             = []string{"a", "b"}
	anys             = []any{1, "two", 3.0, nil}
	arr              = [3]int{7, 8, 9}
	p                = &point{1, 2}
	pt               = point{3, 4}
	nest             = outer{pt, &pt, []point{{1, 2}}, map[string]int{"x": 1}, nil}
	m                = map[string]int{"b": 2, "a": 1, "c": 3}
	mi               = map[int]string{3: "c", 1: "a"}
	mf               = map[float64]bool{2.5: true}
	mp               = map[point]int{{1, 2}: 3}
	ch               = make(chan int)
	fn               = func() {}
	err              = errors.New("an error")
	st               = named(3)
	stp              = &byPtr{4}
	nilmap   map[string]int
	nilslice []int
	nilerr   error
	nilp     *point
	tru      = true
	r        = 'x'
	dur      = 1500 * time.Millisecond
	buf      bytes.Buffer
	backing  [100]byte
	gs       = goer{1}
	ft       = formatter{}
	kn       int
	e8                    = [2]struct{}{}
	iface    fmt.Stringer = named(9)
)

type point struct{ X, Y int }

type outer struct {
	P point
	Q *point
	L []point
	M map[string]int
	E error
}

type named int

func (n named) String() string { return "named" }

type byPtr struct{ n int }

func (b *byPtr) String() string { return "byptr" }

type goer struct{ n int }

func (goer) GoString() string { return "goer!" }

type formatter struct{}

func (formatter) Format(s fmt.State, verb rune) { io.WriteString(s, "formatted") }

type pathBytes []byte

type row struct {
	name string
	call func()
}

var rows = []row{
	{"Sprint int", func() { kstr = fmt.Sprint(i) }},
	{"Sprint small int", func() { kstr = fmt.Sprint(small) }},
	{"Sprint const", func() { kstr = fmt.Sprint(42) }},
	{"Sprint const large", func() { kstr = fmt.Sprint(4200) }},
	{"Sprint string", func() { kstr = fmt.Sprint(s) }},
	{"Sprint const string", func() { kstr = fmt.Sprint("abc") }},
	{"Sprint two", func() { kstr = fmt.Sprint(s, i) }},
	{"Sprint none", func() { kstr = fmt.Sprint() }},
	{"Sprint nil", func() { kstr = fmt.Sprint(nil) }},
	{"Sprint long", func() { kstr = fmt.Sprint(long) }},
	{"Sprintln", func() { kstr = fmt.Sprintln(s, i, f) }},
	{"Sprintln none", func() { kstr = fmt.Sprintln() }},
	{"Sprintf none", func() { kstr = fmt.Sprintf("plain") }},
	{"Sprintf empty", func() { kstr = fmt.Sprintf("") }},
	{"Sprintf d", func() { kstr = fmt.Sprintf("%d", i) }},
	{"Sprintf d small", func() { kstr = fmt.Sprintf("%d", small) }},
	{"Sprintf 5d", func() { kstr = fmt.Sprintf("%5d|%-5d|%05d", i, i, i) }},
	{"Sprintf d large width", func() { kstr = fmt.Sprintf("%100d", i) }},
	{"Sprintf d wide prec", func() { kstr = fmt.Sprintf("%.90d", i) }},
	{"Sprintf star", func() { kstr = fmt.Sprintf("%*d", 8, i) }},
	{"Sprintf x", func() { kstr = fmt.Sprintf("%x %X %#x", i, i, i) }},
	{"Sprintf b o", func() { kstr = fmt.Sprintf("%b %o %O", i, i, i) }},
	{"Sprintf c q U", func() { kstr = fmt.Sprintf("%c %q %U %#U", r, r, r, r) }},
	{"Sprintf int8", func() { kstr = fmt.Sprintf("%d", i8) }},
	{"Sprintf int32", func() { kstr = fmt.Sprintf("%d", i32) }},
	{"Sprintf uint", func() { kstr = fmt.Sprintf("%d %v", u, u) }},
	{"Sprintf uint8", func() { kstr = fmt.Sprintf("%d", u8) }},
	{"Sprintf uintptr", func() { kstr = fmt.Sprintf("%v", up) }},
	{"Sprintf bool", func() { kstr = fmt.Sprintf("%t", tru) }},
	{"Sprintf v int", func() { kstr = fmt.Sprintf("%v", i) }},
	{"Sprintf f", func() { kstr = fmt.Sprintf("%f", f) }},
	{"Sprintf .2f", func() { kstr = fmt.Sprintf("%.2f|%8.3f", f, f) }},
	{"Sprintf e g", func() { kstr = fmt.Sprintf("%e %g %G", f, f, f) }},
	{"Sprintf float32", func() { kstr = fmt.Sprintf("%v", f32) }},
	{"Sprintf s", func() { kstr = fmt.Sprintf("%s", s) }},
	{"Sprintf s const", func() { kstr = fmt.Sprintf("%s", "abc") }},
	{"Sprintf 10s", func() { kstr = fmt.Sprintf("%10s|%-10s", s, s) }},
	{"Sprintf .2s", func() { kstr = fmt.Sprintf("%.2s", s) }},
	{"Sprintf q", func() { kstr = fmt.Sprintf("%q", s) }},
	{"Sprintf #q", func() { kstr = fmt.Sprintf("%#q", s) }},
	{"Sprintf +q", func() { kstr = fmt.Sprintf("%+q", "世") }},
	{"Sprintf q long", func() { kstr = fmt.Sprintf("%q", long) }},
	{"Sprintf x string", func() { kstr = fmt.Sprintf("%x % x", s, s) }},
	{"Sprintf s bytes", func() { kstr = fmt.Sprintf("%s", bs) }},
	{"Sprintf v bytes", func() { kstr = fmt.Sprintf("%v", bs) }},
	{"Sprintf x bytes", func() { kstr = fmt.Sprintf("%x", bs) }},
	{"Sprintf d bytes", func() { kstr = fmt.Sprintf("%d", bs) }},
	{"Sprintf v slice", func() { kstr = fmt.Sprintf("%v", ints) }},
	{"Sprintf +v slice", func() { kstr = fmt.Sprintf("%+v", ints) }},
	{"Sprintf #v slice", func() { kstr = fmt.Sprintf("%#v", ints) }},
	{"Sprintf d slice", func() { kstr = fmt.Sprintf("%d", ints) }},
	{"Sprintf v strings", func() { kstr = fmt.Sprintf("%v", strs) }},
	{"Sprintf q strings", func() { kstr = fmt.Sprintf("%q", strs) }},
	{"Sprintf v anys", func() { kstr = fmt.Sprintf("%v", anys) }},
	{"Sprintf v array", func() { kstr = fmt.Sprintf("%v", arr) }},
	{"Sprintf T", func() { kstr = fmt.Sprintf("%T", i) }},
	{"Sprintf T many", func() { kstr = fmt.Sprintf("%T %T %T", p, m, anys) }},
	{"Sprintf p", func() { kstr = fmt.Sprintf("%p", p)[:2] }},
	{"Sprintf p slice", func() { kint = len(fmt.Sprintf("%p", ints)) }},
	{"Sprintf v pointer", func() { kstr = fmt.Sprintf("%v", p) }},
	{"Sprintf +v pointer", func() { kstr = fmt.Sprintf("%+v", p) }},
	{"Sprintf v struct", func() { kstr = fmt.Sprintf("%v", pt) }},
	{"Sprintf +v struct", func() { kstr = fmt.Sprintf("%+v", pt) }},
	{"Sprintf #v struct", func() { kstr = fmt.Sprintf("%#v", pt) }},
	{"Sprintf v nested", func() { kint = len(fmt.Sprintf("%v", nest)) }},
	{"Sprintf +v nested", func() { kint = len(fmt.Sprintf("%+v", nest)) }},
	{"Sprintf #v nested", func() { kint = len(fmt.Sprintf("%#v", nest)) }},
	{"Sprintf v map", func() { kstr = fmt.Sprintf("%v", m) }},
	{"Sprintf +v map", func() { kstr = fmt.Sprintf("%+v", m) }},
	{"Sprintf #v map", func() { kstr = fmt.Sprintf("%#v", m) }},
	{"Sprintf v map int", func() { kstr = fmt.Sprintf("%v", mi) }},
	{"Sprintf v map float", func() { kstr = fmt.Sprintf("%v", mf) }},
	{"Sprintf v map struct", func() { kstr = fmt.Sprintf("%v", mp) }},
	{"Sprintf v nil map", func() { kstr = fmt.Sprintf("%v", nilmap) }},
	{"Sprintf v nil slice", func() { kstr = fmt.Sprintf("%v", nilslice) }},
	{"Sprintf v nil", func() { kstr = fmt.Sprintf("%v", nil) }},
	{"Sprintf v nil error", func() { kstr = fmt.Sprintf("%v", nilerr) }},
	{"Sprintf v nil pointer", func() { kstr = fmt.Sprintf("%v", nilp) }},
	{"Sprintf s nil", func() { kstr = fmt.Sprintf("%s", nil) }},
	{"Sprintf v error", func() { kstr = fmt.Sprintf("%v", err) }},
	{"Sprintf s error", func() { kstr = fmt.Sprintf("%s", err) }},
	{"Sprintf v stringer", func() { kstr = fmt.Sprintf("%v", st) }},
	{"Sprintf d stringer", func() { kstr = fmt.Sprintf("%d", st) }},
	{"Sprintf v stringer pointer", func() { kstr = fmt.Sprintf("%v", stp) }},
	{"Sprintf v stringer iface", func() { kstr = fmt.Sprintf("%v", iface) }},
	{"Sprintf v stringers", func() { kstr = fmt.Sprintf("%v", []fmt.Stringer{st, stp}) }},
	{"Sprintf v named slice", func() { kstr = fmt.Sprintf("%v", []named{1, 2, 3}) }},
	{"Sprintf v duration", func() { kstr = fmt.Sprintf("%v", dur) }},
	{"Sprintf v chan", func() { kint = len(fmt.Sprintf("%v", ch)) }},
	{"Sprintf v func", func() { kint = len(fmt.Sprintf("%p", fn)) }},
	{"Sprintf #v gostringer", func() { kstr = fmt.Sprintf("%#v", gs) }},
	{"Sprintf v formatter", func() { kstr = fmt.Sprintf("%v", ft) }},
	{"Sprintf bad verb", func() { kstr = fmt.Sprintf("%z", i) }},
	{"Sprintf bad verb string", func() { kstr = fmt.Sprintf("%d", s) }},
	{"Sprintf missing", func() { kstr = fmt.Sprintf("%d %d", i) }},
	{"Sprintf extra", func() { kstr = fmt.Sprintf("%d", i, s) }},
	{"Sprintf percent", func() { kstr = fmt.Sprintf("100%%") }},
	{"Sprintf no verb", func() { kstr = fmt.Sprintf("%!") }},
	{"Sprintf indexed", func() { kstr = fmt.Sprintf("%[2]d %[1]s", s, i) }},
	{"Sprintf mix", func() { kstr = fmt.Sprintf("%s=%d (%v, %t) %q", s, i, f, tru, s) }},
	{"Sprintf empty structs", func() { kstr = fmt.Sprintf("%v", e8) }},
	{"Fprint", func() { kn, kerr = fmt.Fprint(io.Discard, i, s) }},
	{"Fprintf", func() { kn, kerr = fmt.Fprintf(io.Discard, "%d %s", i, s) }},
	{"Fprintln", func() { kn, kerr = fmt.Fprintln(io.Discard, i, s) }},
	{"Fprintf buffer", func() { buf.Reset(); fmt.Fprintf(&buf, "%d %s", i, s) }},
	{"Append", func() { kbytes = fmt.Append(nil, i, s) }},
	{"Append room", func() { kbytes = fmt.Append(backing[:0], i, s) }},
	{"Appendf", func() { kbytes = fmt.Appendf(nil, "%d", i) }},
	{"Appendln", func() { kbytes = fmt.Appendln(backing[:0], i) }},
	{"Println", func() { fmt.Println("printed") }},
	{"Println values", func() { fmt.Println(small, s, tru) }},
	{"Println int", func() { fmt.Println(i) }},
	{"Print", func() { fmt.Print("printed\n") }},
	{"Printf", func() { fmt.Printf("printed %d\n", i) }},
	{"Printf small", func() { fmt.Printf("printed %d\n", small) }},
	{"Fprintln Stdout", func() { fmt.Fprintln(os.Stdout, s) }},
	{"Sscan", func() { var a int; kn, kerr = fmt.Sscan("42", &a) }},
	{"Sscan two", func() { var a int; var b string; kn, kerr = fmt.Sscan("42 word", &a, &b) }},
	{"Sscanf", func() { var a, b int; kn, kerr = fmt.Sscanf("3-4", "%d-%d", &a, &b) }},
	{"Sscanln", func() { var a float64; kn, kerr = fmt.Sscanln("2.5", &a) }},
	{"Sscan named bytes", func() { var a pathBytes; kn, kerr = fmt.Sscan("abc", &a) }},
	{"Sscan complex error", func() { var a complex128; kn, kerr = fmt.Sscan("1x", &a) }},
	{"Sscan bool error", func() { var a bool; kn, kerr = fmt.Sscan("tru", &a) }},
	{"Sscan error", func() { var a int; kn, kerr = fmt.Sscan("xyz", &a) }},
	{"Fscan", func() { var a int; kn, kerr = fmt.Fscan(strings.NewReader("42"), &a) }},
	{"Fscanf", func() { var a int; kn, kerr = fmt.Fscanf(strings.NewReader("42\n"), "%d\n", &a) }},
	{"Fscanln", func() { var a int; kn, kerr = fmt.Fscanln(strings.NewReader("42\n"), &a) }},
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
