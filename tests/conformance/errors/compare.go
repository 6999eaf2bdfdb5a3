package main



func main() {
	a, b := []int{}, []int{}
	println(a == b)
	f, g := func() {}, func() {}
	println(f == g)
	m := map[string]int{}
	println(m == m)
	type s struct{ x []int }
	println(s{} == s{})
	println(nil == nil)
	var p *int
	var q *string
	println(p == q)
	println(1 < "a", p < p, true < false)
}
