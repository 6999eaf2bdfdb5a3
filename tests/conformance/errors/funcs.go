package main

func g(int) {}

func main() {
	var f func(int) string = func(s string) int { return 0 }
	f = g
	f("a")
	g = f
	var h func() = g()
	_ = h
	_ = func(x int) { return x }
	_ = func() int { }
	g(1, 2)
	x := g
	x = 5
}
