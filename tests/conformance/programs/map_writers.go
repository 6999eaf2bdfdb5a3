package main

import "time"

var m = map[int]int{}

func main() {
	for i := 0; i < 4; i++ {
		go func() {
			for {
				m[i]++
			}
		}()
	}
	time.Sleep(5 * time.Second)
}
