package main

// Nothing is printed before all operands have their values.
func next(n *int) int {
	*n++
	print("[", *n, "]")
	return *n
}

func main() {
	n := 0
	println(n, next(&n), n, next(&n))
	println("to", next(&n), next(&n))
	var p *[4]int
	for i := range p {
		println(i, p[i])
	}
}
