// Slices that grow: append moves a slice to a bigger array and leaves the old one behind.
//
// Watch: a growing slice climbs through the size classes, one array each, and becomes a large object above 32 KiB. The
// arrays it left are the garbage. Growth is by two for short slices and by a quarter for long ones.
package main

import "fmt"

type Point struct {
	x, y int
	name *string
}

func grow(n int, name *string) ([]Point, int) {
	var points []Point
	moves := 0
	for i := 0; i < n; i++ {
		before := cap(points)
		points = append(points, Point{i, i * i, name})
		if cap(points) != before {
			moves++
		}
	}
	return points, moves
}

func main() {
	name := "sample"
	var kept [8][]Point
	for round := 0; round < 40; round++ {
		points, moves := grow(2000*(1+round%8), &name)
		if round < 8 {
			fmt.Printf("%d points: moved %d times, room for %d\n", len(points), moves, cap(points))
		}
		kept[round%8] = points
	}
	total := 0
	for i := range kept {
		for _, p := range kept[i] {
			total += p.x + len(*p.name)
		}
	}
	fmt.Println("total", total)
}
