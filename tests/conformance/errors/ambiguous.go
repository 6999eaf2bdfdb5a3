package main


type A struct{ x int }
type B struct{ x int }
func (A) f() {}
func (B) f() {}
type C struct {
	A
	B
}
func main() {
	var c C
	c.x = 1
	c.f()
}
