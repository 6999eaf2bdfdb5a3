package main



func main() {
	var s string = 1
	var n int = "a"
	n = 1.5
	n = nil
	var p *int = &s
	var b byte = 300
	var u uint = -1
	var f float32 = 1e100
	var e error = "x"
	_, _, _, _, _, _ = p, b, u, f, e, s
}
