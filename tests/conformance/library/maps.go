// Maps of all kinds of keys and elements: what making, filling and reading them allocates.
//
// Each line: what is called, and the mallocs, bytes and frees of one call after the first.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strconv"
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
	n       = 8
	mi      map[int]int
	ms      map[string]int
	mss     map[string]string
	mp      map[*int]int
	mb      map[bool]int
	mf      map[float64]int
	mst     map[pt]int
	marr    map[[2]int]string
	many    map[any]int
	mifc    map[fmt.Stringer]int
	mch     map[chan int]int
	m8      map[uint8]uint8
	m16     map[int16]int64
	m32     map[int32]int32
	m64     map[uint64]*int
	mslice  map[string][]int
	mmap    map[string]map[string]int
	mfn     map[string]func()
	mset    map[string]struct{}
	mseti   map[int]struct{}
	mbig    map[int][200]byte
	mbigk   map[[200]byte]int
	mptr    map[int]*pt
	mstruct map[int]pt
	miface  map[int]any
	mrune   map[rune]bool
	keys    [40]string
	x       int
	have    = map[string]int{"a": 1, "b": 2}
	havei   = map[int]int{1: 1, 2: 2}
	haves   = map[string][]int{"a": {1}}
	bkey    = []byte("a")
)

type pt struct{ x, y int }

func init() {
	for i := range keys {
		keys[i] = "key" + strconv.Itoa(i)
	}
}

type row struct {
	name string
	call func()
}

