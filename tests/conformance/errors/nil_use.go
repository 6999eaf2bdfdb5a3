package main



func main() {
	x := nil
	var y = nil
	var z int = nil
	_ = nil
	var s string = nil
	if s == nil {
	}
	_, _, _ = x, y, z
}
