// Packages math, math/bits, math/rand, unicode, unicode/utf8, runtime: what each function allocates.
//
// Each line: what is called, and the mallocs, bytes and frees of one call after the first.
package main

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand"
	"runtime"
	"runtime/debug"
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
	r     = rand.New(rand.NewSource(1))
	kr    *rand.Rand
	ksrc  rand.Source
	b     [16]byte
	s     = "héllo, 世界"
	kperm []int
	xs    = []int{1, 2, 3, 4, 5}
	stack [4096]byte
)

type row struct {
	name string
	call func()
}

var rows = []row{
	{"rand.NewSource", func() { ksrc = rand.NewSource(5) }},
	{"rand.New", func() { kr = rand.New(ksrc) }},
	{"rand.New source", func() { kr = rand.New(rand.NewSource(3)) }},
	{"Rand.Intn", func() { kint = r.Intn(100) }},
	{"Rand.Int", func() { kint = r.Int() + int(r.Int31()) + int(r.Int63()) + int(r.Int31n(5)) + int(r.Int63n(7)) }},
	{"Rand.Float64", func() { kfloat = r.Float64() + float64(r.Float32()) }},
	{"Rand.Perm", func() { kperm = r.Perm(10) }},
	{"Rand.Shuffle", func() { r.Shuffle(len(xs), func(i, j int) { xs[i], xs[j] = xs[j], xs[i] }) }},
	{"Rand.Read", func() { kint, kerr = r.Read(b[:]) }},
	{"Rand.Seed", func() { r.Seed(7) }},
	{"Rand.NormFloat64", func() { kfloat = r.NormFloat64() + r.ExpFloat64() }},
	{"rand.NewZipf", func() { ku64 = rand.NewZipf(r, 1.5, 2, 100).Uint64() }},
	{"rand.Intn", func() { kint = rand.Intn(100) }},
	{"rand.Perm", func() { kperm = rand.Perm(5) }},
	{"rand.Shuffle", func() { rand.Shuffle(len(xs), func(i, j int) { xs[i], xs[j] = xs[j], xs[i] }) }},
	{"rand.Float64", func() { kfloat = rand.Float64() }},
	{"math functions", func() {
		kfloat = math.Sqrt(2) + math.Pow(2, 3) + math.Sin(1) + math.Floor(1.5) + math.Max(1, 2) + math.Inf(1) + math.Log(3)
	}},
	{"math.Modf", func() { kfloat, _ = math.Modf(2.5) }},
	{"math.Frexp", func() { kfloat, kint = math.Frexp(8) }},
	{"math.Float64bits", func() { ku64 = math.Float64bits(1.5) }},
	{"bits functions", func() { kint = bits.OnesCount(255) + bits.Len(1000) + bits.TrailingZeros(8) + bits.LeadingZeros64(1) }},
	{"bits.Mul64, Div64", func() { hi, lo := bits.Mul64(1<<60, 1<<10); ku64, _ = bits.Div64(hi, lo, 1<<40) }},
	{"bits.Reverse", func() { ku64 = bits.Reverse64(5) + bits.ReverseBytes64(7) + bits.RotateLeft64(3, 9) }},
	{"unicode classes", func() {
		kbool = unicode.IsLetter('é') || unicode.IsDigit('5') || unicode.IsSpace(' ') || unicode.IsUpper('A') || unicode.IsPunct('!') || unicode.IsSymbol('+') || unicode.IsControl(7)
	}},
	{"unicode.ToUpper", func() { krune = unicode.ToUpper('é') + unicode.ToLower('É') + unicode.ToTitle('x') }},
	{"utf8.RuneCountInString", func() { kint = utf8.RuneCountInString(s) + utf8.RuneCount([]byte(s)) + utf8.RuneLen('世') }},
	{"utf8.DecodeRuneInString", func() { krune, kint = utf8.DecodeRuneInString(s) }},
	{"utf8.DecodeRune", func() { krune, kint = utf8.DecodeRune(b[:]) }},
	{"utf8.DecodeLastRuneInString", func() { krune, kint = utf8.DecodeLastRuneInString(s) }},
	{"utf8.EncodeRune", func() { kint = utf8.EncodeRune(b[:], '世') }},
	{"utf8.AppendRune", func() { kbytes = utf8.AppendRune(nil, '世') }},
	{"utf8.ValidString", func() {
		kbool = utf8.ValidString(s) && utf8.Valid(b[:]) && utf8.ValidRune('x') && utf8.FullRune(b[:]) && utf8.RuneStart('x')
	}},
	{"runtime.NumGoroutine", func() { kint = runtime.NumGoroutine() }},
	{"runtime.GOMAXPROCS", func() { kint = runtime.GOMAXPROCS(0) + len(runtime.Version()) + len(runtime.GOOS) }},
	{"runtime.Stack", func() { kint = runtime.Stack(stack[:], false) }},
	{"debug.SetGCPercent", func() { kint = debug.SetGCPercent(-1) }},
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
