// Types that mention themselves and each other, embedded interfaces, anonymous ones.
package main

type I1 interface{ foo() I2 }
type I2 interface{ bar() I1 }
type T int

func (t T) foo() I2 { return t }
func (t T) bar() I1 { return t }

type outer struct {
	mid
	I1
	name string
}
type mid struct{ *inner }
type inner struct{ self *outer }

func (i *inner) up() *outer             { return i.self }
func (i inner) down(p *int, q ...*int) (*int, []*int) { return p, q }
func (o outer) label(_ *int) string     { return o.name }

func anonymous(x interface{ up() *outer }) *outer { return x.up() }

func local() any {
	type both struct {
		outer
		n int
	}
	return both{}
}

func main() {
	o := outer{mid: mid{&inner{}}}
	anonymous(o)
	anonymous(&o)
	local()
	f, g := o.up, (*outer).label
	f()
	g(&o, nil)
	var x I1 = T(1)
	go x.foo()
	defer x.foo().bar()
}
