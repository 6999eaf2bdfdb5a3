// What becomes an interface in parentheses: the conversion stands where they open.
package main

import (
	"errors"
	"fmt"
	"sort"
)

type item struct{ size int }

func (i item) Error() string { return "item" }

type failing interface{ Error() string }

var length any = (3 + (len("abc")))
var boxed any = (item{1})

func convert(items *[]*item, s *string, a, b int, e *item) (any, error) {
	sort.Slice((*items), func(i, j int) bool { return (*items)[i].size < (*items)[j].size })
	fmt.Println((a + b), (-a), (a), (*s), ("x"), (s == nil), (1 << 3), (int64(a)), (fmt.Sprint((a))), ([]int{a}), (&a))
	var any1 any = (a * b)
	any1 = (a)
	list := []any{(a), 1: (b)}
	list = append(list, (a + 1), (b), (failing(e)), (error)(e), (errors.New("x")))
	table := map[any]any{(a): (b)}
	table[(b)] = (*s)
	if any1 == (a) || (any)(a) == any1 || any1 != (b+1) {
		panic((a))
	}
	queue := make(chan any)
	queue <- (a)
	switch any1 {
	case (a), (b + 1):
	}
	go fmt.Println((a), (b + 1))
	defer fmt.Println((a), (b + 1))
	for _, x := range *items {
		any1 = (x.size)
	}
	show := func(x ...any) {}
	show((a), (*s), any1)
	(show)((a))
	return (a), (*e)
}

func main() {
	fmt.Println(length, boxed)
	if len(fmt.Sprint(1)) == 0 {
		convert(nil, nil, 1, 2, nil)
	}
}
