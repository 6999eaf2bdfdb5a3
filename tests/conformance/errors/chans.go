package main


func main() {
	var r <-chan int
	var s chan<- int
	r <- 1
	<-s
	_ = <-5
	var c chan int
	c <- "a"
	var x string = <-c
	_ = x
	select {
		case c <- "b":
	}
	close(r)
	for range s {
	}
	var d chan int = r
	_ = d
}
