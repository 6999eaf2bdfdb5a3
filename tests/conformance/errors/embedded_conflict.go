package main

type reader interface{ get(n int) int }
type lookup interface{ get(s string) int }
type both interface {
	reader
	lookup
}
type own interface {
	get() int
	reader
}
type twice interface {
	get()
	get()
}

func f(n int) (string, error) { return "", 1 }
func none()                   {}
func two(a, b int)            {}

func main() {
	two(none())
	two(1, none())
	var x interface{ both } = nil
	_ = x
}
