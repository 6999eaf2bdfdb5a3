package main


type pt struct{}
func main() {
	_ = int("a")
	_ = string(1.5)
	_ = []byte(1)
	_ = int(1.5)
	_ = uint8(300)
	var f float64
	_ = string(f)
	_ = pt(1)
	_ = (*int)(&f)
	_ = int()
	_ = int(1, 2)
}
