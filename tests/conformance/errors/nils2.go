package main

func g() {}
func h() (int, error) { return 0, nil }
func main() {
	_ = nil == nil
	nil()
	nil.x
	*nil
	nil = 1
	_ = nil + nil
	return nil
	var a [nil]int
	x := g()
	var y = h()
	_ = h() + 1
	h().x
	g().x
	f := g; f == nil
	switch nil {}
	switch nil { case nil: }
	switch x := nil.(type) {}
	for range nil {}
	if nil {}
	_ = (*int)(nil) == (*string)(nil)
}
