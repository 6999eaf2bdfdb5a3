package main



func main() {
	for i := range 1.5 {
	_ = i
	}
	for a, b, c := range []int{} {
	}
	for a, b := range 10 {
	}
	var ch chan int
	for a, b := range ch {
	}
	var p *int
	for range p {
	}
}
