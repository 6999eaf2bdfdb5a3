// Calls through interfaces, closures and embedded methods.
package main

import (
	"fmt"
	"os"
	"strconv"
)

type shape interface{ area() int }

type square struct{ side int }
type rect struct{ w, h int }
type framed struct {
	rect
	border int
}

func (s square) area() int { return s.side * s.side }
func (r *rect) area() int  { return r.w * r.h }

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	shapes := []shape{square{3}, &rect{2, 5}, &framed{rect{4, 4}, 1}, square{1}}
	total := 0
	add := func(v int) { total += v }
	for i := 0; i < n*1000; i++ {
		s := shapes[i&3]
		add(s.area())
		if q, ok := s.(square); ok {
			add(q.side)
		}
	}
	fmt.Println("check", total)
}
