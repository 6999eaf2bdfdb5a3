package main


func main() {
	x := 1
	var y int
	a, b := 1, 2
	_ = a
	for i := range 3 {
	}
	for i, v := range []int{} {
	}
	if c := 1; true {
	}
	switch d := 3; {
	}
}
