package main

var sumE = func() func(...int) int { return func(args ...int) int { return len(args) } }()

var sumF = func(args ...int) func() int { return func() int { return len(args) } }

var sumG = func() func(...int) int { return func(args ...int) int { return sumF(args...)() } }

func main() {}

var sumH = func() func() func() int {
	go func() { println(3) }()
	defer println(sumF)
	x := 3
	return func() func() int { return func() int { x++; return x } }
}()

func init() {
	f := func() func() *int {
		return func() *int { return new(int) }
	}
	y := f()
	defer func() { println(y, func(p *int) *int { return p }(nil)) }()
	go println(y)
}
