package main

type bag[T any] []T

func (b bag[b]) get() int           { return 0 }
func (b *bag[bag]) put()            {}
func (b bag[key]) has(key int) bool { return false }

type both[string, int any] struct{}

type any2 interface{ comparable }

func make2[A, B any](a A) (b B) { return }

func main() {
	var f func(int) = make2[string]
	var g both
	any2(f)
	xs := []any{1}
	var t []any = []any(xs...)
	t.x = any2(2).y
}
