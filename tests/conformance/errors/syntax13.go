package main

func main() {
	switch x {
		foo()
	case 1:
	}
	select {
		x := 1
	}
	case 5:
}
