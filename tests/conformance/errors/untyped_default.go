package main



func main() {
	var b byte = 'a' * 2
	var r rune = "a"
	var f float64 = "1"
	x := 1.5
	var i int = x
	var j int32 = 1 + i
	_, _, _, _ = b, r, f, j
}
