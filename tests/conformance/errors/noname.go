package main


func main() {
	a := 1
	a := 2
	b, a := 1, 2
	a, b := 3, 4
	_ = b
	_ := 5
}
