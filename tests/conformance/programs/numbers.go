// Integers of all sizes, conversions, constants, shifts, floats.
package main

import (
	"fmt"
	"math"
	"strconv"
)

const (
	KB = 1 << (10 * (iota + 1))
	MB
	GB
)

const big = 1 << 100

func main() {
	var i8 int8 = 127
	i8++
	var u8 uint8 = 0
	u8--
	var i16 int16 = -32768
	i16--
	var u32 uint32 = 1 << 31
	u32 <<= 1
	var i32 int32 = math.MinInt32
	i32 = -i32
	var i64 int64 = math.MinInt64
	fmt.Println(i8, u8, i16, u32, i32, -i64, i64/-1, i64%-1, KB, MB, GB, big>>98)
	x := 7
	fmt.Println(-7/2, -7%2, 7/-2, 7%-2, x&^5, x^2, ^x, x<<3, -x>>1, uint8(x)<<7, int8(x)<<5)
	s := uint(70)
	fmt.Println(1<<s == 0, int64(-1)>>s, uint64(1)<<63>>63, int32(s-69)<<31)
	f := 3.99
	g := -3.99
	fmt.Println(int(f), int(g), uint8(f), int64(1e18), float32(f), math.Sqrt(2), math.Floor(g), math.Round(2.5))
	fmt.Println(uint64(math.MaxUint64), uint32(1<<32-1), int64(math.MaxInt64), float64(uint64(1<<63)), uint64(float64(1<<63)))
	var z float64
	fmt.Println(1/z, -1/z, z/z == z/z, math.IsNaN(z/z), math.MaxInt8, math.Pi)
	h := uint32(2166136261)
	for _, c := range []byte("hash me") {
		h ^= uint32(c)
		h *= 16777619
	}
	fmt.Println(h, int32(h), int16(h), int8(h), uint16(h))
	n, err := strconv.Atoi("12x")
	fmt.Println(n, err)
	v, _ := strconv.ParseFloat("1e-3", 64)
	b, _ := strconv.ParseInt("-ff", 16, 64)
	fmt.Println(v, b, strconv.Quote("a\nb"), strconv.FormatInt(-255, 2), strconv.Itoa(1<<40))
	type weekday int
	const (
		sun weekday = iota
		mon
		_
		wed
	)
	fmt.Println(sun, mon, wed, 'a'+1, "s"+"t", 5.0/2, 5/2, 1e3)
	var a [4]int
	a[1], a[2] = 5, 6
	c := a
	c[0] = 9
	p := &a
	p[3] = 8
	fmt.Println(a, c, a == [4]int{0, 5, 6, 8}, len(p), a[1:3], cap(a[1:2:3]))
	sl := []int{1, 2, 3, 4, 5}
	copy(sl[1:], sl)
	fmt.Println(sl, append(sl[:1:1], 9), sl[:0] == nil, append([]byte("ab"), "cd"...))
	clear(sl[:2])
	fmt.Println(sl, string([]rune{72, 0x4e16}), []byte("é"), []rune("aé"), string(rune(233)))
}
