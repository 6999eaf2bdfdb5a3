package main

func local[T any]() {
	type here struct{ t T }
	other[here]()
}

func other[U any]() { local[U]() }

func main() { local[int]() }
