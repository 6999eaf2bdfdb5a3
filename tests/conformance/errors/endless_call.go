package main

func deep[T any](n int, t T) {
	if n > 0 {
		deep(n-1, &t)
	}
}

func main() { deep(3, 1) }
