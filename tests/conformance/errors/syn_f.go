package main

func f(a int b int) {}
func g(int a) {}
func h(a, b) {}
func k(a int, string) {}
func (a, b T) m() {}
func () n() {}
func (T) {}
func main() {}
