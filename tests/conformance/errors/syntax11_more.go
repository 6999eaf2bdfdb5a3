package main

func main() {
	s := "unterminated
	r := 'ab'
	e := ''
	b := "\q"
	n := 09
	h := 0xg
	f := 1e
}
