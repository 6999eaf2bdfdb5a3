package main



func main() {
	a := 1
	b := "x"
	var c float64 = 2
	println(a + b)
	println(a * c)
	println(a + "x", a == "x", b + 1)
	a += c
	a += "x"
}
