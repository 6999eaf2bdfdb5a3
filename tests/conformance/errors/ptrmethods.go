package main

import ("fmt"; "io"; "sort")

type T struct{}
func (t *T) Read(p []byte) (int, error) { return 0, nil }
func (t T) Close() error { return nil }
type W struct{}
func (W) Write(p []byte) int { return 0 }
func (W) write(p []byte) (int, error) { return 0, nil }
type S []int
func (s S) Len() int { return 0 }
func (s S) less(i, j int) bool { return false }
func (s *S) Swap(i, j int) {}
type X struct{ *T }
type Y struct{ T }
func main() {
	var r io.Reader = T{}
	var rc io.ReadCloser = &T{}
	var w io.Writer = W{}
	var w2 io.Writer = &W{}
	sort.Sort(S{})
	var st fmt.Stringer = T{}
	r = X{}
	r = Y{}
	r = &Y{}
	_ = r.(T)
	_ = r.(*T)
	_ = r.(W)
	_ = rc.(io.Writer)
	_ = r.(fmt.Stringer)
	_ = T{}.(io.Reader)
	T{}.Read(nil)
	var pp **T
	pp.Read(nil)
	var ip *io.Reader
	ip.Read(nil)
	switch r.(type) { case T: case *T: case W, Y: case nil: case int: }
	_ = w; _ = w2; _ = st
}
