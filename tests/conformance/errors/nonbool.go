package main



func main() {
	x := 1
	if x {
	}
	for x {
	}
	if x == 1 && x {
	}
	b := !x
	_ = b
}
