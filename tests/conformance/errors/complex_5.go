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
	_ = real(1<<s)
	_ = complex(1<<s, 1)
	_ = complex(1<<s, f)
	_ = interface{ m() }(c)
	_ = c.(int)
	_ = func() complex64 { return c }
	_ = 1i.x
	_ = c64 * 1e40
	_ = 1i / 0
}
