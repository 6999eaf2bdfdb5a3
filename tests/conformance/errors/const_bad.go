package main


func f() int { return 1 }
func main() {
	const a = f()
	const b int = "x"
	const c uint8 = 256
	const d = 1 / 0
	const e = 10 << 1000
	var x = 1 << 64
	var y int8 = 1 << 7
	const g []int = nil
	z := 5 / 0
	_, _, _ = x, y, z
}
