package main


func main() {
	var f, g func()
	_ = f == g
	var s, t []int
	_ = s == t
	var m map[int]int
	_ = m == m
	_ = m == nil
	type S struct{ x []int }
	_ = S{} == S{}
	_ = [1]func(){} == [1]func(){}
	var i any
	_ = i == f
	_ = i == 1
	var e error
	_ = e == 1
	_ = nil == nil
	_ = 1 == nil
	_ = "a" < 1
	_ = true < false
	type P *int
	var p *int
	var q *string
	_ = p == q
}
