package main

import (
	"bytes"
	"fmt"
	"math"
)

func grow(b *bytes.Buffer, n int) {
	defer func() {
		err := recover()
		fmt.Println(n, err, err == bytes.ErrTooLarge)
	}()
	b.Grow(n)
}

// What a Buffer refuses, and slices of no bytes that are nil and that are not.
func main() {
	for _, n := range []int{0, 100, 1 << 60, math.MaxInt - 1, math.MaxInt, -1} {
		b := bytes.NewBuffer(make([]byte, 1))
		grow(b, n)
	}
	var b bytes.Buffer
	fmt.Println(b.UnreadByte() == b.UnreadByte(), b.UnreadRune() == b.UnreadRune())
	for _, s := range [][]byte{nil, {}, []byte(" "), []byte("a")} {
		for _, cut := range []string{"", " ", "a", "ä", "a "} {
			l, r, t := bytes.TrimLeft(s, cut), bytes.TrimRight(s, cut), bytes.Trim(s, cut)
			fmt.Println(l == nil, r == nil, t == nil, len(l), len(r), len(t))
		}
		fmt.Println(bytes.TrimSpace(s) == nil, bytes.ToUpper(s) == nil, bytes.Clone(s) == nil)
	}
	var all *bytes.Buffer
	fmt.Println(all.String())
	bytes.NewBuffer(make([]byte, 1)).Grow(1 << 60)
}
