package main



func main() {
	s := "a"
	s++
	5++
	var p *int
	p++
	x := 1
	y := x++
	b := true
	b--
}
