package main



func main() {
	a0 = 1
	a1 = 1
	a2 = 1
	a3 = 1
	a4 = 1
	a5 = 1
	a6 = 1
	a7 = 1
	a8 = 1
	a9 = 1
	a10 = 1
	a11 = 1
	a12 = 1
	a13 = 1
	a14 = 1
}
