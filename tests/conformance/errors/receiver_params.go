package main

type pair[A any, B comparable] struct {
	a A
	b B
}

type whole = pair[int, string]

func (p pair[K, V]) key() K      { var v V = p.a; return v }
func (p pair[B, A]) turned() A   { return p.a }
func (p *pair[_, V]) value() V   { return p.a }
func (p pair[X]) short()         {}
func (p pair[*int, Y]) pointer() {}
func (whole) method()            {}
func (_ box[_]) _()              { return 1 }

func main() {}
