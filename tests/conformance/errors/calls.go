package main

func f() {}

func main() {
	x := 5
	x()
	x.y
	"a"()
	f
	1 + 2
	len("a")
	append([]int{}, 1)
	make(int)
	make([]int)
	make([]int, 1, 2, 3)
	make([]int, -1)
	make([]int, 5, 2)
	new(5)
	new()
	cap(map[int]int{})
	delete([]int{}, 1)
	copy(1, 2)
	close(5)
}
