// Package blocks: what MD5, SHA-1 and SHA-256 have in common. Words of state are changed by one block of 64 bytes after
// the other (internal/native, DigestBlocks); at the end come a bit, zeros and the length.
package blocks

import (
	"encoding/binary"
	"errors"
	"internal/native"
)

const BlockSize = 64

type Kind int

const (
	MD5    Kind = native.DigestMD5
	SHA1   Kind = native.DigestSHA1
	SHA256 Kind = native.DigestSHA256
)

// A Tail is what stands behind a digest's state: the bytes that are no block yet.
type Tail struct {
	block  [BlockSize]byte
	n      int
	length uint64 // of everything that was written
}

func (t *Tail) Write(kind Kind, state []uint32, p []byte) {
	t.length += uint64(len(p))
	if t.n > 0 {
		n := copy(t.block[t.n:], p)
		t.n += n
		if t.n < BlockSize {
			return
		}
		native.DigestBlocks(int(kind), state, t.block[:])
		p = p[n:]
	}
	whole := len(p) &^ (BlockSize - 1)
	native.DigestBlocks(int(kind), state, p[:whole])
	t.n = copy(t.block[:], p[whole:])
}

// Finish writes the end and puts the state to sum as bytes; t and state are used up.
func (t *Tail) Finish(kind Kind, state []uint32, sum []byte) {
	var end [BlockSize + 8]byte
	end[0] = 0x80
	n := 1 + (BlockSize-9-t.length)%BlockSize
	if kind == MD5 {
		binary.LittleEndian.PutUint64(end[n:], t.length<<3)
	} else {
		binary.BigEndian.PutUint64(end[n:], t.length<<3)
	}
	t.Write(kind, state, end[:n+8])
	for i, word := range state {
		if kind == MD5 {
			binary.LittleEndian.PutUint32(sum[4*i:], word)
		} else {
			binary.BigEndian.PutUint32(sum[4*i:], word)
		}
	}
}

// ---- a digest under way as bytes: a label, the state, a block, the length ----

func (t *Tail) Marshal(label string, state []uint32) ([]byte, error) {
	b := append(make([]byte, 0, len(label)+4*len(state)+BlockSize+8), label...)
	for _, word := range state {
		b = binary.BigEndian.AppendUint32(b, word)
	}
	b = append(b, t.block[:t.n]...)
	b = b[:len(b)+BlockSize-t.n]
	return binary.BigEndian.AppendUint64(b, t.length), nil
}

var (
	otherLabel = [...]string{
		MD5:    "crypto/md5: invalid hash state identifier",
		SHA1:   "crypto/sha1: invalid hash state identifier",
		SHA256: "crypto/sha256: invalid hash state identifier",
	}
	otherSize = [...]string{
		MD5:    "crypto/md5: invalid hash state size",
		SHA1:   "crypto/sha1: invalid hash state size",
		SHA256: "crypto/sha256: invalid hash state size",
	}
)

func (t *Tail) Unmarshal(kind Kind, label string, state []uint32, b []byte) error {
	if len(b) < len(label) || string(b[:len(label)]) != label {
		return errors.New(otherLabel[kind])
	}
	if len(b) != len(label)+4*len(state)+BlockSize+8 {
		return errors.New(otherSize[kind])
	}
	b = b[len(label):]
	for i := range state {
		state[i] = binary.BigEndian.Uint32(b)
		b = b[4:]
	}
	t.length = binary.BigEndian.Uint64(b[copy(t.block[:], b):])
	t.n = int(t.length % BlockSize)
	return nil
}
