package main


func main() {
	type T struct {
		a int
		b string
	}
	t := T{1, "a", 3}
	t = T{1}
	t = T{c: 1}
	t = T{a: "x"}
	t.a = "y"
	t.b += 1
	var p *T = T{}
	var q T = &T{}
	_ = t == nil
	_, _ = p, q
	_ = T
	_ = T.a
	_ = t.T
	_ = struct{ x int }{y: 1}
}
