package main

import ("fmt"; "os"; "strings")

type E struct{ error }
type Color int
const (
	Red Color = iota
	Green
)

func main() {
	var c Color = Red + 1.5
	var d Color = "red"
	if c == 1 && d == "x" {}
	if c = 1; c {}
	if c := 1 {}
	for i := 0; i < 10; i++ { fmt.Println(i, j) }
	var s strings.Builder = strings.Builder{}.String()
	os.Exit("1")
	fmt.Printl("x")
	strings.toUpper("x")
	os.nothing
	fmt.Println("a" + 1)
	fmt.Println("a" + 'b', 1 + nil, "a" * 2, !5, -"x", ^1.5, &5, *5)
	fmt.Println(c + d, c + 1, c + 1.0, c + int(2), 1 << c, c << 1.5)
	var x interface{} = c
	fmt.Println(x + 1, x.(int) + "a", x.foo, x == c, x < c)
	switch x.(type) { case int, string: case int: case Foo: case fmt.Stringer, error: }
	switch c { case "a": case Red, 0: case nil: case Green: case 1: }
	var arr [2]int
	arr[2], arr["a"], arr[-1] = 1, 2, 3
	_ = arr[1.0] + arr[1.5]
	s.foo()
	var p *Color
	p.x = 1
	p++
	c++ ; "a"++
	c += "a"; c -= 1.5; c /= 0; c %= 2.0
	var y, unused int = 1, 2
	_ = y
}
