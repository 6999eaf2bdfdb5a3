// A panic that nobody recovers: Go's text, the trace, status 2.
package main

import "fmt"

type thing struct{ n int }

func (t *thing) fail(k int) int {
	return []int{1, 2, 3}[t.n+k]
}

func deep(n int) int {
	if n == 0 {
		t := &thing{4}
		return t.fail(1)
	}
	return deep(n-1) + 1
}

func main() {
	defer fmt.Println("deferred")
	fmt.Println("start")
	fmt.Println(deep(2))
}
