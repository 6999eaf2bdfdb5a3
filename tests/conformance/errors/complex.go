package main

func main() {
	var f float64 = 2i
	var c complex64 = 1e60i
	a := 1i < 2
	b := c % 2
	d := complex(1, c)
	e := real(3.0) + imag("x")
	var g int = 1 + 0i
	h := 1i << 2
	j := 1i / 0i
	k := complex(f, float32(1))
	_, _, _, _, _, _, _, _, _ = a, b, d, e, g, h, j, k, f
}
