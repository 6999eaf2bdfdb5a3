package main

import "runtime"

func main() {
	go func() {
		var c chan int
		<-c
	}()
	runtime.Gosched()
	runtime.Goexit()
}
