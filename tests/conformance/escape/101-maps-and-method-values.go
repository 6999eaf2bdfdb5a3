// Maps that are large enough to be made by functions of their own; what method values' functions call their variables.
package main

import (
	"encoding/binary"
	"fmt"
	"math/rand"
)

type decoder func(code []byte, pc uint64) (string, int)
type level int
type point struct{ x, y int }

func (p point) String() string { return "point" }

func short(code []byte, pc uint64) (string, int) { return "", 0 }
func long(code []byte, pc uint64) (string, int)  { return "", 0 }

var one, two = 1, 2
var here, there point
var high, low level

var decoders4 = map[string]decoder{"a": short, "b": long, "c": short, "d": long}
var decoders5 = map[string]decoder{"a": short, "b": long, "c": short, "d": long, "e": short}
var functions6 = map[string]func([]byte, uint64) (string, int){"a": short, "b": long, "c": short, "d": long, "e": short, "f": long}
var functions7 = map[string]func([]byte, uint64) (string, int){
	"a": short, "b": long, "c": short, "d": long, "e": short, "f": long, "g": short,
}
var numbers6 = map[string]int{"a": 1, "b": 2, "c": 3, "d": 4, "e": one, "f": two}
var numbers7 = map[string]int{"a": 1, "b": 2, "c": 3, "d": 4, "e": one, "f": two, "g": 7}
var orders4 = map[string]binary.ByteOrder{"a": binary.LittleEndian, "b": binary.BigEndian, "c": binary.BigEndian, "d": nil}
var anything4 = map[string]any{"a": one, "b": two, "c": high, "d": 4}
var anything5 = map[string]any{"a": one, "b": two, "c": high, "d": 4, "e": low}
var stringers4 = map[string]fmt.Stringer{"a": here, "b": there, "c": point{1, 2}, "d": here}
var keys5 = map[any]level{one: high, two: low, here: high, there: low, "e": 1}
var points2 = map[string]point{"a": {1, 2}, "b": {x: one}}
var points3 = map[string]point{"a": {1, 2}, "b": {x: one}, "c": {}}
var lists3 = map[string][]any{"a": {one, two}, "b": {one}, "c": {high, nil}}
var keyed5 = map[string][]int{"a": {1: one, 2: two, 3: 3, 4: 4, 5: 5}}
var keyed6 = map[string][6]int{"a": {0: one, 1: two, 2: 3, 3: 4, 4: 5, 5: 6}}
var plain6 = map[string][]int{"a": {one, two, 3, 4, 5, 6}}

type table struct{ name string }

func (t *table) lookup(address uint64) (name string, base uint64) { return t.name, 0 }
func (t *table) unnamed(uint64) (string, *table)                  { return t.name, t }
func (t *table) blank(_ uint64, _ *int) (_ string, err error)     { return t.name, nil }

func use(f func(uint64) (string, uint64)) {}

var kept any

func main() {
	t := &table{}
	use(t.lookup)
	kept = t.unnamed
	kept = t.blank
	var source rand.Source = rand.NewSource(1)
	kept = source.Seed
	kept = source.Int63
}
