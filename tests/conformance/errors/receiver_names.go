package main

type box[T any] struct{ t T }
type list[E comparable] []E

func (pair[X, Y, Z]) long()              {}
func (b box[T, T]) twice()               {}
func (b box[string]) text() string       { return "x" }
func (l list[int]) sum() (n int)         { n = 0; return l[0] + 1 }
func (l list[byte]) bytes() []byte       { return []uint8(nil) }
func same[any comparable](a, b any) bool { return a < b }

func main() {}
