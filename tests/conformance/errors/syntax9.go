package main

func main() {
	int x = 5
	x = y ? 1 : 2
	x++ + 1
	var 1a int
	c := 'ab'
}
