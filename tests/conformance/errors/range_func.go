package main

func seq(yield func(int) bool) {}

func main() {
	for x := range seq {
		_ = x
	}
	for i := range 10 {
		_ = i
	}
	for i, j := range 10 {
	}
	for range "abc" {}
	for i := range 1.5 {}
	for i := range nil {}
	var p *[3]int
	for i, v := range p { _, _ = i, v }
	var q *[]int
	for i := range q {}
	var c chan<- int
	for v := range c {}
	var d chan int
	for i, v := range d {}
	var s struct{}
	for range s {}
	for i, v, w := range []int{} {}
}
