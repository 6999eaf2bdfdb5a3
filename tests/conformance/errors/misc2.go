package main

func f() int {
	for {
		break
	}
}
func g(x int) int {
	if x > 0 { return 1 } else if x < 0 { return 2 }
}
func h(x int) int {
	switch x { case 1: return 1; default: panic(1) }
}
func i(x int) int {
	switch x { case 1: return 1; case 2: return 2 }
}
func j() int { for true { return 1 } }
func k() int { select {} }
func l() int {
L:
	for { break L }
}
func m() int { goto X; X: return 1 }
func n() (a int) { { a := 1; return } }
func o() (a int, err error) { if a, err := o(); err != nil { return }; return 1 }
func p() { return 1 }
func q() int { return }
func r() (int, string) { return 1 }
func s() (int, string) { return 1, 2, 3 }
func t() error { return "x" }
func u() int { defer func() { return 1 }(); return "a" }
func v() func() int { return func() { return 1 } }
func main() { return 5 }
