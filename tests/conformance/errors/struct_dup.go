package main


type T struct {
	a int
	a string
}
func (T) a() {}
type I interface {
	m()
	m()
}
func main() {
	var t T
	t.a()
	_ = struct{ x, x int }{}
}
