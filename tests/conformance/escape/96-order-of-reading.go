// The functions that the compiler writes come in the order in which it reads types: blank variables have types as well,
// instances are read with their type arguments, and the keys of slices and arrays are read.
package main

type shape interface{ area(scale *int) *int }
type namer interface{ name() string }
type closer interface{ close(*int) error }

type square struct{ side int }

func (s square) area(scale *int) *int { return scale }

type circle struct{ radius *int }

func (c *circle) name() string { return "circle" }

type box[T any] struct{ value *T }

type inner struct{ c closer }

func (i inner) use(w writer) *int { return w.write(nil) }

type writer interface{ write(p *int) *int }

type outer struct {
	b box[inner]
	s string
}

func make1() *outer                { return &outer{} }
func make2() (namer, shape, error) { return nil, nil, nil }

var made = make1()

var _ shape = square{}
var _ namer = (*circle)(nil)
var _, _, failure = make2()

type key struct{ a, b *int }

func (k key) get() *int { return k.a }

type level uint8

func (l level) show(p *int) *int { return p }

type grade uint8

func (g grade) show(p *int) *int { return p }

const (
	low level = iota
	high
	best grade = iota
)

var names = []string{low: "a", high: "b"}
var rows = [...][]int{int(best): {1}, 1: {best: 2}}

func first(s shape, n namer) (*int, string) { return s.area(nil), n.name() }

func main() {
	a, b := first(square{1}, &circle{})
	println(a, b, made, failure == nil, names[high], rows[1][best])
}
