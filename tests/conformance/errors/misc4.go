package main

import "fmt"

type S struct { A int; b string; *T; fmt.Stringer }
type T struct { C int; A string }

func f(int, ...string) {}
func g(x, y int, z string) (int, error) { return 0, nil }

func main() {
	_ = S{1, "a"}
	_ = S{1, "a", nil, nil, 5}
	_ = S{A: 1, "b"}
	_ = S{A: "x", d: 1, A: 2}
	_ = S{C: 1}
	_ = &S{}.A
	_ = T{1, 2}
	_ = []int{1, "a", 2.5, 5: 1, 5: 2, -1: 3, "k": 4}
	_ = map[string]int{1: 1, "a": "b", "c": 1, "c": 2, 3}
	_ = [2]int{1, 2, 3}
	_ = [...]string{"a", 5: "b", 1}
	_ = struct{ x int }{y: 1}
	_ = int{1}
	_ = *T{}
	_ = []T{{1, "a"}, {C: 1}, T{}, {"x", 1}, 5}
	_ = map[T]T{{1, "a"}: {}, {2}: {}}
	_ = [][]int{{1}, {"a"}, []string{}}
	f()
	f(1, 2)
	f("a")
	f(1, "a", "b", 3)
	g(1, 2)
	g(1, 2, "a", 4)
	g(g(1, 2, "a"))
	a := g(1, 2, "x")
	a, b, c := g(1, 2, "x")
	var d, e int = g(1, 2, "x")
	f(1, []string{"a"})
	f(1, []string{"a"}...)
	f(1, "a", []string{}...)
	fmt.Println(f, f(1))
	go f
	defer f(1).x
	func() {}
	new(5); make(5); make([]int); make([]int, -1); make([]int, 2, 1); make(map[int]int, "a"); make(T)
	append(1, 2); copy(1, 2); delete(1, 2); cap(map[int]int{}); len(5); close(5); panic(); recover(1); print()
}
