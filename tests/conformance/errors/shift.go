package main



func main() {
	var s uint = 3
	var f float64 = 1 << s
	var i = 1.5 << s
	var j = 1 << 1.5
	k := 1 << -1
	_, _, _, _ = f, i, j, k
}
