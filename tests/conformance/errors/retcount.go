package main

func f() int { return }
func g() { return 1 }
func h() (int, string) { return 1 }
func i() (int, string) { return 1, "a", 3 }
func j() (int, string) { return "a", 1 }
func k() (a int, b string) { return }
func l() (a int) { { a := 1; return } }
func m() error { return "x" }

func main() {}
