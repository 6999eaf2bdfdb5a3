package main



func main() {
	x := iota
	var y [iota]int
	_, _ = x, y
}
