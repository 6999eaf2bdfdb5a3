package main

type T struct {
	a int,
	b int
}

func main() {
	x := T{
		a: 1,
		b: 2
	}
	y := []int{
		1,
		2
	}
}
