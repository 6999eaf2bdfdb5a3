package main

func f() (int, int) { return 1, 2 }

func main() {
	a, b := 1
	a, b = 1, 2, 3
	c := 1, 2
	var d, e int = 1
	x, y, z := f()
	x = f()
	_, _, _, _, _, _, _, _ = a, b, c, d, e, x, y, z
}
