package main


func f() {}
func main() {
	defer f
	go f
	defer int(1)
	defer len("a")
	go append([]int{}, 1)
	defer recover()
}
