package main

import "fmt"

// A select of one case waits as that case does.
func main() {
	c, d := make(chan int, 1), make(chan string)
	select {
	case c <- 4:
		fmt.Println("sent")
	}
	select {
	case v, ok := <-c:
		fmt.Println(v, ok)
	}
	go func() {
		select {
		case d <- "x":
		}
		close(d)
	}()
	var got [2]string
	for i := range got {
		select {
		case got[i] = <-d:
			if i == 0 {
				continue
			}
			break
		}
		fmt.Printf("%q\n", got)
	}
	var none chan int
	select {
	case <-none:
	}
}
