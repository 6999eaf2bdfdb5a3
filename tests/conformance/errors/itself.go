package main

type field field.x

func both[K both, V any](m map[K]V) {}

func list[A any, B list](b B) A { return b }

func main() { both[int](nil) }
