package main


func main() {
	x := 1
	_ = x / 0
	_ = x % 0
	_ = 1.0 / 0
	_ = x / 0.0
	var f float64
	_ = f / 0
	x /= 0
}
