package main


type pt struct{ x, y int }
func main() {
	p := pt{1, 2}
	println(p.z, p.X)
	p.foo()
	var q *pt
	q.w = 1
	var pp **pt
	println(pp.x)
	_ = pt{x: 1, z: 2}
	_ = pt{1}
	_ = pt{1, 2, 3}
	_ = pt{x: 1, 2}
}
