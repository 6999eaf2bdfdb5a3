// Package bytes: what each function allocates.
//
// Each line: what is called, and the mallocs, bytes and frees of one call after the first.
package main

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"unicode"
)

var (
	kint   int
	kbool  bool
	kstr   string
	kbytes []byte
	kstrs  []string
	kany   any
	kerr   error
	krune  rune
	kfloat float64
	ku64   uint64
)

var (
	text    = []byte("the quick brown fox jumps over the lazy dog")
	wide    = []byte("Grüße, 世界! ǅ")
	upper   = []byte("ALREADY UPPER")
	lower   = []byte("already lower")
	spaces  = []byte("  \t padded text \n ")
	list    = [][]byte{[]byte("alpha"), []byte("beta"), []byte("gamma")}
	one     = list[:1]
	buffer  [64]byte
	kb2     [][]byte
	kbuffer *bytes.Buffer
	kreader *bytes.Reader
	reader  = bytes.NewReader([]byte("some text to read"))
	kept    bytes.Buffer
	runes   []rune
	nowhere writer
)

type writer struct{ n int }

func (w *writer) Write(p []byte) (int, error) { w.n += len(p); return len(p), nil }

func rot13(r rune) rune {
	if 'a' <= r && r <= 'z' {
		return 'a' + (r-'a'+13)%26
	}
	return r
}

type row struct {
	name string
	call func()
}

