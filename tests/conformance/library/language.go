// What statements and expressions of the language allocate.
//
// Each line: what is called, and the mallocs, bytes and frees of one call after the first.
package main

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
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
	kints    []int
	kptr     *int
	kpp      **int
	kb8      *[8]byte
	kmapi    map[int]int
	kmaps    map[string]int
	krunes   []rune
	kfn      func() int
	kfni     func(int) int
	kst      stringer
	kch      chan int
	kchp     chan *int
	kmany    [][]int
	kpair    pair
	kppair   *pair
	karr     [4]int
	kparr    *[1000]int
	kanys    []any
	kstructs []pair
	kbig     *big
	kval     val
	zero     int
	n             = 10
	small         = 5
	large         = 100000
	text          = "some text"
	long          = strings.Repeat("long ", 20)
	bytesv        = []byte("some bytes")
	runesv        = []rune("héllo")
	u8            = uint8(200)
	u16           = uint16(300)
	i8            = int8(-1)
	r        rune = 'x'
	rl       rune = 0x4e16
	f64           = 2.5
	f0            = 0.0
	b             = true
	nilslice []int
	mapi     = map[int]int{1: 2}
	maps     = map[string]int{"a": 1}
	tree     *tnode
	errv     = errors.New("e")
)

type stringer interface{ String() string }
type pair struct{ a, b int }
type val struct {
	p *int
	s string
}
type big struct{ x [100]int }
type tnode struct {
	l, r *tnode
	v    int
}
type named int
type namedStr string
type fnType func(int) int
type emb struct {
	pair
	named
}
type iemb struct{ stringer }

func (n named) String() string    { return "n" }
func (n named) Add(x int) int     { return int(n) + x }
func (p *pair) Sum() int          { return p.a + p.b }
func (p pair) Val() int           { return p.a }
func (s namedStr) String() string { return string(s) }
func (f fnType) Call(x int) int   { return f(x) }

func mk(d int) *tnode {
	if d == 0 {
		return nil
	}
	return &tnode{mk(d - 1), mk(d - 1), d}
}
func retPtr() *int           { x := 5; return &x }
func retStruct() pair        { return pair{1, 2} }
func takePtr(p *pair) int    { return p.a }
func keepPtr(p *pair)        { kppair = p }
func variadic(xs ...int) int { return len(xs) }
func keepVariadic(xs ...int) { kints = xs }
func anyArgs(xs ...any) int  { return len(xs) }
func keepAny(x any)          { kany = x }
func useAny(x any) int {
	if v, ok := x.(int); ok {
		return v
	}
	return 0
}
func useStringer(s stringer) int  { return len(s.String()) }
func keepStringer(s stringer)     { kst = s }
func multi() (int, string, error) { return 1, "x", nil }
func fails(i int) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errv
		}
	}()
	if i > 0 {
		panic("boom")
	}
	return nil
}
func nilReceiver(s stringer) (err error) {
	defer func() { err = recover().(error) }()
	s.String()
	return nil
}
func failsf(i int) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("r: %v", r)
		}
	}()
	var a []int
	_ = a[i]
	return nil
}
func deferLoop(n int) (t int) {
	for i := 0; i < n; i++ {
		defer func() { t += i }()
	}
	return 0
}
func counter() func() int                      { c := 0; return func() int { c++; return c } }
func compose(f, g func(int) int) func(int) int { return func(x int) int { return f(g(x)) } }
func named1(n int) (out []int) {
	for i := 0; i < n; i++ {
		out = append(out, i)
	}
	return
}
func sw(x any) string {
	switch v := x.(type) {
	case int:
		return strconv.Itoa(v)
	case string:
		return v
	case []byte:
		return string(v)
	case error:
		return v.Error()
	case nil:
		return "nil"
	}
	return "?"
}
func mapSlice() []int { return []int{1, 2, 3, 4, 5} }
func gen(n int) chan int {
	c := make(chan int, n)
	for i := 0; i < n; i++ {
		c <- i
	}
	close(c)
	return c
}

type row struct {
	name string
	call func()
}

