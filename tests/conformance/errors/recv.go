package main

func (x int) f() {}
func (x *string) g() {}
func (x []int) h() {}
func (x Foo) i() {}
type P *int
func (p P) j() {}
type I interface{}
func (i I) k() {}
type T struct{ m int }
func (t T) m() {}
func (t **T) n() {}
func main() {}
