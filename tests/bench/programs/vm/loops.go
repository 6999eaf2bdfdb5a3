// Nested loops of integer arithmetic; nothing is allocated or called.
//
//	loops [n]
package main

import (
	"fmt"
	"os"
	"strconv"
)

func main() {
	n := 200
	if len(os.Args) > 1 {
		n, _ = strconv.Atoi(os.Args[1])
	}
	sum := 0
	for i := 0; i < n; i++ {
		for j := 0; j < n; j++ {
			for k := 0; k < n; k++ {
				sum = sum*3 ^ (i + j*k)
			}
		}
	}
	fmt.Println("check", sum)
}
