package main

func main() {
	for i = 0; i < 3; i++ {
	}
	while true {
	}
	int x = 5
	x++ ++
	y := x++
	i := ++x
}