var rows = []row{
	{"Clone", func() { kbytes = bytes.Clone(text) }},
	{"Clone nil", func() { kbytes = bytes.Clone(nil) }},
	{"Compare", func() { kint = bytes.Compare(text, lower) }},
	{"Contains", func() { kbool = bytes.Contains(text, []byte("lazy")) }},
	{"ContainsAny", func() { kbool = bytes.ContainsAny(text, "xyz") }},
	{"ContainsFunc", func() { kbool = bytes.ContainsFunc(text, unicode.IsUpper) }},
	{"ContainsRune", func() { kbool = bytes.ContainsRune(wide, '世') }},
	{"Count", func() { kint = bytes.Count(text, []byte("o")) }},
	{"Cut", func() { kbytes, _, kbool = bytes.Cut(text, []byte("fox")) }},
	{"CutPrefix", func() { kbytes, kbool = bytes.CutPrefix(text, []byte("the ")) }},
	{"CutSuffix", func() { kbytes, kbool = bytes.CutSuffix(text, []byte("dog")) }},
	{"Equal", func() { kbool = bytes.Equal(text, lower) }},
	{"EqualFold", func() { kbool = bytes.EqualFold(upper, []byte("already upper")) }},
	{"Fields", func() { kb2 = bytes.Fields(text) }},
	{"FieldsFunc", func() { kb2 = bytes.FieldsFunc(text, unicode.IsSpace) }},
	{"HasPrefix", func() { kbool = bytes.HasPrefix(text, []byte("the")) }},
	{"HasSuffix", func() { kbool = bytes.HasSuffix(text, []byte("dog")) }},
	{"Index", func() { kint = bytes.Index(text, []byte("jumps")) }},
	{"IndexAny", func() { kint = bytes.IndexAny(text, "zy") }},
	{"IndexByte", func() { kint = bytes.IndexByte(text, 'z') }},
	{"IndexFunc", func() { kint = bytes.IndexFunc(text, unicode.IsSpace) }},
	{"IndexRune", func() { kint = bytes.IndexRune(wide, '世') }},
	{"Join", func() { kbytes = bytes.Join(list, []byte(", ")) }},
	{"Join one", func() { kbytes = bytes.Join(one, []byte(", ")) }},
	{"Join none", func() { kbytes = bytes.Join(nil, []byte(", ")) }},
	{"LastIndex", func() { kint = bytes.LastIndex(text, []byte("the")) }},
	{"LastIndexAny", func() { kint = bytes.LastIndexAny(text, "qu") }},
	{"LastIndexByte", func() { kint = bytes.LastIndexByte(text, 'q') }},
	{"LastIndexFunc", func() { kint = bytes.LastIndexFunc(text, unicode.IsSpace) }},
	{"Map", func() { kbytes = bytes.Map(rot13, text) }},
	{"Map wide", func() { kbytes = bytes.Map(func(rune) rune { return '世' }, text) }},
	{"MinRead", func() { kint = bytes.MinRead }},
	{"Repeat", func() { kbytes = bytes.Repeat([]byte("ab"), 50) }},
	{"Repeat none", func() { kbytes = bytes.Repeat([]byte("ab"), 0) }},
	{"Repeat large", func() { kbytes = bytes.Repeat([]byte("0123456789"), 5000) }},
	{"Replace", func() { kbytes = bytes.Replace(text, []byte("o"), []byte("00"), 2) }},
	{"Replace none", func() { kbytes = bytes.Replace(text, []byte("Q"), []byte("00"), -1) }},
	{"ReplaceAll", func() { kbytes = bytes.ReplaceAll(text, []byte("the"), []byte("a")) }},
	{"Runes", func() { runes = bytes.Runes(wide) }},
	{"Split", func() { kb2 = bytes.Split(text, []byte(" ")) }},
	{"Split chars", func() { kb2 = bytes.Split(wide, nil) }},
	{"SplitAfter", func() { kb2 = bytes.SplitAfter(text, []byte(" ")) }},
	{"SplitAfterN", func() { kb2 = bytes.SplitAfterN(text, []byte(" "), 2) }},
	{"SplitN", func() { kb2 = bytes.SplitN(text, []byte(" "), 3) }},
	{"Title", func() { kbytes = bytes.Title(text) }},
	{"ToLower", func() { kbytes = bytes.ToLower(upper) }},
	{"ToLower same", func() { kbytes = bytes.ToLower(lower) }},
	{"ToLower wide", func() { kbytes = bytes.ToLower(wide) }},
	{"ToUpper", func() { kbytes = bytes.ToUpper(lower) }},
	{"ToUpper same", func() { kbytes = bytes.ToUpper(upper) }},
	{"ToUpper wide", func() { kbytes = bytes.ToUpper(wide) }},
	{"ToTitle", func() { kbytes = bytes.ToTitle(lower) }},
	{"ToValidUTF8", func() { kbytes = bytes.ToValidUTF8([]byte("a\xffb"), []byte("?")) }},
	{"Trim", func() { kbytes = bytes.Trim(spaces, " \n") }},
	{"TrimFunc", func() { kbytes = bytes.TrimFunc(spaces, unicode.IsSpace) }},
	{"TrimLeft", func() { kbytes = bytes.TrimLeft(spaces, " ") }},
	{"TrimLeftFunc", func() { kbytes = bytes.TrimLeftFunc(spaces, unicode.IsSpace) }},
	{"TrimPrefix", func() { kbytes = bytes.TrimPrefix(text, []byte("the ")) }},
	{"TrimRight", func() { kbytes = bytes.TrimRight(spaces, " \n") }},
	{"TrimRightFunc", func() { kbytes = bytes.TrimRightFunc(spaces, unicode.IsSpace) }},
	{"TrimSpace", func() { kbytes = bytes.TrimSpace(spaces) }},
	{"TrimSuffix", func() { kbytes = bytes.TrimSuffix(text, []byte("dog")) }},
	{"NewBuffer", func() { kbuffer = bytes.NewBuffer(nil) }},
	{"NewBuffer local", func() { b := bytes.NewBuffer(buffer[:0]); b.WriteString("abc"); kint = b.Len() }},
	{"NewBufferString", func() { kbuffer = bytes.NewBufferString("text") }},
	{"NewBufferString local", func() { b := bytes.NewBufferString("text"); kint = b.Len() }},
	{"Buffer.WriteString", func() { var b bytes.Buffer; b.WriteString("hello"); kstr = b.String() }},
	{"Buffer.WriteString growing", func() {
		var b bytes.Buffer
		for i := 0; i < 100; i++ {
			b.WriteString("hello world")
		}
		kint = b.Cap()
	}},
	{"Buffer.WriteByte", func() {
		var b bytes.Buffer
		for i := 0; i < 100; i++ {
			b.WriteByte('x')
		}
		kint = b.Cap()
	}},
	{"Buffer.WriteRune", func() {
		var b bytes.Buffer
		for i := 0; i < 100; i++ {
			b.WriteRune('世')
		}
		kint = b.Cap()
	}},
	{"Buffer.Write", func() { var b bytes.Buffer; b.Write(text); b.Write(text); kint = b.Cap() }},
	{"Buffer.Write large", func() { var b bytes.Buffer; b.Write(make([]byte, 5000)); b.Write(text); kint = b.Cap() }},
	{"Buffer.Grow", func() { var b bytes.Buffer; b.Grow(100); kint = b.Cap() }},
	{"Buffer.Grow again", func() { var b bytes.Buffer; b.Grow(100); b.Write(text); b.Grow(200); kint = b.Cap() }},
	{"Buffer.Reset", func() { kept.Reset(); kept.WriteString("hello") }},
	{"Buffer.Truncate", func() { kept.Reset(); kept.WriteString("hello"); kept.Truncate(2) }},
	{"Buffer.String", func() { kstr = kept.String() }},
	{"Buffer.Bytes", func() { kbytes = kept.Bytes() }},
	{"Buffer.Available", func() { kint = kept.Available() + len(kept.AvailableBuffer()) }},
	{"Buffer.Len", func() { kint = kept.Len() + kept.Cap() }},
	{"Buffer.Next", func() { kept.Reset(); kept.Write(text); kbytes = kept.Next(5) }},
	{"Buffer.Read", func() { kept.Reset(); kept.Write(text); kint, kerr = kept.Read(buffer[:]) }},
	{"Buffer.Read EOF", func() { kept.Reset(); kint, kerr = kept.Read(buffer[:]) }},
	{"Buffer.ReadByte", func() { kept.Reset(); kept.Write(text); c, err := kept.ReadByte(); kint, kerr = int(c), err }},
	{"Buffer.UnreadByte", func() { kept.Reset(); kept.Write(text); kept.ReadByte(); kerr = kept.UnreadByte() }},
	{"Buffer.ReadRune", func() { kept.Reset(); kept.Write(wide); krune, kint, kerr = kept.ReadRune() }},
	{"Buffer.UnreadByte bad", func() { kept.Reset(); kerr = kept.UnreadByte() }},
	{"Buffer.Grow too large", func() {
		defer func() { kany = recover() }()
		kept.Grow(1 << 60)
	}},
	{"Buffer.UnreadRune bad", func() { kept.Reset(); kerr = kept.UnreadRune() }},
	{"Buffer.UnreadRune", func() { kept.Reset(); kept.Write(wide); kept.ReadRune(); kerr = kept.UnreadRune() }},
	{"Buffer.ReadBytes", func() { kept.Reset(); kept.Write(text); kbytes, kerr = kept.ReadBytes('q') }},
	{"Buffer.ReadString", func() { kept.Reset(); kept.Write(text); kstr, kerr = kept.ReadString('q') }},
	{"Buffer.ReadFrom", func() { var b bytes.Buffer; reader.Seek(0, 0); n, err := b.ReadFrom(reader); kint, kerr = int(n), err }},
	{"Buffer.WriteTo", func() { kept.Reset(); kept.Write(text); n, err := kept.WriteTo(&nowhere); kint, kerr = int(n), err }},
	{"Buffer Fprintf", func() { var b bytes.Buffer; fmt.Fprintf(&b, "%d", 123456); kint = b.Len() }},
	{"NewReader", func() { kreader = bytes.NewReader(text) }},
	{"Reader.Read", func() { reader.Reset(text); kint, kerr = reader.Read(buffer[:]) }},
	{"Reader.ReadAt", func() { kint, kerr = reader.ReadAt(buffer[:5], 3) }},
	{"Reader.ReadByte", func() { reader.Reset(text); c, err := reader.ReadByte(); kint, kerr = int(c), err }},
	{"Reader.UnreadByte", func() { reader.Reset(text); reader.ReadByte(); kerr = reader.UnreadByte() }},
	{"Reader.ReadRune", func() { reader.Reset(wide); krune, kint, kerr = reader.ReadRune() }},
	{"Reader.UnreadRune", func() { reader.Reset(wide); reader.ReadRune(); kerr = reader.UnreadRune() }},
	{"Reader.Seek", func() { n, err := reader.Seek(2, 0); kint, kerr = int(n), err }},
	{"Reader.Len, Size", func() { kint = reader.Len() + int(reader.Size()) }},
	{"Reader.WriteTo", func() { reader.Reset(text); n, err := reader.WriteTo(&nowhere); kint, kerr = int(n), err }},
	{"ReadAll", func() { reader.Reset(text); kbytes, kerr = io.ReadAll(reader) }},
	{"Copy", func() { reader.Reset(text); n, err := io.Copy(&nowhere, reader); kint, kerr = int(n), err }},
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
