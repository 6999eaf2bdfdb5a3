package main

import "fmt"

type Shape interface {
	Area() float64
	Perimeter() float64
}

type Sq struct{ s float64 }

func (s *Sq) Area() float64 { return s.s * s.s }
func (s *Sq) Perimeter() int { return 4 }

type C struct{}

func (c *C) Area() float64 { return 1 }
func (c *C) Perimeter() float64 { return 1 }

func show(s Shape) { fmt.Println(s.Area()) }

func main() {
	show(Sq{1})
	show(&Sq{1})
	show(C{})
	show(3)
	var s Shape = nil
	_ = s.(C)
	_ = s.(*C)
	var e error = "x"
	_ = e
}
