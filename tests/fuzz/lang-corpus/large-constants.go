package main

const a = 1e64645698
const b = 1e64645697 / 3

func main() {
	var arr [2]int
	arr[a], arr[b] = 1, 2
	_ = [a % 3]int{}
	_ = a << 1
	println(a/b, int(a), a == b)
}
