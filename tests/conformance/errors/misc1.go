package main

import "fmt"

type T struct{ x int }
func (t T) Get() int { return t.x }

func two() (int, string) { return 1, "" }
func none() {}

func main() {
	var a int = "x"
	var b string = 1
	var c []int = [3]int{}
	var d map[string]int = map[int]string{}
	var e *int = &b
	var f func(int) = func(string) {}
	var g chan<- int = make(<-chan int)
	var h float64 = a
	var i byte = 'x' + 1000
	var j [3]int = [4]int{}
	var k, l = two(), 1
	var m, n, o = two()
	p, q := 1
	r := none()
	two() = 1, 2
	fmt.Println(two(), 1)
	fmt.Println(none())
	a, b = two
	T{}.x = 1
	T{}.Get = nil
	"a"[0] = 'b'
	fmt = nil
	const z = two()
	a.b.c = 1
	len = 5
	_ = _
	x := x + 1
}
