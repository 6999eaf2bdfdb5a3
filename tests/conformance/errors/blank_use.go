package main



func main() {
	x := _
	_ = _
	println(_)
	_()
}
