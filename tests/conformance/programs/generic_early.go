// Instances whose methods are asked for before the generic type's own declarations were met.
package main

import "fmt"

type number struct{ x int }

type reader interface {
	Read(data []byte) (x, y *number)
	Double(x *number) *number
}

var readers = []reader{first, second}

func show(c curve) int { return c.Params() }

var first = &field[*point]{params: 1, newPoint: func() *point { return &point{1} }}

type wrapped struct{ field[*other] }

var second = &wrapped{field[*other]{2, func() *other { return &other{2} }}}

type curve interface{ Params() int }

type field[P group[P]] struct {
	params   int
	newPoint func() P
}

type group[T any] interface{ Add(T, T) T }

func (f *field[P]) Params() int { return f.params }

func (f *field[P]) Double(x *number) *number {
	p := f.newPoint()
	p.Add(p, p)
	return &number{2*x.x + show(f)}
}

func (f *field[P]) Read(data []byte) (x, y *number) { return &number{len(data)}, nil }

type point struct{ x int }

func (p *point) Add(a, b *point) *point { return p }

type other struct{ x int }

func (p *other) Add(a, b *other) *other { return a }

func main() {
	for _, r := range readers {
		x, y := r.Read([]byte("abc"))
		fmt.Println(x.x, y == nil, r.Double(x).x)
	}
}
