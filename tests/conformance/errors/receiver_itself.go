package main

type plain struct{ n int 12 }
type list[T any] []T

func (l *absent[absent]) put()    {}
func (p plain[plain]) get()       {}
func (p *plain[T]) set(t T)       {}
func (l list[list]) len() int     { return 0 }
func (l list[string]) text() string { return l[0] }

func main() { var l list[int]; l.put(); l.len() }
