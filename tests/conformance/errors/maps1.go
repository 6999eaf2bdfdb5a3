package main


func main() {
	_ = map[[]int]int{}
	_ = map[func()]int{}
	m := map[string]int{"a": 1, "a": 2}
	m[1] = 2
	_ = m["a", "b"]
	_ = map[string]int{1: 2}
	_ = map[string]int{"a"}
	_ = []int{0: 1, 0: 2}
	_ = [2]int{1, 2, 3}
	_ = [...]int{5: 1, 2}[7]
	_ = []int{"a"}
	var a [3]int
	a[3] = 1
	a[-1] = 2
	_ = a[1.5]
	_ = a["x"]
	_ = "abc"[5]
	_ = []int{1}[-1]
}
