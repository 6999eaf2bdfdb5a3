// Methods, embedding, interfaces, type switches, method values, generics.
package main

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

type Shape interface {
	Area() float64
	Name() string
}

type base struct{ name string }

func (b base) Name() string      { return b.name }
func (b *base) rename(s string)  { b.name = s }
func (b *base) String() string   { return "base:" + b.name }

type rect struct {
	base
	w, h float64
}

func (r rect) Area() float64 { return r.w * r.h }

type square struct{ *rect }

type celsius float64

func (c celsius) String() string { return fmt.Sprintf("%.1f°C", float64(c)) }

type stack[T any] struct{ items []T }

func (s *stack[T]) push(v T) { s.items = append(s.items, v) }
func (s *stack[T]) pop() (v T, ok bool) {
	if len(s.items) == 0 {
		return v, false
	}
	v = s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return v, true
}

func apply[T, U any](xs []T, f func(T) U) []U {
	out := make([]U, 0, len(xs))
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}

type notFound struct{ key string }

func (e *notFound) Error() string { return "not found: " + e.key }

func find(k string) error {
	if k == "" {
		return fmt.Errorf("find: %w", &notFound{"empty"})
	}
	return nil
}

func describe(v any) string {
	switch x := v.(type) {
	case nil:
		return "nil"
	case int, int64:
		return fmt.Sprintf("integer %v", x)
	case string:
		return "string of " + fmt.Sprint(len(x))
	case error:
		return "error " + x.Error()
	case fmt.Stringer:
		return "stringer " + x.String()
	case []int:
		return fmt.Sprint("ints ", len(x))
	case func() int:
		return fmt.Sprint("func ", x())
	}
	return fmt.Sprintf("%T", v)
}

type byLen []string

func (b byLen) Len() int           { return len(b) }
func (b byLen) Less(i, j int) bool { return len(b[i]) < len(b[j]) }
func (b byLen) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

func main() {
	r := rect{base{"rect"}, 2, 3}
	s := square{&r}
	s.rename("renamed")
	shapes := []Shape{r, s, &r}
	for _, sh := range shapes {
		fmt.Print(sh.Name(), " ", sh.Area(), "; ")
	}
	fmt.Println(r, &r.base)
	f := r.Area
	r.w = 10
	g := (*base).rename
	g(&r.base, "again")
	h := rect.Area
	fmt.Println(f(), h(r), r.name)
	fmt.Println(describe(nil), describe(3), describe(int64(4)), describe("abc"), describe(celsius(21.55)),
		describe(find("")), describe([]int{1}), describe(func() int { return 7 }), describe(map[string]bool{}))
	err := find("")
	var nf *notFound
	fmt.Println(errors.As(err, &nf), nf.key, errors.Unwrap(err) == error(nf), err)
	var st stack[string]
	st.push("a")
	st.push("b")
	v, ok := st.pop()
	fmt.Println(v, ok, len(st.items), apply([]int{1, 2, 3}, func(i int) string { return strings.Repeat("x", i) }))
	names := byLen{"ccc", "a", "bb"}
	sort.Sort(names)
	fmt.Println(names)
	type key struct {
		a int
		b string
	}
	m := map[key]int{{1, "x"}: 1}
	m[key{1, "x"}]++
	m[key{2, "y"}] += 5
	fmt.Println(m[key{1, "x"}], len(m), key{1, "a"} == key{1, "a"}, [2]any{1, "a"} == [2]any{1, "a"})
	var e1, e2 any = 1, 1.0
	fmt.Println(e1 == e2, e1 == any(1), e1 != nil)
}