var rows = []row{
	{"make", func() { mi = make(map[int]int) }},
	{"make local", func() { m := make(map[int]int); m[1] = 2; kint = m[1] }},
	{"make local 8", func() {
		m := make(map[int]int)
		for i := 0; i < 8; i++ {
			m[i] = i
		}
		kint = len(m)
	}},
	{"make local string 8", func() {
		m := make(map[string]int)
		for i := 0; i < 8; i++ {
			m[keys[i]] = i
		}
		kint = len(m)
	}},
	{"make hint 8", func() { mi = make(map[int]int, 8) }},
	{"make hint 9", func() { mi = make(map[int]int, 9) }},
	{"make hint 100", func() { mi = make(map[int]int, 100) }},
	{"make hint 1000", func() { mi = make(map[int]int, 1000) }},
	{"make hint var", func() { mi = make(map[int]int, n) }},
	{"make hint string", func() { ms = make(map[string]int, 50) }},
	{"literal empty", func() { mi = map[int]int{} }},
	{"literal 2", func() { ms = map[string]int{"a": 1, "b": 2} }},
	{"literal 2 vars", func() { ms = map[string]int{keys[0]: n, keys[1]: x} }},
	{"literal 9", func() { mi = map[int]int{1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 7, 8: 8, 9: 9} }},
	{"int 1", func() { mi = map[int]int{}; mi[1] = 1 }},
	{"int 8", func() {
		mi = map[int]int{}
		for i := 0; i < 8; i++ {
			mi[i] = i
		}
	}},
	{"string 8", func() {
		ms = map[string]int{}
		for i := 0; i < 8; i++ {
			ms[keys[i]] = i
		}
	}},
	{"string string 8", func() {
		mss = map[string]string{}
		for i := 0; i < 8; i++ {
			mss[keys[i]] = keys[i]
		}
	}},
	{"pointer keys", func() { mp = map[*int]int{}; mp[&x] = 1 }},
	{"bool keys", func() { mb = map[bool]int{}; mb[true] = 1; mb[false] = 2 }},
	{"float keys", func() { mf = map[float64]int{}; mf[1.5] = 1; mf[2.5] = 2 }},
	{"struct keys", func() {
		mst = map[pt]int{}
		for i := 0; i < 8; i++ {
			mst[pt{i, i}] = i
		}
	}},
	{"array keys", func() { marr = map[[2]int]string{}; marr[[2]int{1, 2}] = "x" }},
	{"any keys small", func() { many = map[any]int{}; many[1] = 1; many["a"] = 2; many[2.5] = 3 }},
	{"any keys large", func() { many = map[any]int{}; many[n*1000] = 1 }},
	{"any key lookup", func() { kint = many[n*1000] }},
	{"chan keys", func() { mch = map[chan int]int{}; mch[nil] = 1 }},
	{"uint8", func() {
		m8 = map[uint8]uint8{}
		for i := 0; i < 8; i++ {
			m8[uint8(i)] = 1
		}
	}},
	{"int16", func() { m16 = map[int16]int64{}; m16[1] = 1 }},
	{"int32", func() {
		m32 = map[int32]int32{}
		for i := int32(0); i < 8; i++ {
			m32[i] = i
		}
	}},
	{"uint64 pointers", func() { m64 = map[uint64]*int{}; m64[1] = &x }},
	{"slices", func() {
		mslice = map[string][]int{}
		mslice["a"] = append(mslice["a"], 1)
		mslice["a"] = append(mslice["a"], 2)
	}},
	{"maps of maps", func() { mmap = map[string]map[string]int{}; mmap["a"] = map[string]int{"b": 1} }},
	{"funcs", func() { mfn = map[string]func(){}; mfn["a"] = func() {} }},
	{"set string", func() {
		mset = map[string]struct{}{}
		for i := 0; i < 8; i++ {
			mset[keys[i]] = struct{}{}
		}
	}},
	{"set int", func() { mseti = map[int]struct{}{}; mseti[5] = struct{}{} }},
	{"big elem", func() { mbig = map[int][200]byte{}; mbig[1] = [200]byte{}; mbig[2] = [200]byte{} }},
	{"big key", func() { mbigk = map[[200]byte]int{}; mbigk[[200]byte{}] = 1 }},
	{"elem pointer", func() {
		mptr = map[int]*pt{}
		for i := 0; i < 8; i++ {
			mptr[i] = &pt{i, i}
		}
	}},
	{"elem struct", func() {
		mstruct = map[int]pt{}
		for i := 0; i < 8; i++ {
			mstruct[i] = pt{i, i}
		}
	}},
	{"elem any", func() { miface = map[int]any{}; miface[1] = n; miface[2] = "x"; miface[3] = n * 1000 }},
	{"rune keys", func() {
		mrune = map[rune]bool{}
		for _, c := range "hello" {
			mrune[c] = true
		}
	}},
	{"lookup", func() { kint = have["a"]; kint, kbool = have["zz"] }},
	{"lookup bytes", func() { kint = have[string(bkey)] }},
	{"lookup built", func() { kint = have["a"+string(bkey)] }},
	{"assign same", func() { have["a"] = 5 }},
	{"assign op", func() { have["a"] += 5; havei[1]++ }},
	{"assign bytes same", func() { have[string(bkey)] = 4 }},
	{"delete", func() { have["c"] = 1; delete(have, "c") }},
	{"append elem", func() { haves["a"] = append(haves["a"][:0], 5) }},
	{"clear", func() { m := map[int]int{1: 1}; clear(m); kint = len(m) }},
	{"range", func() {
		for k, v := range have {
			kint += len(k) + v
		}
	}},
	{"range delete", func() {
		m := map[int]int{1: 1, 2: 2}
		for k := range m {
			delete(m, k)
		}
	}},
	{"len", func() { kint = len(have) }},
	{"nil map read", func() { var m map[string]int; kint = m["x"] }},
	{"interning", func() {
		m := map[string]string{}
		s := string(bkey)
		if t, ok := m[s]; ok {
			kstr = t
		} else {
			m[s] = s
		}
	}},
	{"counting", func() {
		m := map[string]int{}
		for i := 0; i < 20; i++ {
			m[keys[i%5]]++
		}
	}},
	{"grouping", func() {
		m := map[int][]string{}
		for i := 0; i < 20; i++ {
			m[i%3] = append(m[i%3], keys[i])
		}
	}},
	{"struct elem update", func() { m := map[string]pt{}; p := m["a"]; p.x++; m["a"] = p }},
	{"pointer elem update", func() { m := map[string]*pt{"a": {}}; m["a"].x++ }},
	{"nested literal", func() { mmap = map[string]map[string]int{"a": {"x": 1}, "b": {"y": 2}} }},
	{"struct of maps", func() {
		type s struct{ a, b map[string]int }
		v := &s{map[string]int{}, map[string]int{}}
		v.a["x"] = 1
		kint = len(v.a)
	}},
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
