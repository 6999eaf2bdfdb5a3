package main

type T struct {
	a int
	b, a string
	T
}
func (T) a() {}
func (T) m() {}
func (*T) m() {}
type I interface {
	f()
	g(x int, x string)
	f()
}
func f(a int, a string) (a bool) { return }
func f() {}
func (t T) t(t int) {}
var v, v = 1, 2
const c = 1
type c int
func main() {
	a, a := 1, 2
	var b, b int
	x := struct{ p, p int }{}
	_ = map[string]int{"a": 1, "a": 2}
	_ = [...]int{0: 1, 2, 0: 3, 1: 4}
	_ = T{a: 1, a: 2}
	switch 1.0 { case 1: case 1.0: }
	switch "x" { case "x", "x": }
	switch any(1) { case 1: case 1: case "1": case "1": }
	switch true { case true: case true: }
	_ = map[any]int{1: 1, "1": 1, 1: 2, 1.0: 3}
	_ = map[[1]int]int{{1}: 1, {1}: 2}
}
func main() {}
