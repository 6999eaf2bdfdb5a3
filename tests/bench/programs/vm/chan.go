// Two goroutines pass a number to and fro on unbuffered channels, then a third reads what a fourth sends on a buffered
// one.
package main

import (
	"fmt"
	"os"
	"strconv"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	n *= 1000
	ping, pong := make(chan int), make(chan int)
	go func() {
		for v := range ping {
			pong <- v + 1
		}
		close(pong)
	}()
	v := 0
	for i := 0; i < n; i++ {
		ping <- v
		v = <-pong
	}
	close(ping)
	buffered := make(chan int, 64)
	go func() {
		for i := 0; i < 2*n; i++ {
			buffered <- i
		}
		close(buffered)
	}()
	sum := 0
	for x := range buffered {
		sum += x
	}
	fmt.Println("check", v, sum)
}
