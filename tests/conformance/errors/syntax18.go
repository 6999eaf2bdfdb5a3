package main

var x int = 5;;
func f() { }}
const (
	a = iota
	b

func main() {}
