// Package variables that one call or comma-ok form initialises together: no temporaries between.
package main

type point struct{ xs [4]int }

func (p *point) set(from []int) (*point, error) {
	copy(p.xs[:], from)
	return p, nil
}

func pair() (*int, *int)                  { return new(int), new(int) }
func both(a, b *int) (first, second *int) { return a, b }

var origin, _ = new(point).set([]int{1, 2})
var _, failure = new(point).set([]int{1, 2})
var left, right = pair()
var _, _ = pair()
var near, far = both(new(int), new(int))
var _, last = both(new(int), new(int))

var table map[string]*int
var entry, found = table["a"]
var only, _ = table[string([]byte{'a'})]
var queue chan *int
var got, open = <-queue
var anything any = new(int)
var number, isNumber = anything.(*int)
var _, isPoint = anything.(point)

func local() {
	var a, _ = new(point).set([]int{1, 2})
	b, _ := new(point).set(nil)
	_, _ = a, b
	origin, _ = new(point).set([]int{3})
	_, failure = new(point).set([]int{3})
}

func main() {
	local()
	println(found, open, isNumber, isPoint, left == right, near == far, failure == nil)
}
