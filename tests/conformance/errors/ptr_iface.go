package main

import "fmt"


func main() {
	var e error
	p := &e
	println(p.Error())
	var i fmt.Stringer = &p
	_ = i
}