var rows = []row{
	{"new int", func() { kptr = new(int) }},
	{"new local", func() { p := new(int); *p = 3; kint = *p }},
	{"address of local", func() { x := 5; kptr = &x }},
	{"address kept in frame", func() { x := 5; p := &x; kint = *p }},
	{"return address", func() { kptr = retPtr() }},
	{"pointer to pointer", func() { x := 5; p := &x; kpp = &p }},
	{"struct literal pointer", func() { kppair = &pair{1, 2} }},
	{"struct literal pointer local", func() { p := &pair{1, 2}; kint = p.a }},
	{"struct value", func() { kpair = pair{1, 2} }},
	{"struct to noescape func", func() { kint = takePtr(&pair{1, 2}) }},
	{"struct to keeping func", func() { keepPtr(&pair{1, 2}) }},
	{"struct big", func() { kbig = &big{} }},
	{"array literal", func() { karr = [4]int{1, 2, 3, 4} }},
	{"array pointer", func() { kparr = new([1000]int) }},
	{"array big local", func() { var a [1000]int; a[n] = 5; kint = a[n] }},
	{"tree", func() { tree = mk(4) }},
	{"make slice", func() { kints = make([]int, n) }},
	{"make slice const", func() { kints = make([]int, 10) }},
	{"make slice const local", func() { s := make([]int, 10); s[n-1] = 4; kint = s[n-1] }},
	{"make slice var local", func() { s := make([]int, n); s[n-1] = 4; kint = s[n-1] }},
	{"make slice large local", func() { s := make([]byte, 70000); s[n] = 4; kint = int(s[n]) }},
	{"make slice cap", func() { kints = make([]int, 0, 20) }},
	{"make 2d", func() {
		kmany = make([][]int, 4)
		for i := range kmany {
			kmany[i] = make([]int, 4)
		}
	}},
	{"slice literal", func() { kints = []int{1, 2, 3} }},
	{"slice literal local", func() { s := []int{1, 2, 3}; kint = s[n%3] }},
	{"slice literal vars local", func() { s := []int{n, n, n}; kint = s[n%3] }},
	{"slice literal kept vars", func() { kints = []int{n, small, large} }},
	{"slice of structs", func() { kstructs = []pair{{1, 2}, {3, 4}} }},
	{"append nil", func() { kints = append([]int(nil), 1) }},
	{"append grow 1..20", func() {
		var s []int
		for i := 0; i < 20; i++ {
			s = append(s, i)
		}
		kints = s
	}},
	{"append grow local", func() {
		var s []int
		for i := 0; i < 20; i++ {
			s = append(s, i)
		}
		kint = len(s)
	}},
	{"append bytes", func() {
		var s []byte
		for i := 0; i < 100; i++ {
			s = append(s, 'x')
		}
		kbytes = s
	}},
	{"append strings", func() {
		var s []string
		for i := 0; i < 10; i++ {
			s = append(s, "x")
		}
		kstrs = s
	}},
	{"append structs", func() {
		var s []pair
		for i := 0; i < 10; i++ {
			s = append(s, pair{i, i})
		}
		kstructs = s
	}},
	{"append anys", func() {
		var s []any
		for i := 0; i < 10; i++ {
			s = append(s, i*100)
		}
		kanys = s
	}},
	{"append many", func() { kints = append([]int{1, 2}, 3, 4, 5, 6, 7) }},
	{"append slice", func() { kints = append([]int(nil), mapSlice()...) }},
	{"append string", func() { kbytes = append([]byte(nil), text...) }},
	{"append large", func() { kints = append(make([]int, 1000), 1) }},
	{"append 256 boundary", func() { kints = append(make([]int, 256), 1) }},
	{"append to 3 slices", func() { a := make([]int, 0, 2); b1 := append(a, 1); b2 := append(b1, 2); kints = append(b2, 3) }},
	{"copy", func() { kints = make([]int, 3); copy(kints, []int{1, 2, 3}) }},
	{"full slice expr append", func() { s := []int{1, 2, 3}; kints = append(s[:1:1], 9) }},
	{"clear slice", func() { kints = []int{1, 2}; clear(kints) }},
	{"string concat 2", func() { kstr = text + long }},
	{"string concat 5", func() { kstr = text + "a" + text + "b" + text }},
	{"string concat local short", func() { s := text + "a"; kint = len(s) }},
	{"string concat local long", func() { s := long + text; kint = len(s) }},
	{"string concat empty", func() { kstr = text + "" }},
	{"string += loop", func() {
		s := ""
		for i := 0; i < 10; i++ {
			s += "x"
		}
		kstr = s
	}},
	{"string to bytes", func() { kbytes = []byte(text) }},
	{"string to bytes local", func() { x := []byte(text); x[0] = 'S'; kint = len(x) }},
	{"string to bytes long local", func() { x := []byte(long); x[0] = 'S'; kint = len(x) }},
	{"string to bytes range", func() {
		for _, c := range []byte(long) {
			kint += int(c)
		}
	}},
	{"bytes to string", func() { kstr = string(bytesv) }},
	{"bytes to string compare", func() { kbool = string(bytesv) == text }},
	{"bytes to string map", func() { kint = maps[string(bytesv)] }},
	{"bytes to string concat", func() { kstr = "a" + string(bytesv) + "b" }},
	{"bytes to string local", func() { s := string(bytesv); kint = len(s) }},
	{"bytes to string switch", func() {
		switch string(bytesv) {
		case "x":
			kint = 1
		default:
			kint = 2
		}
	}},
	{"bytes to string range", func() {
		for range string(bytesv) {
			kint++
		}
	}},
	{"one byte to string", func() { kstr = string(bytesv[:1]) }},
	{"empty bytes to string", func() { kstr = string(bytesv[:0]) }},
	{"string to runes", func() { krunes = []rune(text) }},
	{"string to runes local", func() { rs := []rune(text); kint = len(rs) }},
	{"runes to string", func() { kstr = string(runesv) }},
	{"runes to string local", func() { s := string(runesv); kint = len(s) }},
	{"rune to string", func() { kstr = string(r) }},
	{"rune to string wide", func() { kstr = string(rl) }},
	{"string slice", func() { kstr = text[1:3] }},
	{"string iterate", func() {
		for _, c := range long {
			kint += int(c)
		}
	}},
	{"strings compare", func() { kbool = text < long }},
	{"box int small", func() { kany = small }},
	{"box int large", func() { kany = large }},
	{"box int zero", func() { kany = zero }},
	{"box const", func() { kany = 12345 }},
	{"box string", func() { kany = text }},
	{"box const string", func() { kany = "abc" }},
	{"box empty string", func() { s := ""; kany = s }},
	{"box float", func() { kany = f64 }},
	{"box float zero", func() { kany = f0 }},
	{"box bool", func() { kany = b }},
	{"box uint8", func() { kany = u8 }},
	{"box uint16", func() { kany = u16 }},
	{"box int8", func() { kany = i8 }},
	{"box rune", func() { kany = r }},
	{"box rune wide", func() { kany = rl }},
	{"box pointer", func() { kany = kptr }},
	{"box slice", func() { kany = bytesv }},
	{"box nil slice", func() { kany = nilslice }},
	{"box map", func() { kany = mapi }},
	{"box func", func() { kany = kfn }},
	{"box chan", func() { kany = kch }},
	{"box struct", func() { kany = pair{n, n} }},
	{"box struct const", func() { kany = pair{1, 2} }},
	{"box struct zero", func() { kany = pair{} }},
	{"box empty struct", func() { kany = struct{}{} }},
	{"box array", func() { kany = karr }},
	{"box array of one", func() { kany = [1]int{n} }},
	{"box pointer struct", func() { kany = struct{ p *int }{kptr} }},
	{"box big", func() { kany = big{} }},
	{"box named", func() { kany = named(n) }},
	{"box error", func() { kany = errv }},
	{"box named large", func() { kst = named(large) }},
	{"box string type", func() { kst = namedStr(text) }},
	{"box pointer method", func() { kany = &pair{1, 2} }},
	{"box not kept", func() { kint = useAny(large) }},
	{"box not kept small", func() { kint = useAny(small) }},
	{"box kept", func() { keepAny(large) }},
	{"box iface arg", func() { kint = useStringer(named(large)) }},
	{"box iface kept", func() { keepStringer(named(large)) }},
	{"iface to iface", func() { kany = kst }},
	{"type switch int", func() { kstr = sw(large) }},
	{"type switch bytes", func() { kstr = sw(bytesv) }},
	{"type switch nil", func() { kstr = sw(nil) }},
	{"compare ifaces", func() { kbool = kany == any(large) }},
	{"variadic", func() { kint = variadic(1, 2, 3) }},
	{"variadic none", func() { kint = variadic() }},
	{"variadic kept", func() { keepVariadic(1, 2, 3) }},
	{"variadic slice", func() { kint = variadic(kints...) }},
	{"variadic any", func() { kint = anyArgs(1, "a", large, text) }},
	{"closure no capture", func() { kfn = func() int { return 1 } }},
	{"closure capture", func() { x := n; kfn = func() int { return x } }},
	{"closure capture write", func() { x := n; kfn = func() int { x++; return x } }},
	{"closure capture local", func() { x := n; f := func() int { return x }; kint = f() }},
	{"closure two vars", func() { x, y := n, text; kfn = func() int { return x + len(y) } }},
	{"closure counter", func() { kfn = counter() }},
	{"closure capture big struct", func() { x := big{}; kfn = func() int { return x.x[0] } }},
	{"closure immediate", func() { func() { kint++ }() }},
	{"closure args", func() { kfni = compose(func(x int) int { return x + 1 }, func(x int) int { return x * n }) }},
	{"closure loop vars", func() {
		var fs []func() int
		for i := 0; i < 3; i++ {
			fs = append(fs, func() int { return i })
		}
		kint = fs[1]()
	}},
	{"closure range vars", func() {
		var fs []func() int
		for _, v := range []int{1, 2, 3} {
			fs = append(fs, func() int { return v })
		}
		kint = fs[1]()
	}},
	{"closure recursive", func() {
		var fib func(int) int
		fib = func(x int) int {
			if x < 2 {
				return x
			}
			return fib(x-1) + fib(x-2)
		}
		kint = fib(5)
	}},
	{"method value", func() { p := &pair{1, 2}; kfn = p.Sum }},
	{"method value value recv", func() { p := pair{1, 2}; kfn = p.Val }},
	{"method value local", func() { p := &pair{1, 2}; f := p.Sum; kint = f() }},
	{"method value iface", func() { kst = named(5); f := kst.String; kstr = f() }},
	{"method expression", func() { f := (*pair).Sum; kint = f(&pair{1, 2}) }},
	{"method value bound arg", func() { kfni = named(n).Add }},
	{"func type method", func() { kint = fnType(func(x int) int { return x }).Call(3) }},
	{"embedded method", func() { e := emb{pair{1, 2}, 3}; kint = e.Sum() + e.Val(); kstr = e.String() }},
	{"embedded boxed", func() { kst = emb{pair{1, 2}, 3} }},
	{"embedded iface", func() { kst = iemb{kst} }},
	{"defer", func() { func() { defer func() { kint++ }() }() }},
	{"defer with args", func() { func() { defer takePtr(&pair{1, 2}) }() }},
	{"defer loop", func() { kint = deferLoop(5) }},
	{"panic recover", func() { kerr = fails(1) }},
	{"panic recover none", func() { kerr = fails(0) }},
	{"panic bounds", func() { kerr = failsf(5) }},
	{"panic nil receiver", func() { kerr = nilReceiver((*namedStr)(nil)) }},
	{"named result", func() { kints = named1(5) }},
	{"multi results", func() { kint, kstr, kerr = multi() }},
	{"range int", func() {
		for i := range 10 {
			kint += i
		}
	}},
	{"range array", func() {
		for _, v := range karr {
			kint += v
		}
	}},
	{"range map", func() {
		for k, v := range mapi {
			kint += k + v
		}
	}},
	{"range channel", func() {
		for v := range gen(4) {
			kint += v
		}
	}},
	{"make chan", func() { kch = make(chan int) }},
	{"make chan buffered", func() { kch = make(chan int, 10) }},
	{"make chan pointers", func() { kchp = make(chan *int, 10) }},
	{"make chan local", func() { c := make(chan int, 1); c <- 1; kint = <-c }},
	{"make chan empty struct", func() { c := make(chan struct{}, 10); c <- struct{}{} }},
	{"select default", func() {
		select {
		case v := <-kch:
			kint = v
		default:
			kint = 0
		}
	}},
	{"select two", func() {
		c, d := make(chan int, 1), make(chan int, 1)
		c <- 1
		select {
		case v := <-c:
			kint = v
		case v := <-d:
			kint = v
		}
	}},
	{"struct compare", func() { kbool = kpair == pair{1, 2} }},
	{"struct with pointer", func() { kval = val{kptr, text} }},
	{"array of structs", func() { a := [3]pair{{1, 2}}; kint = a[n%3].a }},
	{"slice of slice", func() { s := []int{1, 2, 3, 4}; t := s[1:3]; kint = len(t) + cap(t) }},
	{"slice to array", func() { a := [2]int([]int{1, 2, 3}); kint = a[0] }},
	{"slice to array pointer", func() { a := (*[2]int)(kints[:2]); kint = a[0] }},
	{"goto loop", func() {
		i := 0
	again:
		i++
		if i < 5 {
			goto again
		}
		kint = i
	}},
	{"labels", func() {
	outer:
		for i := 0; i < 3; i++ {
			for j := 0; j < 3; j++ {
				if j == 1 {
					continue outer
				}
				if i == 2 {
					break outer
				}
			}
		}
	}},
	{"min max", func() { kint = min(n, small, large); kfloat = max(f64, 1) }},
	{"int to string conv", func() { kstr = strconv.Itoa(n) + strconv.Itoa(large) }},
	{"error wrap", func() { kerr = fmt.Errorf("w: %w", errv) }},
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
