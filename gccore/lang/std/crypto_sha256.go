// Package sha256: the hashes SHA-256 and SHA-224 of RFC 6234, of which the latter begins otherwise and ends earlier.
package sha256

import (
	"hash"
	"internal/blocks"
)

const (
	Size      = 32
	Size224   = 28
	BlockSize = blocks.BlockSize

	label256 = "sha\x03"
	label224 = "sha\x02"
)

var (
	start256 = [8]uint32{
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
	}
	start224 = [8]uint32{
		0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4,
	}
)

type digest struct {
	state   [8]uint32
	tail    blocks.Tail
	shorter bool // SHA-224
}

func New() hash.Hash {
	d := new(digest)
	d.Reset()
	return d
}

func New224() hash.Hash {
	d := &digest{shorter: true}
	d.Reset()
	return d
}

func (d *digest) BlockSize() int { return BlockSize }

func (d *digest) Size() int {
	if d.shorter {
		return Size224
	}
	return Size
}

func (d *digest) Reset() {
	d.tail = blocks.Tail{}
	if d.shorter {
		d.state = start224
	} else {
		d.state = start256
	}
}

func (d *digest) Write(p []byte) (n int, err error) {
	d.tail.Write(blocks.SHA256, d.state[:], p)
	return len(p), nil
}

// Sum works on a copy, so that more can be written.
func (d *digest) Sum(in []byte) []byte {
	copied := *d
	sum := copied.sum()
	return append(in, sum[:d.Size()]...)
}

func (d *digest) sum() (sum [Size]byte) {
	d.tail.Finish(blocks.SHA256, d.state[:], sum[:])
	return
}

func Sum256(data []byte) [Size]byte {
	var d digest
	d.Reset()
	d.Write(data)
	return d.sum()
}

func Sum224(data []byte) [Size224]byte {
	d := digest{shorter: true}
	d.Reset()
	d.Write(data)
	sum := d.sum()
	return [Size224]byte(sum[:])
}

func (d *digest) label() string {
	if d.shorter {
		return label224
	}
	return label256
}

func (d *digest) MarshalBinary() ([]byte, error) { return d.tail.Marshal(d.label(), d.state[:]) }

func (d *digest) UnmarshalBinary(b []byte) error {
	return d.tail.Unmarshal(blocks.SHA256, d.label(), d.state[:], b)
}
