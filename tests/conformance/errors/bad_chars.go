package main

func main() {
	x := 1 # 2
	y := @
	z := “a”
	_ = x $ y
}
