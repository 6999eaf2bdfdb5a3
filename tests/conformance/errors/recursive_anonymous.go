package main

type shape interface {
	parts() []interface{ named }
}
type named interface{ whole() map[string]interface{ named } }

type tree interface{ kids() []tree }

func main() {}
