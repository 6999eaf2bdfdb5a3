// Package maphash: the outline of hash/maphash.
package maphash

type Seed struct{ s uint64 }

type Hash struct {
	_     [0]func()
	seed  Seed
	state Seed
	buf   [128]byte
	n     int
}

func Bytes(Seed, []byte) uint64
func (*Hash) BlockSize() int
func (*Hash) Reset()
func (*Hash) Seed() Seed
func (*Hash) SetSeed(Seed)
func (*Hash) Size() int
func (*Hash) Sum([]byte) []byte
func (*Hash) Sum64() uint64
func (*Hash) Write([]byte) (int, error)
func (*Hash) WriteByte(byte) error
func (*Hash) WriteString(string) (int, error)
func MakeSeed() Seed
func String(Seed, string) uint64
