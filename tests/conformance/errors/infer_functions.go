package main

func id[T any](t T) T                 { return t }
func zero[T any]() (t T)              { return }
func pair[A any](a A, b A) (c A)      { return }
func conv[A, B any](a A) (b B)        { return }
func call(f func(int) string)         {}
func apply[T any](f func(T) T, t T) T { return f(t) }
func both[A, B any](f, g func(A) B)   {}

type box struct{ f func(int) int }

func result() func(string) int {
	return id
}

func main() {
	var f func(int) string = id
	f = pair
	f = conv[string]
	f = zero
	call(id)
	apply(id, "s")
	apply(zero, 1)
	b := box{f: id}
	both(id, conv)
	_, _ = f, b
}
