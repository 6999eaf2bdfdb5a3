// The line of a frame whose deferred call is the one that panics: the return's, or the closing brace's.
package main

type T struct{}

func (t T) value(f func(int))    { f(1) }
func (t *T) pointer(f func(int)) { t.value(f) }

type I interface{ pointer(func(int)) }

func early(a []int) int {
	defer func() {
		defer func() {
			var i I = &T{}
			i.pointer(func(x int) { a[x+5]++ })
		}()
	}()
	if len(a) == 0 {
		return 1
	}
	return 2
}

func main() {
	func() {
		defer early(nil)
	}()
}
