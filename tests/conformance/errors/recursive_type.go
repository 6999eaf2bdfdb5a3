package main

type T struct {
	a int
	t T
}

type A struct{ b B }
type B struct{ a A }

type I interface{ J }
type J interface{ I }

type X X

func main() {}
