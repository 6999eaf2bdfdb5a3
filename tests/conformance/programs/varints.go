package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

func main() {
	b := make([]byte, 10)
	for _, x := range []uint64{0, 1, 127, 128, 300, 1 << 32, math.MaxUint64} {
		n := binary.PutUvarint(b, x)
		y, m := binary.Uvarint(b[:n])
		z, k := binary.Uvarint(b[:n-1])
		fmt.Println(n, b[:n], y, m, z, k, binary.AppendUvarint(nil, x))
	}
	for _, x := range []int64{0, -1, 63, -64, 64, math.MinInt64, math.MaxInt64} {
		n := binary.PutVarint(b, x)
		y, m := binary.Varint(b[:n])
		r, err := binary.ReadVarint(bytes.NewReader(b[:n]))
		fmt.Println(n, b[:n], y, m, r, err)
	}
	over := bytes.Repeat([]byte{0xff}, 11)
	fmt.Println(binary.Uvarint(over))
	fmt.Println(binary.Uvarint([]byte{255, 255, 255, 255, 255, 255, 255, 255, 255, 2}))
	fmt.Println(binary.ReadUvarint(bytes.NewReader(over)))
	fmt.Println(binary.ReadUvarint(bytes.NewReader(over[:3])))
	_, err := binary.ReadUvarint(bytes.NewReader(nil))
	fmt.Println(err == io.EOF)
	for _, o := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian, binary.NativeEndian} {
		o.PutUint64(b, 0x0102030405060708)
		o.PutUint16(b[8:], 0xabcd)
		fmt.Printf("%v %#v %T %x %x %x %x\n", o, o, o, b, o.Uint16(b), o.Uint32(b), o.Uint64(b))
		a := o.(binary.AppendByteOrder)
		fmt.Printf("%x\n", a.AppendUint64(a.AppendUint32(a.AppendUint16(nil, 1), 2), 3))
	}
	defer func() { fmt.Println(recover(), b[:4]) }()
	binary.BigEndian.PutUint64(b[:4], 1<<63)
}
