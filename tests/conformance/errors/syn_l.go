package main

func main() {
	f := func(x) int { return x }
	g := func(x int) => x
	var h func(int) int = (x) => x
	a[1:2:]
	a[::]
	a[]
	b.(
	c.1
	d.[x]
}
