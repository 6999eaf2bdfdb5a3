package main


func main() {
	len := 3
	_ = len("a")
	string := "x"
	_ = string(5)
	var int = 5
	var x int
	true := false
	_ = true
	nil := 1
	_ = nil
}
