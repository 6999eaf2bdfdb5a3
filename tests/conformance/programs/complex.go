// Complex numbers: arithmetic, printing, keys, interfaces, math/cmplx, special values.
package main

import (
	"fmt"
	"math"
	"math/cmplx"
	"reflect"
	"runtime"
	"strconv"
)

type C complex128
type small complex64

func (c C) Len() float64 { return cmplx.Abs(complex128(c)) }

const (
	i   = 1i
	k   = 3 + 4i
	big = 1e30i * 1e30i
	r   = real(big)
	n   = int(2 + 0i)
)

var global complex128 = k
var gsmall complex64 = 1.5 - 2.5i
var array [4]complex64
var table = map[complex128]string{1: "one", 1i: "i", k: "k"}

type pair struct {
	a complex64
	b int32
	c complex128
}

func mandel(c complex128) int {
	z := c
	for n := 0; n < 50; n++ {
		if cmplx.Abs(z) > 2 {
			return n
		}
		z = z*z + c
	}
	return 50
}

func parts(c complex128) (re, im float64) { return real(c), imag(c) }

func sum[T complex64 | complex128](xs ...T) T {
	var t T
	for _, x := range xs {
		t += x
	}
	return t
}

func quo(a, b complex128) complex128 { return a / b }

func main() {
	x := complex(1.5, -2)
	var y complex64 = complex(float32(0.1), 0.2)
	fmt.Println(x, y, k, i, global, gsmall, r, n)
	fmt.Println(x+k, x-k, x*k, x/k, -x, +x, y+gsmall, y-gsmall, y*gsmall, y/gsmall, -y)
	x += 1i
	x *= x
	x /= 3
	x -= 1
	x++
	y--
	y *= 2i
	fmt.Println(x, y, x == k, x != k, y == y, k == 3+4i)
	fmt.Printf("%v %g %.2f %8.3f %e %+v %T %T %x %d %s\n", x, x, x, x, y, y, x, y, k, k, k)
	fmt.Printf("%v %+.1f %#v %08.2f %-12.1f|\n", C(k), small(y), C(k), x, x)
	println(x, y, real(x), imag(y), C(k))
	z := C(x)
	fmt.Println(z.Len(), real(z), imag(small(y)))
	table[x] = "x"
	table[complex(0, math.Copysign(0, -1))] = "zero"
	fmt.Println(len(table), table[1i], table[x], table[0], table[k])
	fmt.Println(table)
	var e any = x
	var f any = y
	_, ok := e.(complex128)
	switch v := f.(type) {
	case complex128:
		fmt.Println("128", v)
	case complex64:
		fmt.Println("64", v+1)
	}
	fmt.Println(e == any(x), e == f, ok, e == any(complex128(x)))
	m := map[any]int{e: 1, f: 2}
	fmt.Println(m[x], m[y], m[1i])
	array[2] = y
	p := pair{y, 7, x}
	q := &p
	q.a += array[2]
	q.c = complex128(q.a)
	ps := []pair{p, {1i, 2, 3i}}
	ps[1].a, ps[0].c = complex64(ps[0].c), 4
	fmt.Println(p, *q, ps, array, p == *q, ps[0] == ps[1])
	pc := &q.c
	*pc = *pc * 2i
	fmt.Println(*pc, *&q.c)
	ch := make(chan complex64, 1)
	ch <- y
	fmt.Println(<-ch, sum(1i, 2, 3), sum[complex64](y, 1))
	a, b := parts(q.c)
	fmt.Println(a, b)
	fn := func(s complex64) complex128 { x += complex128(s); return x }
	fmt.Println(fn(y), x, complex64(x), complex128(y))
	inf, nan := math.Inf(1), math.NaN()
	for _, u := range []complex128{0, 1, complex(inf, 1), complex(nan, 1), complex(inf, inf), complex(0, nan), 2 - 3i} {
		for _, v := range []complex128{0, 1i, complex(1, inf), complex(-inf, nan), 1e308 + 1e308i, 2 - 3i} {
			fmt.Print(quo(u, v), " ", u*v, " ", u == v, " ", complex64(u)/complex64(v), " ")
		}
		fmt.Println(cmplx.Sqrt(u), cmplx.Exp(u), cmplx.Log(u), cmplx.Phase(u), cmplx.IsNaN(u), cmplx.IsInf(u), cmplx.Conj(u))
	}
	fmt.Println(cmplx.Pow(2+1i, 3-1i), cmplx.Sqrt(-1), cmplx.Sqrt(3e-200+4e-200i), cmplx.Log10(k), cmplx.Inf(), cmplx.NaN(), cmplx.Rect(2, 1))
	for im := 1.0; im >= -1; im -= 0.25 {
		for re := -2.0; re <= 0.5; re += 0.0625 {
			fmt.Print(string(" .:-=+*#%@"[mandel(complex(re, im))*9/50]))
		}
		fmt.Println()
	}
	rv := reflect.ValueOf(&q.c).Elem()
	rv.SetComplex(1 + 1i)
	fmt.Println(rv.Complex(), q.c, reflect.TypeOf(y).Kind(), reflect.TypeOf(y).Size(), rv.Type())
	fmt.Println(strconv.FormatComplex(x, 'f', 3, 128), strconv.FormatComplex(complex128(y), 'g', -1, 64))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	boxes := make([]any, 0, 4)
	boxes = append(boxes, x, y, k)
	runtime.ReadMemStats(&after)
	fmt.Println(len(boxes), after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc)
	defer func() { fmt.Println(recover()); panic(C(k)) }()
	panic(y)
}
