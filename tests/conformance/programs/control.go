// Control flow: labels, goto, switch with fallthrough, range over everything, closures per iteration.
package main

import "fmt"

type point struct{ x, y int }

func classify(n int) string {
	switch {
	case n < 0:
		return "negative"
	case n == 0:
		return "zero"
	case n < 10:
		return "small"
	}
	return "large"
}

func words(n int) (s string) {
	switch n {
	case 3:
		s += "three "
		fallthrough
	case 2:
		s += "two "
		fallthrough
	case 1:
		s += "one"
	default:
		s = "many"
	}
	return
}

func main() {
	for _, n := range []int{-5, 0, 7, 99} {
		fmt.Print(classify(n), " ")
	}
	fmt.Println(words(3), "|", words(1), "|", words(9))
outer:
	for i := 0; i < 4; i++ {
		for j := range 4 {
			if j == 2 {
				continue outer
			}
			if i == 3 {
				break outer
			}
			fmt.Print(i, j, ";")
		}
	}
	fmt.Println()
	var fs []func() int
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { i += 10; return i })
	}
	for _, f := range fs {
		fmt.Print(f(), " ", f(), " ")
	}
	fmt.Println()
	for i, r := range "héllo, 世界\xff" {
		fmt.Print(i, ":", string(r), " ")
	}
	fmt.Println()
	arr := [3]point{{1, 2}, {3, 4}, {5, 6}}
	for i, p := range arr {
		arr[2].x = 100
		fmt.Print(i, p, " ")
	}
	for i := range &arr {
		arr[i].y *= 2
	}
	fmt.Println(arr, len(arr))
	m := map[string][]int{"a": {1}, "b": {2, 3}}
	n := 0
	for k, v := range m {
		n += len(k) + len(v)
	}
	fmt.Println(n, m)
	i := 0
loop:
	if i < 3 {
		fmt.Print("goto ", i, " ")
		i++
		goto loop
	}
	ch := make(chan int, 3)
	for i := range 3 {
		ch <- i * i
	}
	close(ch)
	for v := range ch {
		fmt.Print(v, " ")
	}
	v, ok := <-ch
	fmt.Println(v, ok, min(3, 1, 2), max(2.5, 1), min("b", "a"))
	a, b := 1, 2
	a, b = b, a
	x := []int{0, 1, 2}
	j := 1
	j, x[j] = 2, 50
	fmt.Println(a, b, x, j)
}
