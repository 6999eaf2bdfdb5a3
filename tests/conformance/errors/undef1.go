package main


func main() {
	x := y
	foo()
	fmt.Println(x)
	_ = T{}
	var z Foo
	_ = z.bar
}
