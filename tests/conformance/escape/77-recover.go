package main

import "fmt"

var sink any

var m map[any]int

func f() any {
	fmt.Println(recover().(int))
	go fmt.Println(recover().(int))
	m[recover()] = 1
	fmt.Println(recover() == nil)
	switch e := recover().(type) {
	case int:
		return &e
	}
	return []any{recover(), max(1.5, float64(recover().(int)))}
}

func g(a, b []int, m map[string]int, s string, c chan int) {
	defer copy(a, b)
	defer clear(m)
	defer delete(m, s)
	defer print(s, a)
	defer println()
	go close(c)
	go panic(s)
	go copy(a[1:], b)
	go clear(a)
}

func main() {}
func more() any {
	x := recover()
	sink = recover(); _ = x
	go recover()
	defer recover()
	defer fmt.Println(recover())
	fmt.Println(recover().(error))
	return recover()
}
