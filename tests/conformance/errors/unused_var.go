package main



func main() {
	x := 1
	var y int
	z, w := 1, 2
	_ = z
}
