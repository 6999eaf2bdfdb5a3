// Types of one name in two functions: method expressions of each.
package main

import "fmt"

type B struct{ n int }

func (b B) get() int { return b.n }

func one() func() int {
	type T struct{ B }
	f := T.get
	return func() int { return f(T{B{1}}) }
}

func two() func() int {
	type T struct {
		pad [3]int
		B
	}
	f := T.get
	return func() int { return f(T{[3]int{7, 8, 9}, B{2}}) }
}
func main() { fmt.Println(one()(), two()()) }
