package main

func f(a, b int) {}
func g(s string, xs ...int) {}
func h(x int) {}
func k() (int, int) { return 1, 2 }

func main() {
	f(1)
	f(1, 2, 3)
	f("a", 2)
	g()
	g(1, "x")
	x := f(1, 2)
	y, z := f(1, 2)
	h(f(1, 2))
	h(k())
	_ = len()
	_ = len(1, 2)
	f(k()...)
}
