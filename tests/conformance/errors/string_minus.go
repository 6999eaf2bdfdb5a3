package main



func main() {
	a, b := "x", "y"
	println(a - b)
	println(-a)
	println(a && b)
	println(!a, ^1.5, +true)
	println(a % b, 1.5 % 2)
}
