package main

func (t T) () {}
func () f() {}
func (a, b T) g() {}
func main() { var a []int{1}; _ = a; for ;; { } ; if ; true { } ; if { } }
type T struct{}
