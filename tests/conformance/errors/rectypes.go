package main

type A struct{ a A }
type B [2]B
type C struct{ d D }
type D struct{ c [1]C }
type E []E
type F func(F) F
type G *G
type H interface{ H }
type I interface{ J }
type J interface{ I }
type K K
type L M
type M L
type N struct{ N }
type O = O
type P = []P
type Q map[Q]int
type R [len(r)]int
var r R
type S[T any] struct{ s S[S[T]] }
type U struct{ f func() U; m map[string]U; c chan U; p *U }
func main() {}
