package main



func main() {
	var c chan int
	select {
	case x := 1:
	case c:
	case <-c:
	default:
	default:
	}
}
