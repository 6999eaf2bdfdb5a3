package main

import "fmt"

const (
	ten      = "0123456789"
	thousand = ten + ten + ten + ten + ten + ten + ten + ten + ten + ten
	many     = thousand + thousand + thousand + thousand + thousand + thousand + thousand + thousand + thousand + thousand
	most     = many + many + many + many + many + many + many + many + many + many
	all      = most + most + most + most + most + most + most + most + most + most
)

func main() {
	r := []rune(all)
	r[len(r)-1] = 'x'
	fmt.Println(len(r), cap(r), r[0], r[len(r)-1])
	s := []rune(most)
	fmt.Println(len(s), cap(s), s[9999])
}
