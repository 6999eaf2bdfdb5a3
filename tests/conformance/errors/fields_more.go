package main

type P struct{ x, y int }
func (p *P) set() {}

func main() {
	var p P
	p.z = 1
	p.foo()
	P{1, 2, 3}.x = 4
	_ = P{1}
	_ = P{x: 1, z: 2}
	_ = P{x: 1, 2}
	_ = P{x: 1, x: 2}
	_ = &P{"a", 2}
	p.X = 1
	q := &p
	q.Y()
}
