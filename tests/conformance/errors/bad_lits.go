package main

func main() {
	_ = 08
	_ = 0x
	_ = 1_
	_ = 1e
	_ = '\q'
	_ = "\xZZ"
	_ = ''
	_ = 0b12
}
