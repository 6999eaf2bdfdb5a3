package main

func main() {
	var x int = 
	y := 1
}
