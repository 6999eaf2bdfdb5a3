package main



func main() {
	_ = len(1)
	_ = cap(map[int]int{})
	_ = append(1, 2)
	_ = append([]int{}, "a")
	copy([]int{}, []string{})
	delete([]int{}, 1)
	close(1)
	panic()
	len("a", "b")
	_ = append()
	clear(1)
}
