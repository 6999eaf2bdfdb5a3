package main



func main() {
	f := func(x int) string {
	return x
	}
	g := func() int {
	}
	var unused int
	h := func() { unused2 := 1 }
	f("a")
	_, _ = g, h
}
