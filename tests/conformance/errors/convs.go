package main

type T struct{}

func main() {
	_ = int("a")
	_ = string(1.5)
	_ = []byte(5)
	_ = (*int)(5)
	var s []int
	_ = [2]string(s)
	_ = T(5)
	_ = bool(1)
	_ = int(nil)
	_ = float64("1")
	var e any
	_ = int(e)
	_ = chan int(nil)
	_ = uint8(300)
	_ = int8(-200)
	_ = string(65)
}
