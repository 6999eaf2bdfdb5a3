package main


func f() int { return 1 }
func f3() (int, int, int) { return 1, 2, 3 }
func main() {
	a, b := 1
	c, d := f()
	a, b = f3()
	var e, g = f()
	x := f3()
	var y int = f3()
	a, b = 1, 2, 3
	_, _, _, _, _, _, _, _ = a, b, c, d, e, g, x, y
}
