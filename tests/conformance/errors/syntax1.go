package main



func main() {
	x := 
	for i := 0; i < 10; i++
	{
	}
}
