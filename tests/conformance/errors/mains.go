package main

func main(x int) {}
func init() int { return 1 }
var init = 1
