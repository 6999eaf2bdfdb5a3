package main


type pt struct{ x int }
func f() int { return 1 }
func main() {
	"a" = "b"
	1 = 2
	f() = 3
	const c = 1
	c = 2
	s := "abc"
	s[0] = 1
	m := map[string]pt{}
	m["a"].x = 1
	for i := range 3 { i = "x" }
	f = nil
}
