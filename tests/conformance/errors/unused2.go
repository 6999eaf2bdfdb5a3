package main


func main() {
	x := 1
	x = 2
	func() { y := 3 }()
	var f func()
	f = func() { f() }
}
