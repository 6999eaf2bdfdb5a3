package main


type shape interface{ area() float64; name() string }
type sq struct{}
func (s *sq) area() float64 { return 0 }
func (s *sq) name() string { return "" }
type ci struct{}
func (ci) area() float64 { return 0 }
type tr struct{}
func (tr) area() int { return 0 }
func (tr) name() string { return "" }
func main() {
	var s shape = sq{}
	var t shape = &sq{}
	var u shape = ci{}
	var w shape = tr{}
	x := s.(int)
	_ = s.(*sq)
	var i int
	_ = i.(int)
	_, _, _, _ = t, u, w, x
}
