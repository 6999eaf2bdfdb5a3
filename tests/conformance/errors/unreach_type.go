package main



func main() {
	var x int
	x.y.z = 1
	var f func(int) int = func(s string) int { return 1 }
	var g func() = f
	_ = g
}
