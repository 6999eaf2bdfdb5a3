// Generic functions: what their closures, method values and deferred calls hold.
package main

type box[T any] struct{ v T }

func (b *box[T]) get() T { return b.v }

func (b box[T]) twice() (T, T) { return b.v, b.v }

func id[T any](x T) T { return x }
func nothing[T any]() {}

func each[T any](in []T, f func(T)) {
	for _, x := range in {
		f(x)
	}
}

func count[T any](in []T, keep func(T) bool) (n int) {
	each(in, func(x T) {
		if keep(x) {
			n++
		}
	})
	return
}

func indirect[T any](x T) T {
	f := id[T]
	return f(x)
}

func inferred[T any](x T) (n int) {
	var f func(T) T = id
	f(x)
	return 1
}

func bound[T any](b box[T]) (T, T) {
	f := b.twice
	return f()
}

func nested[T any](x T) int {
	n := 0
	func() {
		func() { n++ }()
	}()
	return n
}

func starts[T any]() {
	go nothing[T]()
	go id(3)
	defer nothing[T]()
}

var keep any

func kept[T any]()   { keep = id[T] }
func fixed[T any]()  { keep = id[int] }
func method[T any]() { keep = (*box[T]).get }

func main() {
	b := box[int]{1}
	count([]int{1, 2}, func(x int) bool { return x > 1 })
	indirect(1.5)
	inferred(2)
	bound(b)
	nested(2.5)
	starts[int]()
	kept[int]()
	fixed[float64]()
	method[float64]()
	go id(1)
	go nothing[int]()
	for i := 0; i < 2; i++ {
		defer id(i)
	}
}
