package main

func f() {}

func main() {
	for i := 0; i < 10; i++ {
		defer 1
		go f
	}
	for i := range 5.5 {
	}
	for i, j := range 10 {
	}
	for a, b, c := range []int{} {
	}
	for range f {
	}
	var c chan int
	for x, y := range c {
	}
	var sc chan<- int
	for x := range sc {
	}
}
