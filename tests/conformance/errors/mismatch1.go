package main


func main() {
	var a int = "x"
	var b string = 1
	var c float64 = "y"
	d := 1 + "a"
	e := "a" + 1
	var f int32 = int64(5)
	_, _, _, _, _, _ = a, b, c, d, e, f
}
