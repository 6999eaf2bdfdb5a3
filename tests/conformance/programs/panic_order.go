// Which of two panics in one statement comes first: slices and assertions are computed ahead of what is read beside
// them.
package main

import "fmt"

type V struct {
	s   []int
	str string
}

func try(n string, f func()) {
	defer func() { fmt.Println(n, recover()) }()
	f()
}

func two(a int, b []int) {}

var five = 5

func main() {
	v := &V{}
	var a [3]int
	s := []int{1}
	var m map[string]int
	var np *V
	try("index, slice", func() { x, y := v.s[len(v.s)-1], v.s[:len(v.s)-1]; _, _ = x, y })
	try("slice, index", func() { x, y := v.s[:len(v.s)-1], v.s[len(v.s)-1]; _, _ = x, y })
	try("index, slice assigned", func() { var x int; x, v.s = v.s[len(v.s)-1], v.s[:len(v.s)-1]; _ = x })
	try("nil, slice", func() { x, y := np.s, s[:five]; _, _ = x, y })
	try("div, slice", func() { x, y := 1/(five-5), s[:five]; _, _ = x, y })
	try("string slice", func() { x, y := s[five], v.str[five:]; _, _ = x, y })
	try("array slice", func() { x, y := s[five], a[five:]; _, _ = x, y })
	try("args", func() { two(s[five], s[:five+1]) })
	try("args2", func() { fmt.Sprint(s[five], s[:five+1]) })
	try("literal", func() {
		z := struct {
			a int
			b []int
		}{s[five], s[:five+1]}
		_ = z
	})
	try("list", func() { z := []any{s[five], s[:five+1]}; _ = z })
	try("list2", func() { z := [][]int{{s[five]}, s[:five+1]}; _ = z })
	try("return", func() { func() (int, []int) { return s[five], s[:five+1] }() })
	try("binary", func() { z := s[five] + len(s[:five+1]); _ = z })
	try("binary2", func() { z := s[five] + s[:five+1][0]; _ = z })
	try("cmp", func() { z := v.str[five] == v.str[five+1:][0]; _ = z })
	try("append", func() { z := append(s[:five], s[five+1]); _ = z })
	try("append2", func() { z := append(s, s[five], s[:five+1][0]); _ = z })
	try("append3", func() { z, y := s[five], append(s, s[five+1]); _, _ = z, y })
	try("assert", func() { var e any = 1; z, y := s[five], e.(string); _, _ = z, y })
	try("assert2", func() { var e any = 1; z, y := e.(string), s[:five]; _, _ = z, y })
	try("map put", func() { m["a"] = s[five] })
	try("map put2", func() { m["a"] = s[:five][0] })
	try("store", func() { s[five] = len(s[:five+1]) })
	try("store2", func() { np.s = s[:five] })
	try("conv", func() { z, y := s[five], [2]int(s); _, _ = z, y })
	try("conv2", func() { z, y := s[five], string(v.str[five+1:]); _, _ = z, y })
	try("index of slice", func() { z := s[five:][s[five+1]]; _ = z })
	try("slice of slice", func() { z := s[five:][s[five+1]:]; _ = z })
	try("slice bound", func() { z := s[s[five]:s[:five+1][0]]; _ = z })
	try("if", func() {
		if s[five] > 0 && len(s[:five+1]) > 0 {
			fmt.Println()
		}
	})
	try("concat", func() { z := v.str[five:] + string(s[five+1]); _ = z })
	try("concat2", func() { z := string(rune(s[five])) + v.str[five+1:]; _ = z })
	try("swap", func() { s[five], s[0] = s[0], s[five+1] })
	try("deref, slice", func() { x, y := *(*int)(nil), s[:five]; _, _ = x, y })
	try("chan", func() { c := make(chan []int, 1); c <- s[s[five] : five+1] })
	try("copy", func() { copy(s[five:], s[:s[five+1]]) })
	try("minmax", func() { _ = min(s[five], len(s[:five+1])) })
	try("constant index", func() { z := v.str[0] == v.str[five:][0]; _ = z })
	try("constant index of a slice", func() { x, y := v.s[0], v.s[five:]; _, _ = x, y })
	try("pop", func() {
		var top int
		for {
			top, v.s = v.s[len(v.s)-1], v.s[:len(v.s)-1]
		}
		_ = top
	})
	n := 1
	p := &n
	long := []int{0, 1, 2, 3, 4}
	up := func(d int) int { n += d; return n }
	fmt.Println(long[*p:up(1)], long[n:up(1)], long[up(-2):up(3)], long[len(long)-n:up(1)], long[n-4:up(-1):up(1)])
	n = 3
	fmt.Println(long[long[n-2]:up(1)], n, []any{n, long[up(-1):], n, any(n).(int), up(1)})
}
