package main


func main() {
	var x any = 1
	var y int = x
	var s []int = []string{}
	var m map[string]int = map[int]string{}
	var p *int = 5
	var q *int = &y + 1
	_, _, _, _, _ = y, s, m, p, q
}
