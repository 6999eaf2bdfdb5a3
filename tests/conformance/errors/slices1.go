package main


func main() {
	var s []int
	_ = s["a"]
	_ = s[1.5:]
	_ = s[2:1]
	_ = s[-1:]
	_ = "abc"[1:2:3]
	_ = 5[1]
	var m map[int]int
	_ = m[1:2]
	var p *[]int
	_ = p[0]
	_ = s[1:2:1]
}
