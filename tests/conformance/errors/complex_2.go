package main

func main() {
	var (
		x    int
		f    float64
		f32  float32
		c    complex128
		c64  complex64
		s    uint
	)
	_, _, _, _, _, _ = x, f, f32, c, c64, s
	_ = !1i
	_ = ^1i
	_ = 1i && 2i
	_ = uint(1i)
	_ = string(1i)
	_ = len(1i)
	_ = make([]int, 1i)
	_ = "abc"[1i]
	_ = min(1i, 2)
}
