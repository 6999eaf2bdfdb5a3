package main



func main() {
	a := [3]int{}
	a[5] = 1
	a[-1] = 2
	a["x"] = 1
	s := []int{}
	s[1.5] = 1
	m := map[string]int{}
	m[1] = 2
	x := 5
	x[0] = 1
	_ = "abc"[5]
	_ = a[2:1]
	_ = s[:-1]
}
