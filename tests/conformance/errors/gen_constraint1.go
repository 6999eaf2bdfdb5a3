package main

type Num interface{ ~int | ~float64 }
type Bad interface{ int | Num | string }
type M interface {
	int
	Foo()
}

func f[T Num](x T) T       { return x % 2 }
func g[T any](x, y T) bool { return x == y }
func h[T any](x T) T       { return x + x }
func k[T comparable](x T) bool { return x < x }
func m[T Num](x T) string  { return string(x) }
func n[T ~[]int](x T) int  { return x.len }
func o[T any](x T)         { x.Foo() }
func p[T Num](x T) { var y int = x; _ = y }
func q[T Num](x T) { var y T = 1.5; _ = y }
func main() {}
