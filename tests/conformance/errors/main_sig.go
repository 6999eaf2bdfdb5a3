package main

func main(x int) int { return 1 }

func init() int { return 1 }

var init = 1
