package main

import "fmt"

func main() {
	var i8 int8 = 100
	i8 = i8 + 200
	i8 += 300
	fmt.Println(1 << 63)
	fmt.Println(-1 << 64)
	var u uint = 5
	_ = u - -1
	_ = u & -1
	_ = u == -1
	_ = u > 1<<64
	_ = int8(1) * 200
	x := 1 << 64
	var y = 9223372036854775808
	var f float32 = 1e400
	var b byte = 256
	_ = []int{1 << 70}
	_ = [2]int{0, 1, 2}
	_ = [2]int{5: 1}
	_ = [...]int{-1: 2}
	var arr [3]int
	_ = arr[3]
	_ = arr[-1]
	_ = arr[1.5]
	_ = "abc"[5]
	_ = arr[2:1]
	_ = arr[:4]
	_ = "abc"[2:10]
	const c = 10
	_ = c / 0
	_ = u / 0
	_ = 1.5 % 2
	var z float64 = 5
	_ = z % 2
	_ = z / 0
	fmt.Println(x, y, f, b)
}
