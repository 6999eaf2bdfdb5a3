package main



func main() {
	var x int = 
	var a []int = [1, 2]
	func inner() {}
}
