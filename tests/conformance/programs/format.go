// fmt's verbs, flags and values.
package main

import (
	"fmt"
	"math"
)

type T struct {
	A int
	B string
	c []byte
	D *int
	E map[string]int
}

type N int

func (n N) String() string { return fmt.Sprintf("N(%d)", int(n)) }

type W struct{ n N; N N }

func main() {
	fmt.Printf("%d|%5d|%-5d|%05d|%+d|% d|%x|%X|%#x|%o|%#o|%O|%b|%c|%q|%U|%#U\n", 42, 42, 42, 42, 42, 42, 255, 255, 255, 8, 8, 8, 5,
		'G', 'G', 0x1F600, 0x1F600)
	fmt.Printf("%v|%f|%.2f|%8.3f|%-8.1f|%e|%E|%g|%G|%+.1e|%08.2f\n", 3.14159, 3.14159, 3.14159, 3.14159, 3.14159, 314.159, 314.159,
		1e21, 1e-7, 12345.678, -3.14159)
	fmt.Println(1e20, 1e21, 1e6, 123456789.0, 0.000001, 1e-7, float32(0.1), math.Pi, math.Inf(1), math.NaN(), -0.0, 5e-324,
		math.MaxFloat64, float32(16777216.0))
	fmt.Printf("%s|%10s|%-10s|%.2s|%q|%x|% x|%#q\n", "héllo", "hi", "hi", "héllo", "a\tb\"c\x00é", "hex", "hex", "raw")
	x := 7
	t := T{1, "two", []byte("abc"), nil, map[string]int{"b": 2, "a": 1}}
	fmt.Printf("%v\n%+v\n%#v\n%T\n", t, t, t, t)
	fmt.Printf("%v %v %v %v\n", []string{"a", "b"}, [2]bool{true}, struct{}{}, &struct{ X int }{3})
	fmt.Printf("%t|%v|%p|%v\n", true, false, nil, x)
	fmt.Printf("%d %s %v\n", []int{1, 2}, []string{"x"}, []byte("hi"))
	fmt.Printf("%x %X %s %q\n", []byte("hi"), "hi", []byte("hi"), []string{"a b", "c"})
	fmt.Printf("%!|%z|%d\n", 1, "s")
	fmt.Printf("%d %d\n", 1)
	fmt.Printf("%d\n", 1, 2, "x")
	fmt.Printf("%[2]d %[1]d|%*d|%-*d|%.*f\n", 5, 42, 5, 42, 2, 3.14159)
	fmt.Printf("%v %d %s %v %+v\n", N(3), N(3), N(3), []N{1, 2}, W{1, 2})
	fmt.Printf("%6.2f|%6d|%6s|%6v|%-6v|%06d\n", 1.5, 3, "ab", true, 1, -12)
	fmt.Printf("%#v %#v %#v %#v %#v\n", 1, "s", []int(nil), map[string]int{}, 1.0)
	fmt.Printf("%T %T %T %T %T %T\n", 1, "s", 1.5, []any{1}, map[string][]int{}, func(int, ...string) error { return nil })
	fmt.Printf("%v %v\n", error(nil), fmt.Errorf("wrapped: %w", fmt.Errorf("inner")))
	fmt.Printf("%08b %o %x %X %#X %c\n", 37, 64, -255, 48879, 48879, 0x4E16)
	fmt.Printf("%5t|%-7t|%q|%#q\n", true, false, 'x', "back`tick")
	fmt.Println(fmt.Sprint("a", 1, 2, "b", "c", 3.0), fmt.Sprintln("end", 1))
	var ip *int
	var e error
	fmt.Println(ip, e, []any{nil, 1}, map[int]string{2: "b", 1: "a"}, struct {
		P *int
		E error
	}{})
	fmt.Printf("%3c|%-3c|%03d|%+q|%x\n", 'a', 'b', 7, "é", 3.5)
	fmt.Printf("%s %v %d\n", []byte(nil), [3]byte{1, 2, 3}, [3]byte{1, 2, 3})
	fmt.Printf("%s\n", fmt.Errorf("y"))
}
