package main

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"runtime"
	"runtime/debug"
)

type node struct {
	value int
	next  *node
	other map[string]*node
	any   any
	list  []any
	f     func()
	c     chan int
	err   error
	raw   [3]byte
}

type key struct {
	a int8
	b string
}

var before, after runtime.MemStats

func ring(n int) *node {
	first := &node{value: n}
	at := first
	for i := 1; i < n; i++ {
		at.next = &node{value: n - i, list: []any{at, i}}
		at = at.next
	}
	at.next = first
	return first
}

func compare(name string, a, b any) {
	equal := reflect.DeepEqual(a, b)
	runtime.ReadMemStats(&before)
	reflect.DeepEqual(a, b)
	runtime.ReadMemStats(&after)
	fmt.Println(name, equal, after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc)
}

// What reflect.DeepEqual finds and allocates.
func main() {
	debug.SetGCPercent(-1)
	nan, c, f := math.NaN(), make(chan int), func() {}
	err := errors.New("x")
	nans := map[float64]int{nan: 1}
	compare("nil", nil, nil)
	compare("nil and typed", nil, (*node)(nil))
	compare("ints", 1000, 1000)
	compare("types", 1000, int64(1000))
	compare("NaN", nan, nan)
	compare("NaN slices", []float64{nan}, []float64{nan})
	s := []float64{nan, 1}
	compare("same slice", s, s)
	compare("part", s[:1], s[1:])
	compare("nil slice", []int(nil), []int{})
	compare("bytes", []byte("hello"), []byte("hello"))
	compare("other bytes", []byte("hello"), []byte("hellO"))
	compare("strings", []string{"a", "b", "c"}, []string{"a", "b", "c"})
	compare("many", make([]int, 1000), make([]int, 1000))
	compare("arrays", [3]complex64{1, 2i}, [3]complex64{1, 2i})
	compare("struct", key{1, "a"}, key{1, "a"})
	compare("nodes", &node{c: c, err: err, any: 5}, &node{c: c, err: err, any: 5})
	compare("any", &node{any: []any{1, "a", nil, 2.5}}, &node{any: []any{1, "a", nil, 2.5}})
	compare("funcs", &node{f: f}, &node{f: f})
	compare("errors", &node{err: errors.New("x")}, &node{err: errors.New("x")})
	compare("rings", ring(2), ring(2))
	compare("other rings", ring(2), ring(3))
	compare("maps", map[string]int{"a": 1, "b": 2}, map[string]int{"b": 2, "a": 1})
	compare("other maps", map[string]int{"a": 1}, map[string]int{"b": 1})
	compare("keys", map[key][]int{{1, "a"}: {1}, {2, "b"}: nil}, map[key][]int{{1, "a"}: {1}, {2, "b"}: nil})
	compare("any keys", map[any]any{1: "a", "b": 2.5, key{}: nil}, map[any]any{1: "a", "b": 2.5, key{}: nil})
	compare("pointers", map[int]*int{1: nil}, map[int]*int{1: nil})
	compare("NaN maps", nans, map[float64]int{nan: 1})
	compare("same map", nans, nans)
	compare("nil map", map[int]int(nil), map[int]int{})
	large, other := map[int]bool{}, map[int]bool{}
	for i := 0; i < 100; i++ {
		large[i], other[99-i] = true, true
	}
	compare("large maps", large, other)

	m := map[any]string{1: "one", "two": "2"}
	v := reflect.ValueOf(m)
	fmt.Println(v.MapIndex(reflect.ValueOf(1)), v.MapIndex(reflect.ValueOf("two")), v.MapIndex(reflect.ValueOf(2)).IsValid())
	fmt.Println(reflect.ValueOf(map[key]int{{1, "a"}: 7}).MapIndex(reflect.ValueOf(key{1, "a"})))
	defer func() { fmt.Println(recover()) }()
	reflect.ValueOf(map[int]int{}).MapIndex(reflect.ValueOf("a"))
}
