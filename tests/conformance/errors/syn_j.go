package main

func main() {
	x := 'ab'
	y := ''
	z := "abc
	w := `abc`
	v := '\q'
	u := "\x1"
	t := "\u12"
	s := 0x
	r := 08
	q := 0b12
	p := 1_
	o := 1__0
	n := 1e
	m := 0x1.0
	l := '\400'
	k := "\ud800"
}
