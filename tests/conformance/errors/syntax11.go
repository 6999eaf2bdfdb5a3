package main

import "os"

var x = 1

import "fmt"

func main() {
	defer fmt.Println
	go func() {}
	return 1,
}
