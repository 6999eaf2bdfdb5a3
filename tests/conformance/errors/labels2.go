package main


func main() {
	goto L
	x := 1
	_ = x
	L:
	if true {
		M:
		_ = 1
	}
	goto M
	L:
	for {
		if true {
			continue L
		}
	}
}
