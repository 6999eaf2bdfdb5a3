// What defer takes: promoted methods, chains, results, values that are nil, literals of every kind.
package main

import (
	"fmt"
	"os"
	"strings"
)

type S struct{ n int }

func (s S) Show(p string, xs ...int) { fmt.Println(p, s.n, xs) }
func (s *S) Inc(by int) *S           { s.n += by; return s }

type E struct {
	S
	*strings.Builder
}

func pair() (string, int)           { return "pair", 1 }
func triple() (int, []int, string)  { return 1, []int{2}, "3" }
func take(a int, b []int, c string) { fmt.Println("take", a, b, c) }
func takes(p string, xs ...int)     { fmt.Println(p, xs) }

var table = map[string]func(int){"a": func(n int) { fmt.Println("table", n) }}
var arr = [2]func(string){func(s string) { fmt.Println("arr0", s) }, func(s string) { fmt.Println("arr1", s) }}

func main() {
	e := E{S{1}, &strings.Builder{}}
	defer func() { fmt.Print(e.String(), recover(), "\n") }()
	defer e.Show("promoted", e.n, 2)
	defer e.WriteString("written")
	defer e.S.Show(pair2())
	e.n = 50
	defer e.Inc(1).Inc(2).Show("chain")
	defer take(triple())
	defer takes(pair())
	defer table["a"](e.n)
	i := 1
	defer arr[i](fmt.Sprint("x", i))
	i = 0
	defer S.Show(S{i}, "expr", i)
	defer (*S).Inc(&e.S, 3)
	f := func(s string) func(int) { fmt.Println("outer", s); return func(n int) { fmt.Println("inner", s, n) } }
	defer f("first")(i)
	f = nil
	func() {
		defer func() { fmt.Println("rec", recover()) }()
		var g func(int)
		defer g(3)
		fmt.Println("before")
	}()
	func() {
		defer func() { fmt.Println("rec", recover()) }()
		var s fmt.Stringer
		defer s.String()
		fmt.Println("not reached")
	}()
	func() {
		defer func() { fmt.Println("rec", recover()) }()
		var p *S
		defer p.Show("nil")
		fmt.Println("not reached")
	}()
	m := map[int]string{1: "a"}
	defer delete(m, 1)
	ch := make(chan int, 1)
	defer close(ch)
	defer clear(m)
	defer fmt.Fprintf(os.Stdout, "%v %d %s\n", m, len(m), [...]string{"q", fmt.Sprint(len(m))})
	m[2] = "b"
	for k, v := range []string{"x", "y"} {
		defer func(t struct {
			k int
			v []string
		}) {
			fmt.Println(t, k, v)
		}(struct {
			k int
			v []string
		}{k * 10, []string{v, v + v}})
		v = "changed"
	}
	var xs []int
	for j := range 3 {
		xs = append(xs, j)
		defer takes("xs", xs...)
		defer takes("each", xs[0], xs[len(xs)-1], j)
		defer panics(j, func() { xs[0]++ })
	}
	defer panic(fmt.Sprint("end ", len(xs)))
}
func pair2() (string, int)   { return "pair2", 2 }
func panics(n int, f func()) { f(); fmt.Println("f", n) }
