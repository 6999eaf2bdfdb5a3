package main

func main() {
	x := nil
	var y = nil
	var z int = nil
	var s string = nil
	_ = nil
	nil := 3
	_ = nil
	var p *int = 0
	if p == 0 {}
	var f func() = nil2
	_ = f == f
	var m map[string]int
	_ = m == m
	_ = []int{} == []int{}
	_ = struct{ f func() }{} == struct{ f func() }{}
	var e error = ""
	switch e { case 1: case "a": case p: }
}
