package main
import f.x
import "fmt
func main() {}
