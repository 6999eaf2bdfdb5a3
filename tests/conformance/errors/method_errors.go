package main


type T struct{}
func (t T) val() {}
func (t *T) ptr() {}
func (t T) val() {}
func (x int) bad() {}
func (x *undefinedT) bad() {}
func main() {
	var t T
	t.foo()
	t.val()
	T.val(t)
	T.ptr(t)
	T{}.ptr()
	(&t).nope()
}
