package main


func f() int { return 1 }
func main() {
	x := 1
	*x = 2
	p := &x
	**p = 3
	_ = &1
	_ = &f()
	nil.x()
}
