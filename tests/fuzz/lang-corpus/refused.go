package main

// Valid, and refused while it is compiled: nothing of what was made may be left. One of eight such programs gets there:
// this one does. (11)

func main() {
	var big [1000200030]int
	defer func(a, b int, s string) { println(a, b, s) }(1, len(big), "x"+string(rune(big[0])))
	copied := big
	_ = copied
}
