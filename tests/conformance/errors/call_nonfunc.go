package main



func main() {
	x := 1
	x()
	"a"()
	var f func()
	f(1)
}
