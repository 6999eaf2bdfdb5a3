package main

import "fmt"

type Number interface{ int | float64 }

func Map[T, U any](s []T, f func(T) U) []U { return nil }
func Sum[T Number](s []T) T { var z T; return z }
type Pair[K comparable, V any] struct { k K; v V }
func (p Pair[K, V]) Key() K { return p.k }
func (p *Pair[K, V]) Set(v V) { p.v = v }
type Keyer[K any] interface { Key() K }

func main() {
	Map([]int{1}, func(s string) string { return s })
	Map([]int{1}, 5)
	Sum([]string{"a"})
	Sum([]int{1}, 2)
	var p Pair[string]
	var q Pair[string, int] = Pair[string, string]{}
	var k Keyer[int] = Pair[string, int]{}
	var s interface{ Set(int) } = Pair[string, int]{}
	_ = Pair{1, 2}
	_ = Pair[int, int]{1}
	x := Pair[int, string]{1, 2}
	fmt.Println(p, q, k, s, x.Key() + "a")
}
