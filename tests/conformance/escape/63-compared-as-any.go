// Switches and comparisons that mix interfaces and other values.
package main

type P struct{ x *int }

func (p P) Error() string { return "" }

func f(e error, v any, p P, i int) {
	switch e {
	case P{}:
	case p:
	}
	switch p {
	case e:
	case P{new(int)}:
	}
	switch v {
	case 1, "x", i:
	case p:
	}
	switch i {
	case v:
	case 3:
	}
	switch any(i) {
	case i:
	}
	switch {
	case v:
	case i == 3:
	case false:
	}
	if e == p || v == i {
	}
}
func main() {}
