package main

var x interface{ int | string }

type S struct{ c comparable }

func f(a interface{ ~int }) {}

type T1 interface{ ~MyInt }
type MyInt int
type T2 interface{ int | error }
type T3 interface{ int | int }
type T4 interface{ ~int | MyInt }
type T5 interface{ *T5x | comparable }
type T5x struct{}

func main() {
	var y comparable
	_ = y
	_ = any(1).(interface{ int })
}
