package main



func main() {
	var m map[[]int]string
	var n map[func()]int
	_ = map[string]int{"a": 1, "a": 2}
	_, _ = m, n
}
