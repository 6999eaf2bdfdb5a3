package main



func main() {
	a := 1
	a := 2
	a, _ := 3, 4
	_ = a
}
