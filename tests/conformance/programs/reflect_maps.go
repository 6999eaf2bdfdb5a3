// Iterating over maps by reflection: MapKeys and MapRange, what they allocate, maps that change meanwhile, misuse.
package main

import (
	"fmt"
	"reflect"
	"runtime"
	"sort"
)

type user struct {
	name  string
	roles []string
}

type pair struct{ a, b int }

func step(name string, f func()) {
	var a, b runtime.MemStats
	f()
	runtime.ReadMemStats(&a)
	f()
	runtime.ReadMemStats(&b)
	fmt.Println(name, b.Mallocs-a.Mallocs, b.TotalAlloc-a.TotalAlloc)
}

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

var (
	keys []reflect.Value
	iter *reflect.MapIter
	sink any
)

func main() {
	users := reflect.ValueOf(map[string]user{"a": {"x", nil}, "b": {"y", nil}})
	ints := reflect.ValueOf(map[int]int{1: 2, 3: 4})
	pairs := reflect.ValueOf(map[pair]*user{{1, 2}: nil})
	step("keys of strings", func() { keys = users.MapKeys() })
	step("keys of ints", func() { keys = ints.MapKeys() })
	step("keys of pairs", func() { keys = pairs.MapKeys() })
	step("range of strings", func() {
		for it := users.MapRange(); it.Next(); {
			_, _ = it.Key(), it.Value()
		}
	})
	step("range that escapes", func() {
		iter = pairs.MapRange()
		for iter.Next() {
			sink = iter.Value().IsNil()
		}
	})
	step("print", func() { sink = fmt.Sprint(users, ints) })

	big := map[int]string{}
	for i := 0; i < 1000; i++ {
		big[i] = fmt.Sprint(i)
	}
	v := reflect.ValueOf(big)
	sum, n := 0, 0
	for it := v.MapRange(); it.Next(); n++ {
		sum += int(it.Key().Int()) + len(it.Value().String())
		delete(big, int(it.Key().Int()))
		runtime.GC()
	}
	fmt.Println(sum, n, len(big))
	for i := 0; i < 9; i++ {
		big[i] = "x"
	}
	seen := map[int]bool{}
	for it := v.MapRange(); it.Next(); {
		k := int(it.Key().Int())
		if k < 9 && seen[k] {
			fmt.Println("twice", k)
		}
		seen[k] = true
		if len(big) < 500 {
			for i := 0; i < 100; i++ {
				big[len(big)+1000] = "y"
			}
		}
	}
	for i := 0; i < 9; i++ {
		if !seen[i] {
			fmt.Println("missed", i)
		}
	}
	names := []string{}
	for _, k := range users.MapKeys() {
		names = append(names, k.String())
	}
	sort.Strings(names)
	fmt.Println(names, reflect.ValueOf(map[int]int(nil)).MapKeys(), reflect.ValueOf(map[int]int(nil)).MapRange().Next())

	it := pairs.MapRange()
	try("key", func() { it.Key() })
	try("value", func() { it.Value() })
	fmt.Println(it.Next(), it.Key(), it.Value(), it.Next())
	try("key", func() { it.Key() })
	try("value", func() { it.Value() })
	try("next", func() { it.Next() })
	it.Reset(ints)
	fmt.Println(it.Next(), it.Key().Kind())
	it.Reset(reflect.Value{})
	try("next", func() { it.Next() })
	try("reset", func() { it.Reset(reflect.ValueOf(1)) })
	try("keys", func() { reflect.ValueOf(1).MapKeys() })
	try("range", func() { reflect.ValueOf("x").MapRange() })
	m := reflect.ValueOf(struct{ m map[string]int }{map[string]int{"k": 1}}).Field(0)
	for it := m.MapRange(); it.Next(); {
		fmt.Println(it.Key(), it.Value(), it.Key().CanInterface(), it.Value().CanInterface())
	}
}
