package main

type T struct {
	a, b
	func c() {}
	int d
	*[]int
	(E)
}
type I interface {
	f
	g() int {}
	a int
}
func main() {}
