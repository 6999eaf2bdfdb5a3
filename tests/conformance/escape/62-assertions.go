// Assertions and type switches on interfaces with methods and without.
package main

type I interface{ M() *int }
type J interface{ N() }
type T struct{ p *int }

func (t *T) M() *int { return t.p }
func (t *T) N()      {}

type V struct{ p *int }

func (t V) M() *int { return t.p }

var sink any

func a(i I) *int  { return i.(*T).p }
func b(i I) *int  { return (i.(V)).p }
func c(i I) J     { return i.(J) }
func d(i I) J     { j, ok := i.(J); _ = ok; return j }
func e(i I) *int  { v, ok := i.(V); _ = ok; return v.p }
func f(i I) *int {
	switch x := i.(type) {
	case *T:
		return x.p
	case V:
		return x.p
	case J:
		sink = x
	case nil:
	}
	return nil
}
func g(i any) *int {
	switch x := i.(type) {
	case *T:
		return x.p
	case V:
		return x.p
	case J:
		sink = x
	case nil:
	}
	return nil
}
func h(i I) **int { p := &i.(*T).p; return p }
func k(i any) **int { p := &i.(*T).p; return p }
func main()      {}
