// Packages hash/fnv, hash/crc32, crypto/md5, crypto/sha1 and crypto/sha256: what each function allocates.
//
// Each line: what is called, and the mallocs, bytes and frees of one call after the first.
package main

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding"
	"fmt"
	"hash"
	"hash/crc32"
	"hash/fnv"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
)

type state interface {
	encoding.BinaryMarshaler
	encoding.BinaryUnmarshaler
}

var (
	kint   int
	ku32   uint32
	ku64   uint64
	kerr   error
	kstr   string
	kbytes []byte
	khash  hash.Hash
	k16    [16]byte
	k20    [20]byte
	k32    [32]byte
	k28    [28]byte
	ktab   *crc32.Table
	room   = make([]byte, 0, 64)
	data   = []byte(strings.Repeat("some text ", 30))
	text   = string(data)
	cast   = crc32.MakeTable(crc32.Castagnoli)
)

var rows = []struct {
	name string
	call func()
}{
	{"fnv.New32", func() { khash = fnv.New32() }},
	{"fnv.New32a", func() { khash = fnv.New32a() }},
	{"fnv.New64", func() { khash = fnv.New64() }},
	{"fnv.New64a", func() { khash = fnv.New64a() }},
	{"fnv.New128", func() { khash = fnv.New128() }},
	{"fnv.New128a", func() { khash = fnv.New128a() }},
	{"fnv local", func() { h := fnv.New32a(); h.Write(data); ku32 = h.Sum32() }},
	{"fnv string", func() { h := fnv.New64a(); h.Write([]byte(text)); ku64 = h.Sum64() }},
	{"fnv short string", func() { h := fnv.New64(); h.Write([]byte(text[:10])); ku64 = h.Sum64() }},
	{"fnv.Sum", func() { kbytes = khash.Sum(nil) }},
	{"crc32.MakeTable", func() { ktab = crc32.MakeTable(crc32.IEEE) }},
	{"crc32.MakeTable Castagnoli", func() { ktab = crc32.MakeTable(crc32.Castagnoli) }},
	{"crc32.MakeTable other", func() { ktab = crc32.MakeTable(crc32.Koopman) }},
	{"crc32.Update", func() { ku32 = crc32.Update(ku32, cast, data) }},
	{"crc32.Checksum", func() { ku32 = crc32.Checksum(data, ktab) }},
	{"crc32.ChecksumIEEE", func() { ku32 = crc32.ChecksumIEEE(data) }},
	{"crc32.ChecksumIEEE string", func() { ku32 = crc32.ChecksumIEEE([]byte(text)) }},
	{"crc32.New", func() { khash = crc32.New(cast) }},
	{"crc32.NewIEEE", func() { khash = crc32.NewIEEE() }},
	{"crc32.Write", func() { kint, kerr = khash.Write(data) }},
	{"crc32.Sum", func() { kbytes = khash.Sum(room) }},
	{"crc32.Sum nil", func() { kbytes = khash.Sum(nil) }},
	{"crc32.MarshalBinary", func() { kbytes, kerr = khash.(state).MarshalBinary() }},
	{"crc32.UnmarshalBinary", func() { kerr = khash.(state).UnmarshalBinary(kbytes) }},
	{"md5.New", func() { khash = md5.New() }},
	{"md5.Write", func() { kint, kerr = khash.Write(data) }},
	{"md5.WriteString", func() { kint, kerr = io.WriteString(khash, text) }},
	{"md5.Fprint", func() { kint, kerr = fmt.Fprint(khash, text) }},
	{"md5.Sum method", func() { kbytes = khash.Sum(nil) }},
	{"md5.Sum room", func() { kbytes = khash.Sum(room) }},
	{"md5.Reset", func() { khash.Reset(); kint = khash.Size() + khash.BlockSize() }},
	{"md5.MarshalBinary", func() { kbytes, kerr = khash.(state).MarshalBinary() }},
	{"md5.UnmarshalBinary", func() { kerr = khash.(state).UnmarshalBinary(kbytes) }},
	{"md5.UnmarshalBinary bad", func() { kerr = khash.(state).UnmarshalBinary(data) }},
	{"md5.Sum", func() { k16 = md5.Sum(data) }},
	{"md5.Sum string", func() { k16 = md5.Sum([]byte(text)) }},
	{"md5.Sum short string", func() { k16 = md5.Sum([]byte(text[:10])) }},
	{"md5 hexadecimal", func() { kstr = fmt.Sprintf("%x", md5.Sum(data)) }},
	{"sha1.New", func() { khash = sha1.New() }},
	{"sha1.Write", func() { kint, kerr = khash.Write(data) }},
	{"sha1.Sum method", func() { kbytes = khash.Sum(nil) }},
	{"sha1.ConstantTimeSum", func() { kbytes = khash.(interface{ ConstantTimeSum([]byte) []byte }).ConstantTimeSum(nil) }},
	{"sha1.MarshalBinary", func() { kbytes, kerr = khash.(state).MarshalBinary() }},
	{"sha1.UnmarshalBinary", func() { kerr = khash.(state).UnmarshalBinary(kbytes) }},
	{"sha1.Sum", func() { k20 = sha1.Sum(data) }},
	{"sha256.New", func() { khash = sha256.New() }},
	{"sha256.Write", func() { kint, kerr = khash.Write(data) }},
	{"sha256.Sum method", func() { kbytes = khash.Sum(nil) }},
	{"sha256.MarshalBinary", func() { kbytes, kerr = khash.(state).MarshalBinary() }},
	{"sha256.UnmarshalBinary", func() { kerr = khash.(state).UnmarshalBinary(kbytes) }},
	{"sha256.New224", func() { khash = sha256.New224() }},
	{"sha256.Sum method 224", func() { kbytes = khash.Sum(nil) }},
	{"sha256.Sum256", func() { k32 = sha256.Sum256(data) }},
	{"sha256.Sum224", func() { k28 = sha256.Sum224(data) }},
	{"sha256 local", func() { h := sha256.New(); h.Write([]byte("some")); kint = len(h.Sum(nil)) }},
	{"sha256.Sum256 of Sum256", func() { s := sha256.Sum256(data); k32 = sha256.Sum256(s[:]) }},
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
