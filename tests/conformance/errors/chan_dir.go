package main



func main() {
	var s chan<- int
	var r <-chan int
	<-s
	r <- 1
	close(r)
	var c chan int
	c <- "a"
	x := 1
	x <- 1
	<-x
	for range s {
	}
}
