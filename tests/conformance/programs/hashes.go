package main

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding"
	"encoding/hex"
	"fmt"
	"hash"
	"hash/crc32"
	"hash/fnv"
	"io"
	"math/rand"
	"strings"
)

var tables = []*crc32.Table{
	crc32.IEEETable, crc32.MakeTable(crc32.IEEE), crc32.MakeTable(crc32.Castagnoli), crc32.MakeTable(crc32.Koopman), crc32.MakeTable(0x12345678),
}

var makers = []struct {
	name string
	make func() hash.Hash
}{
	{"fnv32", func() hash.Hash { return fnv.New32() }},
	{"fnv32a", func() hash.Hash { return fnv.New32a() }},
	{"fnv64", func() hash.Hash { return fnv.New64() }},
	{"fnv64a", func() hash.Hash { return fnv.New64a() }},
	{"fnv128", fnv.New128},
	{"fnv128a", fnv.New128a},
	{"md5", md5.New},
	{"sha1", sha1.New},
	{"sha256", sha256.New},
	{"sha224", sha256.New224},
	{"ieee", func() hash.Hash { return crc32.NewIEEE() }},
	{"castagnoli", func() hash.Hash { return crc32.New(tables[2]) }},
	{"other", func() hash.Hash { return crc32.New(tables[4]) }},
}

func caught(what string, f func()) {
	defer func() {
		if e := recover(); e != nil {
			fmt.Println(what, "panics:", e)
		}
	}()
	f()
}

func pieces(r *rand.Rand, h hash.Hash, data []byte) {
	for len(data) > 0 {
		n := min(len(data), r.Intn(100))
		m, err := h.Write(data[:n])
		if m != n || err != nil {
			fmt.Println("write", m, err)
		}
		data = data[n:]
	}
}

func main() {
	r := rand.New(rand.NewSource(3))
	for _, maker := range makers {
		h := maker.make()
		fmt.Printf("%s %T %d %d %x\n", maker.name, h, h.Size(), h.BlockSize(), h.Sum(nil))
		for n := 0; n < 140; n += 1 + n/4 {
			data := make([]byte, n)
			r.Read(data)
			h.Reset()
			pieces(r, h, data)
			fmt.Printf("%d %x", n, h.Sum([]byte{1}))
			state, err := h.(encoding.BinaryMarshaler).MarshalBinary()
			fmt.Printf(" %x %v %d", state, err, cap(state))
			other := maker.make()
			fmt.Print(other.(encoding.BinaryUnmarshaler).UnmarshalBinary(state))
			io.WriteString(other, "and more")
			h.Write([]byte("and more"))
			fmt.Println(string(h.Sum(nil)) == string(other.Sum(nil)), hex.EncodeToString(other.Sum(nil)))
			if n < 3 {
				for _, bad := range [][]byte{nil, state[:3], state[:len(state)-1], append([]byte("x"), state[1:]...)} {
					fmt.Println(other.(encoding.BinaryUnmarshaler).UnmarshalBinary(bad))
				}
				state[3]++
				fmt.Println(other.(encoding.BinaryUnmarshaler).UnmarshalBinary(state))
				state[3]--
				state[4]++
				fmt.Println(other.(encoding.BinaryUnmarshaler).UnmarshalBinary(state))
			}
		}
		switch h := h.(type) {
		case hash.Hash32:
			fmt.Println(h.Sum32())
		case hash.Hash64:
			fmt.Println(h.Sum64())
		}
	}
	for n := 0; n < 200; n += 7 {
		data := []byte(strings.Repeat("gopher!", n))[:n]
		fmt.Printf("%x %x\n%x %x\n", md5.Sum(data), sha1.Sum(data), sha256.Sum256(data), sha256.Sum224(data))
		for _, t := range tables {
			fmt.Printf("%08x %08x ", crc32.Checksum(data, t), crc32.Update(uint32(n), t, data))
		}
		fmt.Printf("%08x\n", crc32.ChecksumIEEE(data))
	}
	c := sha1.New().(interface{ ConstantTimeSum([]byte) []byte })
	fmt.Printf("%x\n", c.ConstantTimeSum(nil))
	for i, t := range tables {
		fmt.Println(i, t[0], t[1], t[255], t == crc32.IEEETable, len(t))
	}
	fmt.Println(tables[2] == crc32.MakeTable(crc32.Castagnoli), tables[3] == crc32.MakeTable(crc32.Koopman))
	fmt.Println(md5.Size, md5.BlockSize, sha1.Size, sha1.BlockSize, sha256.Size, sha256.Size224, sha256.BlockSize, crc32.Size)
	caught("no table", func() { fmt.Println(crc32.Update(1, nil, nil)); crc32.Checksum([]byte("x"), nil) })
	caught("nil hash", func() { var h hash.Hash; h.Reset() })
	big := make([]byte, 1<<20)
	fmt.Printf("%x %x %x %x\n", md5.Sum(big), sha1.Sum(big), sha256.Sum256(big), crc32.ChecksumIEEE(big))
}
