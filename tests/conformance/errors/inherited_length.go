package main

const (
	a = len([1 - iota]int{})
	b
	c
	d
)

func main() {
	const (
		e, f = 1 << (62 + iota), len([2]int{}) + iota
		g, h
	)
	var x int = g
}
