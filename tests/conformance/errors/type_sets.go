package main

type nothing interface {
	int
	string
}
type key interface {
	comparable
	~[]byte | ~string
}
type number interface{ ~int64 | float64 }
type few interface {
	number
	~int32 | float64
}

func none[T nothing](t T) bool                 { return t == t }
func sum[T nothing](a, b T) T                  { return a + b }
func keys[T key](t T)                          {}
func pick[T few](t T)                          {}
func fits[T number](t T)                       {}
func any2[T comparable](t T)                   {}
func load[P *int | *string](p P)               { _ = *p }
func grow[P any](p P)                          { _ = append(p, 1) }
func drop[M map[int]int | map[string]int](m M) { delete(m, 1) }

type myInt int64
type bytes []byte

func main() {
	keys(bytes{})
	keys("a")
	pick(int64(1))
	fits(myInt(1))
	fits(int(1))
	none[int](1)
	any2([]int{})
}
