// Package md5: the hash of RFC 1321.
package md5

import (
	"hash"
	"internal/blocks"
)

const (
	Size      = 16
	BlockSize = blocks.BlockSize

	label = "md5\x01"
)

type digest struct {
	state [4]uint32
	tail  blocks.Tail
}

func New() hash.Hash {
	d := new(digest)
	d.Reset()
	return d
}

func (d *digest) Size() int      { return Size }
func (d *digest) BlockSize() int { return BlockSize }

func (d *digest) Reset() {
	*d = digest{state: [4]uint32{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476}}
}

func (d *digest) Write(p []byte) (n int, err error) {
	d.tail.Write(blocks.MD5, d.state[:], p)
	return len(p), nil
}

// Sum works on a copy, so that more can be written.
func (d *digest) Sum(in []byte) []byte {
	copied := *d
	sum := copied.sum()
	return append(in, sum[:]...)
}

func (d *digest) sum() (sum [Size]byte) {
	d.tail.Finish(blocks.MD5, d.state[:], sum[:])
	return
}

func Sum(data []byte) [Size]byte {
	var d digest
	d.Reset()
	d.Write(data)
	return d.sum()
}

func (d *digest) MarshalBinary() ([]byte, error) { return d.tail.Marshal(label, d.state[:]) }

func (d *digest) UnmarshalBinary(b []byte) error {
	return d.tail.Unmarshal(blocks.MD5, label, d.state[:], b)
}
