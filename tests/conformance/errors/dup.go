package main

func f() {}
func f() {}

type T int
type T string

var x int
var x string

func (t T) m() {}
func (t T) m() {}

type S struct {
	a int
	a string
}

type I interface {
	m()
	m()
}

func g(a int, a string) {}
func h() (r int, r string) { return }

func main() {}
