package main

type T struct{}
func (t *T) m() {}
func (t T) m2() {}
type I interface{ m(); n() }

func main() {
	var t T
	t.M()
	t.m(1)
	T.m()
	_ = t.m
	var i I = t
	var j I = &t
	_, _ = i, j
}
