package main



func main() {
	n := 5
	var a [n]int
	var b [-1]int
	var c [1.5]int
	var d ["a"]int
	var e [...]int
	_, _, _, _, _ = a, b, c, d, e
}
