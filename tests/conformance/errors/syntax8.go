package main

func main() {
	if x := 1 {
	}
	if a = b {
	}
	for i = 0; i < 3; i++ {
	}
	while true {
	}
}
