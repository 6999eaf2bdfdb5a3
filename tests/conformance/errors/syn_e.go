package main

func main() {
	var x int = 
	y := 
	const c
	z = = 1
	a := b := 1
	x++ + 1
	++x
	x = y++
}
