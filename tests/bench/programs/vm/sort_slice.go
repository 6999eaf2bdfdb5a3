// sort.Slice of structs by two fields, and sort.Sort through an interface.
package main

import (
	"fmt"
	"os"
	"sort"
	"strconv"
)

type person struct {
	name string
	age  int
}

type byName []person

func (p byName) Len() int           { return len(p) }
func (p byName) Less(i, j int) bool { return p[i].name < p[j].name }
func (p byName) Swap(i, j int)      { p[i], p[j] = p[j], p[i] }

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	n *= 1000
	people := make([]person, n)
	seed := uint32(7)
	for i := range people {
		seed = seed*1664525 + 1013904223
		people[i] = person{"n" + strconv.Itoa(int(seed>>12)), int(seed >> 20 & 63)}
	}
	sort.Slice(people, func(i, j int) bool {
		if people[i].age != people[j].age {
			return people[i].age < people[j].age
		}
		return people[i].name < people[j].name
	})
	first := people[n/2].name
	sort.Sort(byName(people))
	fmt.Println("check", first, people[n/3].name, people[n/2].age)
}
