// Each kind of operand beside a call that changes what it is read from.
package main

import "fmt"

var n int
var a = []int{1, 2, 3}
var p = &n
var s struct{ x, y int }
var arr [3]int

func f() int            { n += 10; a[0] += 10; s.x += 10; arr[1] += 10; return 1 }
func two(x, y int)      { fmt.Println(x, y) }
func three(x, y, z int) { fmt.Println(x, y, z) }
func pair() (int, int)  { n++; return n, n }

func main() {
	n += f()
	fmt.Println("a", n)
	n = n + f()
	fmt.Println("b", n)
	x := n + f()
	fmt.Println("c", x)
	x = *p + f()
	fmt.Println("d", x)
	x = a[0] + f()
	fmt.Println("e", x)
	x = s.x + f()
	fmt.Println("f", x)
	x = arr[1] + f()
	fmt.Println("g", x)
	two(n, f())
	two(a[0], f())
	two(s.x, f())
	two(*p, f())
	three(n, f(), n)
	y, z := n, f()
	fmt.Println("h", y, z)
	y, z = s.x, f()
	fmt.Println("i", y, z)
	l := 5
	q := &l
	fn := func() int { *q += 7; return 1 }
	x = l + fn()
	fmt.Println("j", x)
	l += fn()
	fmt.Println("k", l)
	l2 := 5
	fn2 := func() int { l2 += 7; return 1 }
	x = l2 + fn2()
	fmt.Println("l", x)
	w := []int{n, f(), n}
	fmt.Println("m", w[0], w[1], w[2])
	st := struct{ a, b int }{n, f()}
	fmt.Println("n", st.a, st.b)
	if n < f()*n {
		fmt.Println("o", n)
	}
	a[0] += f()
	fmt.Println("p", a[0])
	s.x += f()
	fmt.Println("q", s.x)
	*p -= f()
	fmt.Println("r", n)
	mm := map[int]int{1: 1}
	fm := func() int { mm[1] += 5; return 1 }
	x = mm[1] + fm()
	fmt.Println("s", x)
	mm[1] += fm()
	fmt.Println("t", mm[1])
	x = f() + n*f()
	fmt.Println("u", x)
	b := n > 3 && f() > 0 && n > 5
	fmt.Println("v", b)
	var i interface{} = n
	x = i.(int) + f()
	fmt.Println("w", x)
	str := "a"
	fs := func() string { str += "z"; return "!" }
	fmt.Println("x", str+fs())
	fmt.Println("y", len(str)+len(fs()), len(str))
	c := []int{0, 0, 0}
	idx := 0
	fi := func() int { idx++; return idx }
	c[idx] = fi()
	fmt.Println("z", c[0], c[1], c[2])
	c[fi()], idx = fi(), 0
	fmt.Println("A", c[0], c[1], c[2], idx)
	return
}
func ret() (int, int) { return n, f() }
func init()           { x, y := ret(); fmt.Println("ret", x, y) }
