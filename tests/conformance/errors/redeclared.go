package main


type T int
type T string
func f() {}
func f() {}
var v, v int
func main() {
	x := 1
	var x int
	x := 2
	_ = x
}
