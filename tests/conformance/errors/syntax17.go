package main

func main() {
	defer func() {}
	go func() {}
	x := func() { return 1
	}
	a ? b : c
}
