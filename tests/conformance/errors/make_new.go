package main



func main() {
	_ = make(int)
	_ = make([]int)
	_ = make([]int, -1)
	_ = make([]int, 10, 5)
	_ = make([]int, "a")
	_ = new(1)
	_ = new()
	_ = make()
	_ = make(map[string]int, 1, 2)
}
