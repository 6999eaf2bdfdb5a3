// Complex numbers in every kind of place.
package main

import "fmt"

type V struct{ re, im float32; c complex64; x byte; d complex64 }

func f(a complex64, b int8, c complex128, d ...complex64) (complex64, complex128) {
	a += d[0]
	return a * d[len(d)-1], c / complex(2, 0)
}

var fs = []func(complex128) complex128{func(c complex128) complex128 { return c * c }}

const big = 1 << 62 * 1i

func gen[T any](x T) any { return x }

func main() {
	var v V
	v.c = complex(v.re+1, v.im-1)
	v.d = v.c
	v.d *= v.c
	w := v
	w.d++
	fmt.Println(v, w, v == w)
	fmt.Println(f(1i, 2, 3i, v.c, w.d))
	g, h := f(1i, 2, 3i, v.c)
	fmt.Println(g, h, fs[0](h), gen(g), gen(h))
	a := []complex128{1, 2i, 3: complex(1, 2)}
	for i, c := range a {
		a[i] = c * complex(0, 1)
	}
	a = append(a, 5, 6i, h)
	copy(a[1:], a)
	fmt.Println(a, len(a), cap(a))
	b := [3]complex64{1, 2i}
	b[2] = b[0] + b[1]
	pb := &b[1]
	*pb *= 2
	fmt.Println(b, b == [3]complex64{1, 4i, 1 + 2i})
	m := map[complex64][]int{}
	m[1i] = append(m[1i], 4)
	m[1i] = append(m[1i], 5)
	m[complex64(1)] = nil
	fmt.Println(m, real(big))
	switch h {
	case 1, 1.5i:
		fmt.Println("1.5i")
	}
	func() {
		defer func(c complex64) { fmt.Println("deferred", c, recover()) }(b[2])
		var arr []complex64
		arr[len(b)] = 1
	}()
	var z *complex128
	z = new(complex128)
	*z = 3
	y := z
	*y += *z / 2
	fmt.Println(*z, imag(*y), fmt.Sprint(*z), fmt.Sprintf("%6.2f|%-20v|%20v", *z, *z, *z))
	var k, l float64 = 2, 3
	fmt.Println(complex(k, l)*complex(l, k), real(complex(k, l)*1i))
	type T struct {
		A complex128
		B any
	}
	fmt.Printf("%v %+v %#v\n", T{1i, 2i}, T{1i, 2i}, T{1i, complex64(2i)})
	var n1, n2 any = 1i, complex64(1i)
	fmt.Println(n1 == n2, n1 == 1i, n2 == complex64(1i))
	var x uint8 = 2 + 0i
	var s = "abc"[1+0i]
	var sl = make([]int, 2+0i)
	fmt.Println(x, s, sl, 7<<(1+0i), 010i, 0x10i, 0b11i, 1_0.5e1i, 'a'*1i)
}
