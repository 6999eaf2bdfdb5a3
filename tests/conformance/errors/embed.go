package main

type A struct{ x int }
type B struct{ x int }
type C struct { A; B }
type D struct { *A; A }
type E struct { []int }
type F struct { **A }
type G interface { A }

func main() { var c C; c.x = 1; _ = c.A.x; var g G; _ = g; _ = E{}; _ = F{}; _ = D{} }
