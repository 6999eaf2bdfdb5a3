// Reflection: struct tags, promoted fields, function and channel types, zero values, what fits, lengths.
package main

import (
	"fmt"
	"math"
	"reflect"
	"runtime"
	"unsafe"
)

type inner struct {
	A int `json:"a,omitempty" xml:"x"`
	b string
	C float32
}

type Named struct {
	X, Y int
	C    float32
}

type deep struct{ *inner }

type user struct {
	Name  string `json:"name" db:"user\tname"`
	Age   int    `bad`
	email string "k:\"v\" l:\"\\x\""
	inner
	*Named
	D deep
}

type twice struct {
	L struct{ deep }
	inner
	deep
}

type fn func(a int, b ...string) (error, map[string]int)

func try(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(name, r)
		}
	}()
	f()
}

func step(name string, f func()) {
	var a, b runtime.MemStats
	f()
	runtime.ReadMemStats(&a)
	f()
	runtime.ReadMemStats(&b)
	fmt.Println(name, b.Mallocs-a.Mallocs, b.TotalAlloc-a.TotalAlloc)
}

var (
	field reflect.StructField
	value reflect.Value
	text  string
)

func main() {
	for _, v := range []any{Named{}, 0, unsafe.Pointer(nil), []Named{}, error(nil), reflect.Int} {
		if t := reflect.TypeOf(v); t != nil {
			fmt.Printf("%v %q %q\n", t, t.Name(), t.PkgPath())
		}
	}
	u := user{Name: "n", inner: inner{A: 1, b: "b"}, Named: &Named{X: 2, Y: 3}}
	t := reflect.TypeOf(u)
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		tag, ok := f.Tag.Lookup("json")
		fmt.Printf("%s %q %q %v %q %q %q\n", f.Name, f.Tag, tag, ok, f.Tag.Get("db"), f.Tag.Get("k"), f.Tag.Get("l"))
	}
	for _, s := range []string{"", "  ", `a:"1" b:"2"`, `a:"1"b:"2"`, `a:1 b:"2"`, `a:"1`, `a : "1" b:"2"`, `a:"\"" b:"2"`, `:"x" b:"2"`} {
		v, ok := reflect.StructTag(s).Lookup("b")
		fmt.Printf("%q %v; ", v, ok)
	}
	fmt.Println()
	for _, n := range []string{"Name", "A", "b", "X", "C", "Z", "inner", "Named", "email"} {
		f, ok := t.FieldByName(n)
		fmt.Println(n, f.Name, f.Index, f.Tag, ok)
		v := reflect.ValueOf(&u).Elem().FieldByName(n)
		if v.IsValid() {
			fmt.Println("   ", v.Type(), v.CanSet(), v.CanInterface())
		}
	}
	for _, n := range []string{"A", "deep", "L", "b"} {
		f, ok := reflect.TypeOf(twice{}).FieldByName(n)
		fmt.Println(n, f.Index, ok)
	}
	f, ok := t.FieldByNameFunc(func(s string) bool { return s == "A" || s == "X" })
	fmt.Println(f.Name, ok)
	fmt.Println(t.FieldByIndex([]int{3, 0}).Name, t.FieldByIndex([]int{4, 1}).Name, t.FieldByIndex([]int{5, 0, 2}).Name)
	fmt.Println(reflect.ValueOf(u).FieldByIndex([]int{4, 1}), reflect.ValueOf(u).FieldByIndex([]int{3, 0}))
	try("nil embedded", func() { reflect.ValueOf(u).FieldByIndex([]int{5, 0, 0}) })
	try("set", func() { reflect.ValueOf(&u).Elem().FieldByName("A").SetInt(7); fmt.Println(u.A) })

	ft := reflect.TypeOf(fn(nil))
	fmt.Println(ft.NumIn(), ft.In(0), ft.In(1), ft.NumOut(), ft.Out(0), ft.Out(1), ft.IsVariadic())
	try("in", func() { ft.In(2) })
	try("out", func() { t.Out(0) })
	for _, c := range []any{make(chan int), make(<-chan int), make(chan<- int)} {
		d := reflect.TypeOf(c).ChanDir()
		fmt.Println(d, int(d), reflect.TypeOf(c).Elem())
	}
	fmt.Println(reflect.ChanDir(0), reflect.ChanDir(9))
	fmt.Println(reflect.TypeOf(int8(1)).Bits(), reflect.TypeOf(1i).Bits(), reflect.TypeOf(uintptr(1)).Bits())
	try("bits", func() { t.Bits() })
	fmt.Println(reflect.TypeFor[error](), reflect.TypeFor[int](), reflect.TypeFor[[]string]())

	fmt.Println(reflect.Zero(t).Field(0), reflect.Zero(reflect.TypeOf(1)), reflect.Zero(reflect.TypeOf(&u)), reflect.Zero(reflect.TypeOf([]int{})).Len())
	fmt.Println(reflect.Zero(reflect.TypeOf([2000]byte{})).Len(), reflect.Zero(reflect.TypeFor[error]()).IsNil())
	try("zero", func() { reflect.Zero(nil) })
	n := 5
	v := reflect.ValueOf(&n).Elem()
	v.SetZero()
	fmt.Println(n, v.CanInt(), v.CanUint(), v.CanFloat(), v.CanComplex(), reflect.ValueOf(uint8(1)).CanUint())
	for _, x := range []int64{0, 127, 128, -128, -129, math.MaxInt64} {
		fmt.Print(reflect.ValueOf(int8(0)).OverflowInt(x), reflect.ValueOf(int64(0)).OverflowInt(x), " ")
	}
	fmt.Println(reflect.ValueOf(uint16(0)).OverflowUint(65535), reflect.ValueOf(uint16(0)).OverflowUint(65536))
	fmt.Println(reflect.ValueOf(float32(0)).OverflowFloat(1e39), reflect.ValueOf(float32(0)).OverflowFloat(math.Inf(1)), reflect.ValueOf(0.).OverflowFloat(1e300))
	fmt.Println(reflect.ValueOf(complex64(0)).OverflowComplex(1e39), reflect.ValueOf(1i).OverflowComplex(1e39))
	try("overflow", func() { reflect.ValueOf("").OverflowInt(1) })
	s := []int{1, 2, 3, 4}
	sv := reflect.ValueOf(&s).Elem()
	sv.SetLen(2)
	fmt.Println(s, cap(s))
	sv.SetCap(3)
	fmt.Println(s, cap(s))
	try("len", func() { sv.SetLen(4) })
	try("cap", func() { sv.SetCap(1) })
	try("len", func() { reflect.ValueOf(s).SetLen(1) })
	try("zero", func() { reflect.ValueOf(s).SetZero() })

	step("field", func() { field = t.Field(0) })
	step("tag", func() { text = t.Field(0).Tag.Get("json") })
	step("tag with escapes", func() { text = t.Field(0).Tag.Get("db") })
	step("by name", func() { field, _ = t.FieldByName("Name") })
	step("value by name", func() { value = reflect.ValueOf(&u).Elem().FieldByName("Name") })
	step("zero", func() { value = reflect.Zero(t) })
	step("large zero", func() { value = reflect.Zero(reflect.TypeOf([2000]byte{})) })
	step("in", func() { _ = ft.In(0) })
	step("for", func() { _ = reflect.TypeFor[error]() })
}
