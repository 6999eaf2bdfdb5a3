// Package crc32: cyclic redundancy checks of 32 bits, the lowest bit first.
package crc32

import (
	"encoding/binary"
	"errors"
	"hash"
	"internal/native"
	"sync"
)

const (
	Size = 4

	IEEE       = 0xedb88320
	Castagnoli = 0x82f63b78
	Koopman    = 0xeb31d82e
)

// A Table has the remainder of each byte.
type Table [256]uint32

var (
	IEEETable = newTable(IEEE)

	castagnoli     *Table
	castagnoliOnce sync.Once
)

func newTable(poly uint32) *Table {
	t := new(Table)
	for i := range t {
		crc := uint32(i)
		for bit := 0; bit < 8; bit++ {
			crc = crc>>1 ^ poly&-(crc&1)
		}
		t[i] = crc
	}
	return t
}

func MakeTable(poly uint32) *Table {
	switch poly {
	case IEEE:
		return IEEETable
	case Castagnoli:
		castagnoliOnce.Do(func() { castagnoli = newTable(Castagnoli) })
		return castagnoli
	}
	return newTable(poly)
}

func Update(crc uint32, tab *Table, p []byte) uint32 {
	if len(p) == 0 {
		return crc
	}
	return native.UpdateCRC(crc, (*[256]uint32)(tab), p, tab == IEEETable || tab == castagnoli)
}

func Checksum(data []byte, tab *Table) uint32 { return Update(0, tab, data) }
func ChecksumIEEE(data []byte) uint32         { return Update(0, IEEETable, data) }

type digest struct {
	crc uint32
	tab *Table
}

func New(tab *Table) hash.Hash32 { return &digest{0, tab} }
func NewIEEE() hash.Hash32       { return &digest{0, IEEETable} }

func (d *digest) Size() int      { return Size }
func (d *digest) BlockSize() int { return 1 }
func (d *digest) Reset()         { d.crc = 0 }
func (d *digest) Sum32() uint32  { return d.crc }

func (d *digest) Write(p []byte) (n int, err error) {
	d.crc = Update(d.crc, d.tab, p)
	return len(p), nil
}

func (d *digest) Sum(in []byte) []byte { return binary.BigEndian.AppendUint32(in, d.crc) }

// ---- a sum under way as bytes: a label, the table's own sum, the sum ----

const label = "crc\x01"

func tableSum(tab *Table) uint32 {
	var room [4 * len(Table{})]byte
	b := room[:0]
	if tab != nil {
		for _, x := range tab {
			b = binary.BigEndian.AppendUint32(b, x)
		}
	}
	return ChecksumIEEE(b)
}

func (d *digest) MarshalBinary() ([]byte, error) {
	b := append(make([]byte, 0, len(label)+8), label...)
	b = binary.BigEndian.AppendUint32(b, tableSum(d.tab))
	return binary.BigEndian.AppendUint32(b, d.crc), nil
}

func (d *digest) UnmarshalBinary(b []byte) error {
	switch {
	case len(b) < len(label) || string(b[:len(label)]) != label:
		return errors.New("hash/crc32: invalid hash state identifier")
	case len(b) != len(label)+8:
		return errors.New("hash/crc32: invalid hash state size")
	case tableSum(d.tab) != binary.BigEndian.Uint32(b[4:]):
		return errors.New("hash/crc32: tables do not match")
	}
	d.crc = binary.BigEndian.Uint32(b[8:])
	return nil
}
