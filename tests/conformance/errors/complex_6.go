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
	_ = c64 == nil
	_ = c ^ c
	_ = c &^ 1
	_ = c | 1i
	_ = c64 != c
	_ = real(c64) + f
	_ = imag(c) + f32
	_ = real(c) << 2
}
