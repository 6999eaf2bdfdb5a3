package main


func f(a, b int) {}
func g() {}
func h(s string, xs ...int) {}
func f2() (int, string) { return 0, "" }
func k(s string) {}
func main() {
	f()
	f(1)
	f(1, 2, 3)
	f(1, "x")
	g(1)
	h()
	h(1, 2, "x")
	f(f2())
	k("a", 1)
}
