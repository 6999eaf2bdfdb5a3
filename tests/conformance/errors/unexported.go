package main

import "bytes"
import "strings"
import "fmt"


func main() {
	var b bytes.Buffer
	println(b.buf)
	b.grow(1)
	strings.explode("a", 1)
	println(fmt.pp)
}
