package main

type T struct{ x int }
var m map[string]T
func f() T { return T{} }

func main() {
	x := 5
	*x = 3
	_ = *x
	_ = &5
	_ = &f()
	_ = &m["a"]
	m["a"].x = 1
	f().x = 2
	"abc"[0] = 1
	s := "abc"
	s[0] = 1
	nil = 1
	_ = nil
	y := nil
	f() = 3
	5 = x
}
