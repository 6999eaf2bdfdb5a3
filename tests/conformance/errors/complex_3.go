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
	_ = max(1, 2i)
	_ = complex64(1e300)
	_ = int8(300+0i)
	_ = 1i < 2i
	_ = map[complex128]int{1i:1, 1i:2}
	_ = real("a")
	_ = imag(x)
	_ = complex(x, 1)
	_ = complex(f, x)
}
