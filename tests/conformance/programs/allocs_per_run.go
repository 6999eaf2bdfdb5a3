// What a call allocates, counted by package testing.
package main

import (
	"fmt"
	"strings"
	"testing"
)

type point struct{ x, y int }

var (
	sink  any
	bytes []byte
	text  string
)

func main() {
	show := func(what string, f func()) { fmt.Println(what, testing.AllocsPerRun(100, f)) }
	show("nothing", func() {})
	show("point in the frame", func() { p := point{1, 2}; p.x++ })
	show("point in an interface", func() { sink = point{1, 2} })
	show("small number in an interface", func() { sink = 7 })
	show("slice", func() { bytes = make([]byte, 100) })
	show("append", func() {
		bytes = nil
		for i := 0; i < 100; i++ {
			bytes = append(bytes, 'x')
		}
	})
	show("concatenation", func() { text = ""; text += "a"; text += strings.Repeat("b", 3) })
	show("upper case", func() { text = strings.ToUpper("ab") })
}
