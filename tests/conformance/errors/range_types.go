package main

func main() {
	var i int
	var s string
	var f float64
	for i = range []string{"a"} {}
	for s = range []string{"a"} {}
	for i, s = range []string{"a"} {}
	for i, i = range []string{"a"} {}
	for f = range 10 {}
	for s = range map[string]int{} {}
	for i, f = range map[string]int{} {}
	for 1 = range []int{} {}
	for s[0] = range []int{} {}
	for range 1 << 70 {}
	for _, _ = range []int{} {}
	for _ = range 5 {}
	for x := range []int{} {}
	var u uint8
	for u = range 300 {}
	for x, y := range "abc" { var z byte = y; _ = x; _ = z }
}
