// Package fnv: the hashes of Fowler, Noll and Vo. Each byte is multiplied into the sum and then mixed in, with an "a"
// the other way round.
package fnv

import (
	"encoding/binary"
	"errors"
	"hash"
	"math/bits"
)

type (
	sum32   uint32
	sum32a  uint32
	sum64   uint64
	sum64a  uint64
	sum128  [2]uint64 // the high half first
	sum128a [2]uint64
)

const (
	start32  = 0x811c9dc5
	prime32  = 1<<24 + 0x193
	start64  = 0xcbf29ce484222325
	prime64  = 1<<40 + 0x1b3
	high128  = 0x6c62272e07bb0142
	low128   = 0x62b821756295c58d
	prime128 = 0x13b // and 1<<88
)

func New32() hash.Hash32 {
	s := sum32(start32)
	return &s
}

func New32a() hash.Hash32 {
	s := sum32a(start32)
	return &s
}

func New64() hash.Hash64 {
	s := sum64(start64)
	return &s
}

func New64a() hash.Hash64 {
	s := sum64a(start64)
	return &s
}

func New128() hash.Hash  { return &sum128{high128, low128} }
func New128a() hash.Hash { return &sum128a{high128, low128} }

func (s *sum32) Reset()   { *s = start32 }
func (s *sum32a) Reset()  { *s = start32 }
func (s *sum64) Reset()   { *s = start64 }
func (s *sum64a) Reset()  { *s = start64 }
func (s *sum128) Reset()  { *s = sum128{high128, low128} }
func (s *sum128a) Reset() { *s = sum128a{high128, low128} }

func (s *sum32) Sum32() uint32  { return uint32(*s) }
func (s *sum32a) Sum32() uint32 { return uint32(*s) }
func (s *sum64) Sum64() uint64  { return uint64(*s) }
func (s *sum64a) Sum64() uint64 { return uint64(*s) }

func (s *sum32) Size() int   { return 4 }
func (s *sum32a) Size() int  { return 4 }
func (s *sum64) Size() int   { return 8 }
func (s *sum64a) Size() int  { return 8 }
func (s *sum128) Size() int  { return 16 }
func (s *sum128a) Size() int { return 16 }

func (s *sum32) BlockSize() int   { return 1 }
func (s *sum32a) BlockSize() int  { return 1 }
func (s *sum64) BlockSize() int   { return 1 }
func (s *sum64a) BlockSize() int  { return 1 }
func (s *sum128) BlockSize() int  { return 1 }
func (s *sum128a) BlockSize() int { return 1 }

func (s *sum32) Write(data []byte) (int, error) {
	x := *s
	for _, b := range data {
		x = x*prime32 ^ sum32(b)
	}
	*s = x
	return len(data), nil
}

func (s *sum32a) Write(data []byte) (int, error) {
	x := *s
	for _, b := range data {
		x = (x ^ sum32a(b)) * prime32
	}
	*s = x
	return len(data), nil
}

func (s *sum64) Write(data []byte) (int, error) {
	x := *s
	for _, b := range data {
		x = x*prime64 ^ sum64(b)
	}
	*s = x
	return len(data), nil
}

func (s *sum64a) Write(data []byte) (int, error) {
	x := *s
	for _, b := range data {
		x = (x ^ sum64a(b)) * prime64
	}
	*s = x
	return len(data), nil
}

func times(high, low uint64) (uint64, uint64) {
	carry, product := bits.Mul64(low, prime128)
	return carry + low<<24 + high*prime128, product
}

func (s *sum128) Write(data []byte) (int, error) {
	for _, b := range data {
		s[0], s[1] = times(s[0], s[1])
		s[1] ^= uint64(b)
	}
	return len(data), nil
}

func (s *sum128a) Write(data []byte) (int, error) {
	for _, b := range data {
		s[1] ^= uint64(b)
		s[0], s[1] = times(s[0], s[1])
	}
	return len(data), nil
}

func append128(b []byte, s *[2]uint64) []byte {
	var sum [16]byte
	binary.BigEndian.PutUint64(sum[:], s[0])
	binary.BigEndian.PutUint64(sum[8:], s[1])
	return append(b, sum[:]...)
}

func (s *sum32) Sum(in []byte) []byte   { return binary.BigEndian.AppendUint32(in, uint32(*s)) }
func (s *sum32a) Sum(in []byte) []byte  { return binary.BigEndian.AppendUint32(in, uint32(*s)) }
func (s *sum64) Sum(in []byte) []byte   { return binary.BigEndian.AppendUint64(in, uint64(*s)) }
func (s *sum64a) Sum(in []byte) []byte  { return binary.BigEndian.AppendUint64(in, uint64(*s)) }
func (s *sum128) Sum(in []byte) []byte  { return append128(in, (*[2]uint64)(s)) }
func (s *sum128a) Sum(in []byte) []byte { return append128(in, (*[2]uint64)(s)) }

// ---- a hash under way as bytes: three letters, which hash it is, the sum ----

func label(which byte, size int) []byte { return append(make([]byte, 0, 4+size), 'f', 'n', 'v', which) }

func (s *sum32) MarshalBinary() ([]byte, error)   { return s.Sum(label(1, 4)), nil }
func (s *sum32a) MarshalBinary() ([]byte, error)  { return s.Sum(label(2, 4)), nil }
func (s *sum64) MarshalBinary() ([]byte, error)   { return s.Sum(label(3, 8)), nil }
func (s *sum64a) MarshalBinary() ([]byte, error)  { return s.Sum(label(4, 8)), nil }
func (s *sum128) MarshalBinary() ([]byte, error)  { return s.Sum(label(5, 16)), nil }
func (s *sum128a) MarshalBinary() ([]byte, error) { return s.Sum(label(6, 16)), nil }

// sum is what stands behind the label.
func sum(b []byte, which byte, size int) ([]byte, error) {
	if len(b) < 4 || string(b[:3]) != "fnv" || b[3] != which {
		return nil, errors.New("hash/fnv: invalid hash state identifier")
	}
	if len(b) != 4+size {
		return nil, errors.New("hash/fnv: invalid hash state size")
	}
	return b[4:], nil
}

func (s *sum32) UnmarshalBinary(b []byte) error {
	b, err := sum(b, 1, 4)
	if err == nil {
		*s = sum32(binary.BigEndian.Uint32(b))
	}
	return err
}

func (s *sum32a) UnmarshalBinary(b []byte) error {
	b, err := sum(b, 2, 4)
	if err == nil {
		*s = sum32a(binary.BigEndian.Uint32(b))
	}
	return err
}

func (s *sum64) UnmarshalBinary(b []byte) error {
	b, err := sum(b, 3, 8)
	if err == nil {
		*s = sum64(binary.BigEndian.Uint64(b))
	}
	return err
}

func (s *sum64a) UnmarshalBinary(b []byte) error {
	b, err := sum(b, 4, 8)
	if err == nil {
		*s = sum64a(binary.BigEndian.Uint64(b))
	}
	return err
}

func (s *sum128) UnmarshalBinary(b []byte) error {
	b, err := sum(b, 5, 16)
	if err == nil {
		*s = sum128{binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])}
	}
	return err
}

func (s *sum128a) UnmarshalBinary(b []byte) error {
	b, err := sum(b, 6, 16)
	if err == nil {
		*s = sum128a{binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])}
	}
	return err
}
