package main

type num interface{ ~int | ~float64 }

func f[T num](t T)    {}
func g[T num]() (t T) { return }

func a() {
	f("a")
	_ = g[string]()
	f[bool](1)
	var x int = g[string]()
	f([]int{})
}

func b() {
	f("b")
	_ = g[string]
	undefined()
	var y string = 1
}

func c() {
	f(struct{}{})
	_ = missing
	_ = 1 + "a"
	f('c', 2)
}

type pair[A, B num] struct{ a A }

func main() {
	var p pair[string, int]
	p.b = 1
	_ = pair[int, bool]{}
	return 1
}
