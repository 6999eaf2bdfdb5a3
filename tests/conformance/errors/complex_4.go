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
	_ = complex(f, 1i)
	_ = c + f
	_ = c64 + c
	_ = c << 1
	_ = 1 << c
	_ = c.x
	_ = *c
	_ = c()
	_ = []int{1i: 2}
}
