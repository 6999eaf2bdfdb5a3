package main

import "io"

type A interface { M(int) string }
type T1 struct{}
func (T1) M(int) int { return 0 }
type T2 struct{}
func (T2) m(int) string { return "" }
type T3 struct{}
func (*T3) M(int) string { return "" }
type T4 struct{ M func(int) string }
type T5 struct{ T3 }
type T6 struct{ *T3 }
type T7 struct{ A; T3 }
type T8 int
func (T8) M(x string) string { return "" }

func use(a A) {}
func ret() A { return T1{} }

func main() {
	var a A
	a = T1{}
	a = T2{}
	a = T3{}
	a = T4{}
	a = T5{}
	a = T6{}
	a = &T5{}
	a = T7{}
	a = T8(1)
	a = 5
	a = "x"
	a = nil
	use(T1{})
	use(&a)
	_ = []A{T1{}, &T3{}, T3{}}
	_ = map[string]A{"a": T2{}}
	var ch chan A
	ch <- T1{}
	var w io.Writer = a
	_ = w
	_ = a.(T1)
	_ = a.(interface{ M(int) int })
}
