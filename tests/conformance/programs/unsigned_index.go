// Indices that are unsigned and too large for a signed number.
package main

import "fmt"

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

type big struct{ a, b, c int }

func at[T uint | int](s []int, i T) int { return s[i] }

func main() {
	s := []int{1, 2, 3}
	a := [3]int{}
	bs := []big{{}}
	str := "abc"
	strs := []string{"x"}
	u := uint(0)
	u--
	var u64 uint64 = 1 << 63
	var up uintptr = ^uintptr(0)
	var u8 uint8 = 200
	i := -1
	try("load", func() { _ = s[u] })
	try("store", func() { s[u] = 1 })
	try("op", func() { s[u] += 1 })
	try("addr", func() { _ = &s[u64] })
	try("big", func() { _ = bs[up] })
	try("field", func() { bs[up].b = 1 })
	try("string", func() { _ = str[u] })
	try("strings", func() { strs[u] = "x" })
	try("array", func() { a[u] = 1 })
	try("array load", func() { _ = a[u] })
	try("u8", func() { _ = s[u8] })
	try("int", func() { _ = s[i] })
	try("lo", func() { _ = s[u:] })
	try("hi", func() { _ = s[:u] })
	try("lo hi", func() { _ = s[i:u] })
	try("lo hi 2", func() { _ = s[u:i] })
	try("lo hi 3", func() { _ = s[u:2] })
	try("max", func() { _ = s[0:1:u] })
	try("3b", func() { _ = s[0:u:2] })
	try("3c", func() { _ = s[u:1:2] })
	try("str hi", func() { _ = str[:u] })
	try("str lo", func() { _ = str[u:] })
	try("arr hi", func() { _ = a[:u] })
	try("generic u", func() { _ = at(s, u) })
	try("generic i", func() { _ = at(s, i) })
	for k := uint(len(s)) - 1; k >= 0; k-- {
		s[k]++
	}
}
