package main

func f(x int) int {
	if x > 0 {
		return 1
	}
}

func g() (n int, err error) {
	for {
		break
	}
}

func main() { f(1); g() }
