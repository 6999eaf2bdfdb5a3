package main

import "fmt"
import "strings"


func main() {
	var b strings.Builder
	b.buf = nil
	b.copyCheck()
	_ = strings.explode
	_ = fmt.println
	_ = fmt.Prinln
	strings.Foo()
}
