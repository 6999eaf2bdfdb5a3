package main


type A struct{ *int }
type P *int
type B struct{ P }
type I interface{}
type C struct{ *I }
func main() {
	
}
