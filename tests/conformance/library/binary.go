// Package encoding/binary: what each function allocates.
//
// Each line: what is called, and the mallocs, bytes and frees of one call after the first.
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

var (
	kint   int
	ku64   uint64
	ki64   int64
	kbytes []byte
	kerr   error
	kstr   string
	room                          = make([]byte, 16)
	src                           = strings.NewReader("")
	order  binary.ByteOrder       = binary.BigEndian
	adds   binary.AppendByteOrder = binary.LittleEndian
	out    bytes.Buffer
	header head
	floats = make([]float32, 3)
	text   = strings.Repeat("some bytes ", 5)
)

type head struct {
	A     int8
	B     uint32
	_     int16
	C     [3]float64
	Inner struct{ X, Y complex64 }
}

var rows = []struct {
	name string
	call func()
}{
	{"Put", func() {
		binary.BigEndian.PutUint16(room, 1)
		binary.LittleEndian.PutUint32(room, 2)
		order.PutUint64(room, 3)
	}},
	{"Get", func() {
		ku64 = uint64(order.Uint16(room)) + uint64(binary.LittleEndian.Uint32(room)) + binary.NativeEndian.Uint64(room)
	}},
	{"Append", func() {
		kbytes = adds.AppendUint16(nil, 1)
		kbytes = binary.BigEndian.AppendUint32(kbytes, 2)
		kbytes = binary.LittleEndian.AppendUint64(kbytes, 3)
	}},
	{"String", func() { kstr = order.String() + binary.NativeEndian.GoString() }},
	{"PutUvarint", func() { kint = binary.PutUvarint(room, 1<<40) }},
	{"PutVarint", func() { kint = binary.PutVarint(room, -1<<40) }},
	{"Uvarint", func() { ku64, kint = binary.Uvarint(room) }},
	{"Varint", func() { ki64, kint = binary.Varint(room) }},
	{"AppendUvarint", func() { kbytes = binary.AppendUvarint(nil, 1<<60) }},
	{"AppendVarint", func() { kbytes = binary.AppendVarint(nil, -1<<20) }},
	{"ReadUvarint", func() { src.Reset("\x81\x01"); ku64, kerr = binary.ReadUvarint(src) }},
	{"ReadVarint", func() { src.Reset("\x81\x01"); ki64, kerr = binary.ReadVarint(src) }},
	{"ReadUvarint short", func() { src.Reset("\x81"); ku64, kerr = binary.ReadUvarint(src) }},
	{"Write number", func() { out.Reset(); kerr = binary.Write(&out, binary.BigEndian, int32(kint)) }},
	{"Write struct", func() { out.Reset(); kerr = binary.Write(&out, order, header) }},
	{"Write pointer", func() { out.Reset(); kerr = binary.Write(&out, order, &header) }},
	{"Write slice", func() { out.Reset(); kerr = binary.Write(&out, order, floats) }},
	{"Write bytes", func() { out.Reset(); kerr = binary.Write(&out, order, room) }},
	{"Write bad", func() { out.Reset(); kerr = binary.Write(&out, order, kint) }},
	{"Read struct", func() { src.Reset(text); kerr = binary.Read(src, order, &header) }},
	{"Read slice", func() { src.Reset(text); kerr = binary.Read(src, order, floats) }},
	{"Read local", func() { var n uint16; src.Reset(text); kerr = binary.Read(src, order, &n); kint = int(n) }},
	{"Read short", func() { src.Reset("a"); kerr = binary.Read(src, order, &header) }},
	{"Size", func() { kint = binary.Size(header) + binary.Size(floats) + binary.Size(&header) + binary.Size(text) }},
	{"ReadUvarint long", func() { src.Reset("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"); ku64, kerr = binary.ReadUvarint(src) }},
}

var before, after runtime.MemStats

func main() {
	debug.SetGCPercent(-1)
	for _, r := range rows {
		r.call()
		runtime.ReadMemStats(&before)
		r.call()
		runtime.ReadMemStats(&after)
		fmt.Println(r.name, after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc, after.Frees-before.Frees)
	}
}
