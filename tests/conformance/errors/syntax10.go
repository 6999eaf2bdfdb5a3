package main

func f(a int b int) {}

func g(a, b) int { return 1 }

type T struct {
	a int,
	b int
}

func main() {
