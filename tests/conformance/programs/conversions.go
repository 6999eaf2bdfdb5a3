package main

import (
	"fmt"
	"math"
)

type A int
type Bs []byte
type Rs []rune
type S string

func main() {
	fs := []float64{0, 1.9, -1.9, 255.5, 256, -129, 1e10, 65535.9}
	for _, f := range fs {
		fmt.Println(int(f), int64(f), int32(int64(f)), uint8(int(f)), int8(int(f)), uint16(int64(f)), float32(f))
	}
	for _, i := range []int64{0, 1, -1, 127, 128, 255, 256, -128, -129, 1 << 31, 1<<31 - 1, 1 << 32, math.MinInt64, math.MaxInt64} {
		fmt.Println(int8(i), uint8(i), int16(i), uint16(i), int32(i), uint32(i), uint64(i), float32(i), float64(i), A(i), uintptr(i))
	}
	for _, u := range []uint64{0, 1 << 63, math.MaxUint64, 1<<53 + 1, 1<<24 + 1} {
		fmt.Println(float64(u), float32(u), int64(u), uint32(u), uint64(float64(u>>1)))
	}
	for _, r := range []rune{65, 0x20AC, 0x1F600, -1, 0x110000, 0xD800} {
		fmt.Printf("%q %v\n", string(r), []byte(string(r)))
	}
	s := "aé\xff世"
	fmt.Println([]byte(s), []rune(s), Bs(s), Rs(s), string(Bs(s)) == s, string([]rune(s)) == s, S(s) == S([]byte(s)), len(string(Rs{0x10ffff, -5, 'a'})))
	var b byte = 250
	b += 10
	var i8 int8 = 127
	i8++
	var u uint = 0
	u--
	fmt.Println(b, i8, u, -i8, ^b, i8>>1, b<<3, i8, i8)
	x := -7
	fmt.Println(x/2, x%2, x>>1, x&3, x|8, x^5, x&^2, uint8(x), -x/3, 7/-2, 7%-2)
	var sh uint = 70
	fmt.Println(1<<sh, x<<sh, x>>sh, uint8(255)>>sh, x)
	f32 := float32(16777216)
	fmt.Println(f32+1 == f32, float32(0.1)+float32(0.2), 0.1+0.2, float64(float32(0.1)))
	y := 0.1
	z := 0.2
	fmt.Println(y+z, y*3, z-y, y/z, 1/math.Inf(1), -1/math.Inf(1), math.NaN() == math.NaN())
	var arr [4]int
	sl := arr[:]
	p := (*[4]int)(sl)
	p[2] = 9
	fmt.Println(arr, [2]int(sl[2:]), true)
	type T1 struct{ A int `x:"1"` }
	type T2 struct{ A int }
	fmt.Println(T2(T1{3}), (*T2)(&T1{4}).A)
	const big = 1 << 100
	fmt.Println(big>>98, float64(big), big/3>>90, uint64(big>>37))
	const c = 'a' + 1.0
	fmt.Printf("%T %v %T %T %T\n", c, c, 1<<3, 2.0*3, 'x'*2.0)
	const d = len([10]int{}) << 2
	var e [d]byte
	fmt.Println(len(e), cap(e[:3]), d)
	fmt.Println(math.MaxInt64, uint64(math.MaxUint64), math.MinInt64, math.Pi, float32(math.Pi), math.MaxFloat32, math.E)
}
