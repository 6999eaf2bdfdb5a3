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
	_ = 1e100000i*1e100000i
	_ = 0i/0i
	_ = 1/(1e-400000i)
	_ = complex(1,2,3)
	_ = complex(1)
	_ = real()
	_ = complex("a", 1)
	_ = [1i]int{}
	_ = -1i % 2
}
