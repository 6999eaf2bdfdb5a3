package main


func f() int { return }
func g() (int, string) { return 1 }
func h() { return 1 }
func k() (int, string) { return 1, "a", 2 }
func l() int { return "x" }
func main() {
	f()
	g()
	h()
}
