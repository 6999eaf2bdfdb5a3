package main

type set interface{ int | string }

func main() {
	var c complex128
	x := 1.5
	_ = float64(c)
	_ = int(c)
	_ = complex64(x)
	_ = complex(float32(x), 1) + complex64(c)
	_ = set(1)
	_ = comparable(1)
}
