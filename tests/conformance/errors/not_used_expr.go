package main


func f() {}
func f2() int { return 1 }
func main() {
	x := 1
	x
	x + 1
	f
	len("a")
	"s"
	f2()
	append([]int{}, 1)
	int(x)
}
