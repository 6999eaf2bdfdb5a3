// Packages unicode/utf16, encoding/hex and encoding/base64: what each function allocates.
//
// Each line: what is called, and the mallocs, bytes and frees of one call after the first.
package main

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"unicode/utf16"
)

var (
	kstr   string
	kbool  bool
	kint   int
	kerr   error
	kbytes []byte
	kwords []uint16
	krunes []rune
	kr     io.Reader
	kw     io.Writer
	kenc   *base64.Encoding
	src    = strings.NewReader("")
	room   = make([]byte, 128)
	short  = []byte("short")
	long   = []byte(strings.Repeat("a long text ", 4))
	hexed  = hex.EncodeToString(long)
	coded  = base64.StdEncoding.EncodeToString(long)
	runes  = []rune("text 𝄞 and more")
	wide   = utf16.Encode([]rune(strings.Repeat("wide 𝄞", 20)))
	std    = base64.StdEncoding
)

var rows = []struct {
	name string
	call func()
}{
	{"utf16.Encode", func() { kwords = utf16.Encode(runes) }},
	{"utf16.Decode", func() { krunes = utf16.Decode(wide[:10]) }},
	{"utf16.Decode long", func() { krunes = utf16.Decode(wide) }},
	{"utf16.Decode local", func() { kint = len(utf16.Decode(wide[:10])) }},
	{"utf16.AppendRune", func() { kwords = utf16.AppendRune(nil, '𝄞') }},
	{"utf16 runes", func() { r, s := utf16.EncodeRune('𝄞'); kbool = utf16.IsSurrogate(utf16.DecodeRune(r, s)) }},
	{"hex.Encode", func() { kint = hex.Encode(room, long) + hex.EncodedLen(kint) }},
	{"hex.Decode", func() { kint, kerr = hex.Decode(room, []byte(hexed)) }},
	{"hex.Decode bad", func() { kint, kerr = hex.Decode(room, short); kint = hex.DecodedLen(kint) }},
	{"hex.Error", func() { kstr = kerr.Error() }},
	{"hex.AppendEncode", func() { kbytes = hex.AppendEncode(nil, long) }},
	{"hex.AppendDecode", func() { kbytes, kerr = hex.AppendDecode(nil, []byte(hexed)) }},
	{"hex.EncodeToString", func() { kstr = hex.EncodeToString(long) }},
	{"hex.EncodeToString local", func() { kint = len(hex.EncodeToString(short)) }},
	{"hex.DecodeString", func() { kbytes, kerr = hex.DecodeString(hexed) }},
	{"hex.Dump", func() { kstr = hex.Dump(long) }},
	{"hex.Dump empty", func() { kstr = hex.Dump(nil) }},
	{"hex.NewEncoder", func() { kw = hex.NewEncoder(io.Discard) }},
	{"hex.encoder.Write", func() { kint, kerr = kw.Write(long) }},
	{"hex.NewDecoder", func() { kr = hex.NewDecoder(src) }},
	{"hex.decoder.Read", func() { src.Reset(hexed); kint, kerr = kr.Read(room) }},
	{"hex.Dumper", func() { kw = hex.Dumper(io.Discard) }},
	{"hex.dumper.Write", func() { kint, kerr = kw.Write(long) }},
	{"hex.dumper.Close", func() { kerr = kw.(io.Closer).Close() }},
	{"hex.dumper.Write closed", func() { kint, kerr = kw.Write(long) }},
	{"base64.NewEncoding", func() {
		kenc = base64.NewEncoding(hexed[:0] + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._")
	}},
	{"base64.WithPadding", func() { kenc = std.WithPadding('*') }},
	{"base64.Strict", func() { kenc = std.Strict() }},
	{"base64.WithPadding local", func() { kint = std.WithPadding(base64.NoPadding).EncodedLen(7) }},
	{"base64.Encode", func() { std.Encode(room, long) }},
	{"base64.Decode", func() { kint, kerr = std.Decode(room, []byte(coded)) }},
	{"base64.Decode bad", func() { kint, kerr = std.Decode(room, []byte("ab!d")) }},
	{"base64.Decode padded", func() { kint, kerr = std.Decode(room, []byte("YQ==")) }},
	{"base64.Decode local", func() { var b [40]byte; kint, kerr = std.Decode(b[:], room[:4]); kint += int(b[0]) }},
	{"base64.Error", func() { kstr = base64.CorruptInputError(12345).Error() }},
	{"base64.AppendEncode", func() { kbytes = std.AppendEncode(nil, long) }},
	{"base64.AppendDecode", func() { kbytes, kerr = std.AppendDecode(nil, []byte(coded)) }},
	{"base64.EncodeToString", func() { kstr = std.EncodeToString(long) }},
	{"base64.EncodeToString short", func() { kstr = std.EncodeToString(short) }},
	{"base64.DecodeString", func() { kbytes, kerr = std.DecodeString(coded) }},
	{"base64.DecodeString short", func() { kbytes, kerr = std.DecodeString("YWJj") }},
	{"base64.DecodedLen", func() { kint = std.DecodedLen(40) }},
	{"base64.NewEncoder", func() { kw = base64.NewEncoder(std, io.Discard) }},
	{"base64.encoder.Write", func() { kint, kerr = kw.Write(short) }},
	{"base64.encoder.Close", func() { kint, kerr = kw.Write(short); kerr = kw.(io.Closer).Close() }},
	{"base64.NewDecoder", func() { kr = base64.NewDecoder(std, src) }},
	{"base64.decoder.Read", func() { src.Reset(coded); kint, kerr = kr.Read(room[:20]) }},
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
