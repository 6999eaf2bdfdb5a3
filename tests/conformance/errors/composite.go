package main



func main() {
	_ = []int{0: 1, 0: 2}
	_ = [2]int{1, 2, 3}
	_ = [...]int{5: 1, 2}
	_ = int{1}
	_ = map[string]int{1}
	_ = []int{"a"}
	_ = undefinedT{}
	var x = [...]int{1,2}
	_ = x[2]
}
