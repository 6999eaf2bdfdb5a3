// What unsafe.Slice and unsafe.String refuse.
package main

import (
	"fmt"
	"unsafe"
)

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

func main() {
	a := [4]int{1, 2, 3, 4}
	n := -1
	big := 1 << 62
	var np *int
	var bp *byte
	s := unsafe.Slice(&a[0], 3)
	fmt.Println(s, len(s), cap(s))
	b := []byte("hello")
	fmt.Println(unsafe.String(&b[0], 5), *unsafe.SliceData(s), *unsafe.StringData("q"))
	try("slice neg", func() { _ = unsafe.Slice(&a[0], n) })
	try("slice big", func() { _ = unsafe.Slice(&a[0], big) })
	try("slice nil", func() { k := 1; _ = unsafe.Slice(np, k) })
	try("slice nil0", func() { k := 0; fmt.Println(unsafe.Slice(np, k) == nil) })
	try("string neg", func() { _ = unsafe.String(&b[0], n) })
	try("string nil", func() { k := 1; _ = unsafe.String(bp, k) })
	try("string nil0", func() { k := 0; fmt.Println(unsafe.String(bp, k) == "") })
}
