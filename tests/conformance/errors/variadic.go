package main


func f(xs ...int) {}
func g(x int) {}
func h(xs ...int, y int) {}
func main() {
	f([]int{1}...)
	f(1, []int{1}...)
	f([]string{}...)
	g(1...)
	f(1, "a")
}
