package main

func main() {
	else {
	}
	x = = 1
	var 5x int
	func f() {}
	return }
}
