// Text: a strings.Builder filled a piece at a time, words split and joined, fmt.Sprintf of common verbs.
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

func build(n int) int {
	var b strings.Builder
	for i := 0; i < n; i++ {
		b.WriteString("item ")
		b.WriteString(strconv.Itoa(i))
		b.WriteByte(' ')
		b.WriteRune('é')
	}
	words := strings.Fields(b.String())
	return len(strings.Join(words, ",")) + strings.Count(b.String(), "1")
}

func format(n int) int {
	total := 0
	for i := 0; i < n; i++ {
		total += len(fmt.Sprintf("%d: %s %v %6.2f %q", i, "name", i*3, float64(i)/7, "x"))
	}
	return total
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	fmt.Println("check", build(n*10000), format(n*3000))
}
