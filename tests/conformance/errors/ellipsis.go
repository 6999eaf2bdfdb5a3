package main

func v(a int, b ...string) {}
func w(a ...int, b int) {}
func x(...) {}
func y(a, b ...int) {}
type T struct{ a ...int }
var z ...int
func r() (a ...int) { return }
func main() {
	v(1, []string{}...)
	v(1, "a", []string{}...)
	v([]int{}...)
	v(1, []int{}...)
	v(1, nil...)
	v(1, "a"...)
	v()
	v("a")
	v(1, 2)
	f := func(x ...int) {}
	f([3]int{}...)
	f(1, 2, "x")
	_ = append([]int{}, []string{}...)
	_ = append([]byte{}, "abc"...)
	_ = append([]byte{}, "abc")
	_ = append([]int{}...)
	_ = append()
	_ = append(1, 2)
	var g func(...int) = func([]int) {}
	_ = len([]int{}...)
	_ = int(5...)
	a := [...]int
	var b [...]int
	c := []int{1, 2}...
}
