package main

import "fmt"

func Zero[T any]() (_ T)     { return }
func two() (_ int, _ string) { return }
func fill() int {
	var a [64]int
	for i := range a {
		a[i] = 77 + i
	}
	return a[5]
}
func three() (x int, _ *int, e error) { x = 3; return }

var blank = struct{ a, _, c int }{1, 2, 3}

type E struct{}

var z1, z2 E

func side() int { fmt.Println("side"); return 9 }

func main() {
	fill()
	fmt.Println(Zero[int](), Zero[string](), Zero[[3]int](), Zero[any]())
	fill()
	fmt.Println(two())
	fill()
	fmt.Println(three())
	b := struct{ a, _, c int }{1, side(), 3}
	fmt.Println(b, blank)
	p := &struct {
		_ int
		s string
	}{4, "x"}
	fmt.Println(*p)
	fmt.Println(&z1 == &z2 || true)
}
