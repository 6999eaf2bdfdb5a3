package main


func main() {
	var x any
	switch y := x.(type) {
	case int, string:
		_ = y + 1
	case []int:
		_ = y.foo
	case error:
		_ = y.Foo()
	}
	_ = x.(type)
	var n int
	_ = n.(int)
	_ = x.(foo)
	var e error
	_ = e.(int)
	y, ok, z := x.(int)
}
