package main


func main() {
	a, b := 1, "x"
	_ = a | b
	_ = a &^ 1.5
	_ = 1.5 % 1
	_ = a << -1
	_ = a << "x"
	_ = a << 1.5
	var f float64
	_ = f << 1
	_ = f & 1
	a += "x"
	b -= "y"
	_ = ^f
	_ = +b
	_ = -true
}
