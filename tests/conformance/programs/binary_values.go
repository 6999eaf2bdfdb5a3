package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

type inner struct {
	A int8
	B bool
	_ [3]byte
	C uint16
}

type outer struct {
	I    int32
	U    uint64
	F    float32
	G    float64
	Z    complex64
	W    complex128
	List [2]inner
	_    int16
	Last int8
}

type named []int16

type flags uint8

// Values of fixed size as bytes, in both orders, and what is no such value.
func main() {
	v := outer{-2, math.MaxUint64, 1.5, -2.25, 1 + 2i, -3i, [2]inner{{A: -1, B: true, C: 7}, {A: 127, C: 65535}}, 0, -128}
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		for _, x := range []any{v, &v, int8(-5), true, uint16(258), []bool{true, false}, named{1, -2}, []inner{{A: 1}}, flags(3), [2]uint32{1, 2},
			[]byte("bytes"), &[]float64{1, 2}, new(int64), []outer{}, float32(math.Pi), 3 - 4i, []flags{1, 2}} {
			var b bytes.Buffer
			err := binary.Write(&b, order, x)
			fmt.Printf("%T %d %x %v\n", x, binary.Size(x), b.Bytes(), err)
		}
		var b bytes.Buffer
		var back outer
		binary.Write(&b, order, v)
		fmt.Println(binary.Read(&b, order, &back), back == v, b.Len())
		some := []int16{0, 0}
		var f flags
		var ok bool
		fmt.Println(binary.Read(bytes.NewReader([]byte{1, 2, 3, 4, 5}), order, some), some)
		fmt.Println(binary.Read(bytes.NewReader([]byte{9, 7}), order, &f), f, binary.Read(bytes.NewReader([]byte{9}), order, &ok), ok)
		fmt.Println(binary.Read(bytes.NewReader([]byte{9}), order, some), binary.Read(bytes.NewReader(nil), order, some) == io.EOF)
		var z complex128
		fmt.Println(binary.Read(bytes.NewReader(make([]byte, 16)), order, &z), z)
	}
	for _, x := range []any{1, "text", struct{ n int }{1}, []int{1}, map[int]int{}, (*int32)(nil), nil, &struct{ P *int8 }{}, func() {}} {
		fmt.Println(binary.Size(x))
		if x == nil || x == (*int32)(nil) {
			continue
		}
		fmt.Println(binary.Write(io.Discard, binary.BigEndian, x), binary.Read(bytes.NewReader(nil), binary.BigEndian, x))
	}
}
