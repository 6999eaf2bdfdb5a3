package main

import "errors"

func main() {
	defer func() {
		panic(errors.New("again"))
	}()
	panic("first")
}
