// What is not said again after an error: uninferred types of wrong arguments, names behind a wrong receiver.
package main

import "fmt"

type Cache[K comparable, V any] struct{ items map[K]V }

func (c *Cachee[K, V]) Keys() (keys []K) {
	for k := range c.items {
		keys = append(keys, k)
	}
	return keys
}

func Map[S ~[]E, E, R any](s S, f func(E) R) []R { return nil }

func pair[A, B float64](a A, b B) {}

func inner[T any](x T) { pair(x, 1.5) }

func half[T any](x T) float64 { return 0.5 }

func scoped(s string, f func(w, m s) bool) bool { return f(1, 2) }

func main() {
	a := []int{1}
	fmt.Println(Map(a, missing), Map(undefined, func(int) int { return 0 }))
	secret := "x"
	_ = map[any]any{key{"pw"}: secret}
	unused := 1
	fmt.Sprint()(unused)
	fmt.Println(half()(a))
}
