package main

import "fmt"

type C interface{ ~complex64 | ~complex128 }
type F interface{ ~float32 | ~float64 }
type my complex64

func parts[T C](x T) string { return fmt.Sprintf("%T %v %T %v", real(x), real(x), imag(x), imag(x)) }
func whole[T F](a, b T) string {
	z := complex(a, b)
	return fmt.Sprintf("%T %v", z, z*z)
}
func abs2[T C](x T) float64 { return float64(real(x))*float64(real(x)) + float64(imag(x))*float64(imag(x)) }
func half[T F](a T) string  { w := complex(a, 1); return fmt.Sprint(w, real(w) == a) }

type vec[T C] []T

func (v vec[T]) sum() (re, im float64) {
	for _, x := range v {
		re += float64(real(x))
		im += float64(imag(x))
	}
	return
}

func main() {
	fmt.Println(parts(1+2i), parts(complex64(3-4i)), parts(my(5i)))
	fmt.Println(whole(1.5, 2), whole[float32](1, 2))
	fmt.Println(abs2(3+4i), abs2(my(1+1i)), half(2.5), half(float32(1)))
	fmt.Println(vec[my]{1, 2i, 3 + 3i}.sum())
}
