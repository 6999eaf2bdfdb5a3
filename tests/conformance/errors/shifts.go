package main

func main() {
	var i int
	var u uint
	var f float64
	_ = 1 << -1
	_ = i << -1
	_ = i << 1.5
	_ = i << 2.0
	_ = f << 1
	_ = 1.0 << i
	_ = 1.5 << 1
	_ = 1.5 << i
	_ = "a" << 1
	_ = 1 << "a"
	_ = i << f
	_ = i << u
	_ = 1 << 64
	var a int8 = 1 << 7
	var b uint8 = 1 << 8
	var c float64 = 1 << i
	_ = uint8(1) << 8
	const k uint8 = 1 << 8
	const l = 1 << 600
	i <<= -3
	f <<= 1
	i <<= 1.2
	_ = 1 >> 10000000000
	_ = ^uint8(0) >> 9
	var d = 1.0 << 3
	var e int = 1.0 << i
	var g = "x"[1.0<<i]
	_ = make([]int, 1.0<<i)
	_ = a; _ = b; _ = c; _ = d; _ = e; _ = g
}
