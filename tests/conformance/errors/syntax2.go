package main



func main() {
	if x == 1
	{
	}
	foo(1, 2
	)
}
