// Many short lines on standard output.
package main

import (
	"fmt"
	"os"
	"strconv"
)

type level int

func (l level) String() string { return "level " + strconv.Itoa(int(l)) }

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	for i := 0; i < n*1000; i++ {
		fmt.Println("line", i, i%3 == 0, level(i%7))
	}
	fmt.Println("check", n)
}
