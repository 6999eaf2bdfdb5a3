package main


func main() {
	a, b := 1, 2.5
	_ = a + b
	_ = a == "x"
	_ = a && true
	_ = !a
	_ = -"s"
	var u uint8 = 256
	var v int8 = -129
	_, _ = u, v
}
