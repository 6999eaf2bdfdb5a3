package main

func f() int { return 1 }

func main() {
	const a = 1
	a = 2
	a++
	const b int = "x"
	const c = f()
	const d uint8 = 300
	const e = 1 / 0
	const g = 10 << 100
	var h int = g
	x := 1 << 64
	_ = &a
	_, _ = h, x
	_ = 5 % 2.5
	_ = 1.5 << 2
	const k = len([]int{1})
}
