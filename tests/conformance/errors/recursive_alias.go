package main

type list struct{ next *link }
type link = node
type node struct {
	back *link
	l    list
}

type size [len(size{})]int
type table map[string][len(table{"a": {}})]int

func main() {
	type fn = func(fn)
	type pair struct{ p *[len(pair{})]int }
}
