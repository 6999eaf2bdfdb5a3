package main

func f(a int b int) {}

func g(int, b string) {}

func main() {
	f(1 2)
}
