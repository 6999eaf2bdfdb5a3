package main

import (
	"reflect"
	"unsafe"
)



//go:uintptrescapes
func esc(a uintptr, b ...uintptr) {}

//go:uintptrescapes
func esc2(n int, p *int, _ uintptr, rest ...uintptr) *int { return p }

type T struct{}

//go:uintptrescapes
func (T) m(a uintptr) {}

func calls() {
	var e, f, g int
	esc(uintptr(unsafe.Pointer(&e)))
	esc(0, uintptr(unsafe.Pointer(&f)), 3)
	T{}.m(uintptr(unsafe.Pointer(&g)))
}

func more(x *int, ys []int) {
	var a, b int
	esc2(1, &b, uintptr(unsafe.Pointer(&a)), uintptr(unsafe.Pointer(x)))
	p := uintptr(unsafe.Pointer(x))
	esc(p)
	for _, y := range ys {
		z := y
		esc(uintptr(unsafe.Pointer(&z)) + 3)
		esc(uintptr(unsafe.Pointer(&z)))
	}
	defer esc(uintptr(unsafe.Pointer(x)))
	go esc(1, uintptr(unsafe.Pointer(x)))
}

func hdr(s []int, t string) (p, q unsafe.Pointer) {
	h := (*reflect.SliceHeader)(unsafe.Pointer(&s))
	p = unsafe.Pointer(h.Data)
	k := reflect.SliceHeader{Data: uintptr(p), Len: 1}
	q = unsafe.Pointer(k.Data + 8)
	h.Data, h.Len = uintptr(unsafe.Pointer(&t)), 3
	return
}

func main() {}
