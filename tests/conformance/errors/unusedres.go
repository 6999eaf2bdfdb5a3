package main

import ("fmt"; "strings"; "errors"; "math")

func f() int { return 1 }
func main() {
	1
	"a"
	x := 1
	x
	x + 1
	-x
	&x
	f
	f()
	len("a")
	append([]int{}, 1)
	cap([]int{})
	make([]int, 1)
	new(int)
	int(x)
	strings.ToUpper("a")
	errors.New
	math.Pi
	fmt.Println
	func() {}
	[]int{1}
	x == 1
	<-make(chan int)
	(f())
	min(1, 2)
	copy([]int{}, []int{})
	recover()
	defer len("a")
	go int(x)
	defer recover()
	defer f
	go func() {}
	defer append([]int{}, 1)
	defer (f())
}
