package main

func f[T ~complex64 | ~float64](x T) { _ = real(x) }
func g[T any](x T)                   { _ = imag(x) }
func h[T ~float64 | ~int](x T)       { _ = complex(x, x) }
func k[T complex64 | complex128](x T) {
	var a float32 = real(x)
	_ = a
	var y T = real(x)
	_ = y
}
func l[T, U float32 | float64](x T, y U) { _ = complex(x, y) }

func main() {}
