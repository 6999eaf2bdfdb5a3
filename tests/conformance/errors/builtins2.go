package main

func f() {}

func main() {
	_ = append(1, 2)
	_ = append([]int{}, "a")
	_ = append([]int{}, []int{1})
	_ = len(5)
	_ = cap("a")
	_ = make(5)
	var m map[int]int
	delete(m, "a")
	copy([]int{}, []string{})
	var r <-chan int
	close(r)
	_ = min()
	_ = max("a", 1)
	clear(5)
	_ = new(int, 2)
	panic()
	println(f())
	recover(1)
}
