// Where values in parentheses are converted, and how floating-point constants are shown.
package main

import "fmt"

type holder struct {
	any
	p *int
}

const ratio = 123456.789

var kept any

func keep(values ...any) { kept = values }

func give(n int) (any, error) { return (n), (error)(nil) }

func parentheses(n int, s string) any {
	keep((n), (n + 1), ((s)), (s + "b"), (1.5), ("c"), (&n), (holder{any: (n)}), any((n)), (any)(n))
	kept = (n)
	var a any = (s)
	_, b := (n), any(((s)))
	list := [...]any{(n), 2: ((2))}
	m := map[any]any{(n): (s)}
	m[(s)] = (n)
	ch := make(chan any, 1)
	ch <- (n)
	switch (any)((n)) {
	case (s), (1):
	}
	if a == (n) || (s) == b {
		panic((n))
	}
	fmt.Println(a, b, list, []byte((s)), string(([]byte)((s))))
	return (n)
}

func floats() {
	keep(123456.789, 3.14159265358979, 1e21, 123456789.0, 0.1e-7, 1234567.5, 1000000.5, 1e100, 2.0000001)
	keep(ratio, ratio*2, -ratio, float32(ratio), complex(ratio, 1), 123456.789i, 999999.96, 100000.01, 1.00000001e-5)
	keep(float32(0.1), 1.0/3, 2.5e-320, 12345.75, 99999.5, 999999.5, 123456.7891, 7e0, .5, 5.)
}

func main() {
	parentheses(1, "a")
	floats()
	give(1)
}
