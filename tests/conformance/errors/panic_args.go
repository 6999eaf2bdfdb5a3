package main

func a() int { panic(absent) }
func b() int { panic(fmt.Sprint("b")) }
func c() int { panic() }
func d() int { panic(int) }
func e() int { panic(1, 2) }
func f() int { panic(func() {}) }
func g() int { panic(two()) }
func two() (int, int) {
	_ = same[int, nothing](1)
	panic("two")
}
func same[T any](t T) T { return t }

func main() {}
