// Package strings: what each function allocates.
//
// Each line: what is called, and the mallocs, bytes and frees of one call after the first.
package main

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
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
	text       = "the quick brown fox jumps over the lazy dog"
	wide       = "Grüße, 世界! ǅ"
	upper      = "ALREADY UPPER"
	lower      = "already lower"
	empty      = ""
	list       = []string{"alpha", "beta", "gamma", "delta"}
	one        = []string{"alone"}
	spaces     = "  \t padded text \n "
	builder    strings.Builder
	reader     = strings.NewReader("some text to read")
	buffer     [8]byte
	kreader    *strings.Reader
	kreplacer  *strings.Replacer
	generic    = strings.NewReplacer("quick", "slow", "brown", "red")
	byteByte   = strings.NewReplacer("a", "b", "c", "d")
	byteString = strings.NewReplacer("a", "bb", "c", "dd")
	single     = strings.NewReplacer("fox", "cat")
	nowhere    writer
)

type writer struct{ n int }

func (w *writer) Write(p []byte) (int, error) { w.n += len(p); return len(p), nil }

type failing struct{}

func (failing) Write(p []byte) (int, error) { return 0, errors.New("full") }

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
	{"Clone", func() { kstr = strings.Clone(text) }},
	{"Clone empty", func() { kstr = strings.Clone(empty) }},
	{"Compare", func() { kint = strings.Compare(text, lower) }},
	{"Contains", func() { kbool = strings.Contains(text, "lazy") }},
	{"ContainsAny", func() { kbool = strings.ContainsAny(text, "xyz") }},
	{"ContainsFunc", func() { kbool = strings.ContainsFunc(text, unicode.IsUpper) }},
	{"ContainsRune", func() { kbool = strings.ContainsRune(wide, '世') }},
	{"Count", func() { kint = strings.Count(text, "o") }},
	{"Count empty", func() { kint = strings.Count(wide, "") }},
	{"Cut", func() { kstr, _, kbool = strings.Cut(text, "fox") }},
	{"CutPrefix", func() { kstr, kbool = strings.CutPrefix(text, "the ") }},
	{"CutSuffix", func() { kstr, kbool = strings.CutSuffix(text, "dog") }},
	{"EqualFold", func() { kbool = strings.EqualFold(upper, "already upper") }},
	{"EqualFold wide", func() { kbool = strings.EqualFold(wide, "GRÜSSE") }},
	{"Fields", func() { kstrs = strings.Fields(text) }},
	{"Fields wide", func() { kstrs = strings.Fields(wide) }},
	{"Fields empty", func() { kstrs = strings.Fields("   ") }},
	{"FieldsFunc", func() { kstrs = strings.FieldsFunc(text, func(r rune) bool { return r == 'o' }) }},
	{"FieldsFunc none", func() { kstrs = strings.FieldsFunc("", unicode.IsSpace) }},
	{"FieldsFunc many", func() { kstrs = strings.FieldsFunc(strings.Repeat("a ", 40), unicode.IsSpace) }},
	{"HasPrefix", func() { kbool = strings.HasPrefix(text, "the") }},
	{"HasSuffix", func() { kbool = strings.HasSuffix(text, "dog") }},
	{"Index", func() { kint = strings.Index(text, "jumps over") }},
	{"IndexAny", func() { kint = strings.IndexAny(text, "zyx") }},
	{"IndexAny wide", func() { kint = strings.IndexAny(wide, "界é") }},
	{"IndexByte", func() { kint = strings.IndexByte(text, 'z') }},
	{"IndexFunc", func() { kint = strings.IndexFunc(wide, unicode.IsSpace) }},
	{"IndexRune", func() { kint = strings.IndexRune(wide, '界') }},
	{"Join", func() { kstr = strings.Join(list, ", ") }},
	{"Join one", func() { kstr = strings.Join(one, ", ") }},
	{"Join none", func() { kstr = strings.Join(nil, ", ") }},
	{"LastIndex", func() { kint = strings.LastIndex(text, "the") }},
	{"LastIndexAny", func() { kint = strings.LastIndexAny(text, "qu") }},
	{"LastIndexByte", func() { kint = strings.LastIndexByte(text, 'e') }},
	{"LastIndexFunc", func() { kint = strings.LastIndexFunc(text, unicode.IsSpace) }},
	{"Lines of Split", func() { kstrs = strings.Split("a\nb\nc\n", "\n") }},
	{"Map", func() { kstr = strings.Map(rot13, text) }},
	{"Map same", func() { kstr = strings.Map(func(r rune) rune { return r }, text) }},
	{"Map drop", func() {
		kstr = strings.Map(func(r rune) rune {
			if r == 'o' {
				return -1
			}
			return r
		}, text)
	}},
	{"Map widen", func() { kstr = strings.Map(func(r rune) rune { return '世' }, text) }},
	{"Map wide", func() { kstr = strings.Map(unicode.ToUpper, wide) }},
	{"Repeat", func() { kstr = strings.Repeat("ab", 50) }},
	{"Repeat none", func() { kstr = strings.Repeat("ab", 0) }},
	{"Repeat once", func() { kstr = strings.Repeat("ab", 1) }},
	{"Repeat large", func() { kstr = strings.Repeat("0123456789", 5000) }},
	{"Replace", func() { kstr = strings.Replace(text, "o", "00", 2) }},
	{"Replace none", func() { kstr = strings.Replace(text, "Q", "00", -1) }},
	{"ReplaceAll", func() { kstr = strings.ReplaceAll(text, "the", "a") }},
	{"ReplaceAll empty", func() { kstr = strings.ReplaceAll("abc", "", "-") }},
	{"Split", func() { kstrs = strings.Split(text, " ") }},
	{"Split chars", func() { kstrs = strings.Split("héllo", "") }},
	{"Split none", func() { kstrs = strings.Split(text, "|") }},
	{"SplitAfter", func() { kstrs = strings.SplitAfter(text, " ") }},
	{"SplitAfterN", func() { kstrs = strings.SplitAfterN(text, " ", 3) }},
	{"SplitN", func() { kstrs = strings.SplitN(text, " ", 3) }},
	{"SplitN zero", func() { kstrs = strings.SplitN(text, " ", 0) }},
	{"Title", func() { kstr = strings.Title(text) }},
	{"ToLower", func() { kstr = strings.ToLower(upper) }},
	{"ToLower same", func() { kstr = strings.ToLower(lower) }},
	{"ToLower wide", func() { kstr = strings.ToLower(wide) }},
	{"ToUpper", func() { kstr = strings.ToUpper(lower) }},
	{"ToUpper same", func() { kstr = strings.ToUpper(upper) }},
	{"ToUpper wide", func() { kstr = strings.ToUpper(wide) }},
	{"ToTitle", func() { kstr = strings.ToTitle(lower) }},
	{"ToTitle wide", func() { kstr = strings.ToTitle(wide) }},
	{"ToValidUTF8", func() { kstr = strings.ToValidUTF8("a\xffb\xfe\xfdc", "?") }},
	{"ToValidUTF8 same", func() { kstr = strings.ToValidUTF8(text, "?") }},
	{"Trim", func() { kstr = strings.Trim("xxhixx", "x") }},
	{"TrimFunc", func() { kstr = strings.TrimFunc(spaces, unicode.IsSpace) }},
	{"TrimLeft", func() { kstr = strings.TrimLeft(spaces, " \t") }},
	{"TrimLeftFunc", func() { kstr = strings.TrimLeftFunc(spaces, unicode.IsSpace) }},
	{"TrimPrefix", func() { kstr = strings.TrimPrefix(text, "the ") }},
	{"TrimRight", func() { kstr = strings.TrimRight(spaces, " \n") }},
	{"TrimRightFunc", func() { kstr = strings.TrimRightFunc(spaces, unicode.IsSpace) }},
	{"TrimSpace", func() { kstr = strings.TrimSpace(spaces) }},
	{"TrimSuffix", func() { kstr = strings.TrimSuffix(text, " dog") }},
	{"Builder.WriteString", func() { var b strings.Builder; b.WriteString(text); b.WriteString(text); kstr = b.String() }},
	{"Builder.WriteByte", func() {
		var b strings.Builder
		for i := 0; i < 100; i++ {
			b.WriteByte('x')
		}
		kstr = b.String()
	}},
	{"Builder.WriteRune", func() {
		var b strings.Builder
		for i := 0; i < 20; i++ {
			b.WriteRune('世')
		}
		kstr = b.String()
	}},
	{"Builder.Write", func() { var b strings.Builder; b.Write(buffer[:]); kstr = b.String() }},
	{"Builder.Grow", func() {
		var b strings.Builder
		b.Grow(64)
		for i := 0; i < 10; i++ {
			b.WriteString("abc")
		}
		kstr = b.String()
	}},
	{"Builder.Grow odd", func() {
		var b strings.Builder
		b.Grow(13)
		kint = b.Cap()
		b.WriteString("abc")
		b.Grow(100)
		kint = b.Cap()
		kstr = b.String()
	}},
	{"Builder.Len, Cap", func() { var b strings.Builder; b.WriteByte('a'); kint = b.Len() + b.Cap() }},
	{"Builder.Reset", func() { builder.WriteString(text); builder.Reset(); builder.WriteString(text) }},
	{"Builder Fprintf", func() { var b strings.Builder; fmt.Fprintf(&b, "%d-%s", 42, "x"); kstr = b.String() }},
	{"NewReader", func() { kreader = strings.NewReader(text) }},
	{"NewReader local", func() { r := strings.NewReader(text); kint = r.Len() + int(r.Size()) }},
	{"Reader.Read", func() { reader.Reset(text); kint, kerr = reader.Read(buffer[:]) }},
	{"Reader.ReadAt", func() { kint, kerr = reader.ReadAt(buffer[:], 3) }},
	{"Reader.ReadByte", func() { reader.Reset(text); c, err := reader.ReadByte(); kint, kerr = int(c), err }},
	{"Reader.UnreadByte", func() { reader.Reset(text); reader.ReadByte(); kerr = reader.UnreadByte() }},
	{"Reader.UnreadByte first", func() { reader.Reset(text); kerr = reader.UnreadByte() }},
	{"Reader.ReadRune", func() { reader.Reset(wide); krune, kint, kerr = reader.ReadRune() }},
	{"Reader.UnreadRune", func() { reader.Reset(wide); reader.ReadRune(); kerr = reader.UnreadRune() }},
	{"Reader.UnreadRune first", func() { reader.Reset(wide); kerr = reader.UnreadRune() }},
	{"Reader.Seek", func() { n, err := reader.Seek(2, 0); kint, kerr = int(n), err }},
	{"Reader.Seek bad", func() { n, err := reader.Seek(-2, 0); kint, kerr = int(n), err }},
	{"Reader.WriteTo", func() { reader.Reset(text); n, err := reader.WriteTo(&nowhere); kint, kerr = int(n), err }},
	{"NewReplacer", func() { kreplacer = strings.NewReplacer("a", "1", "b", "2") }},
	{"Replacer generic", func() { kstr = generic.Replace(text) }},
	{"Replacer bytes", func() { kstr = byteByte.Replace(text) }},
	{"Replacer strings", func() { kstr = byteString.Replace(text) }},
	{"Replacer single", func() { kstr = single.Replace(text) }},
	{"Replacer nothing", func() { kstr = single.Replace(upper) }},
	{"Replacer.WriteString", func() { kint, kerr = generic.WriteString(&nowhere, text) }},
	{"Replacer.WriteString bytes", func() { kint, kerr = byteByte.WriteString(&nowhere, text) }},
	{"Replacer.WriteString strings", func() { kint, kerr = byteString.WriteString(&nowhere, text) }},
	{"Replacer.WriteString single", func() { kint, kerr = single.WriteString(&nowhere, text) }},
	{"Replacer.WriteString nothing", func() { kint, kerr = byteByte.WriteString(&nowhere, upper) }},
	{"Replacer.WriteString Builder", func() { builder.Reset(); kint, kerr = byteByte.WriteString(&builder, text) }},
	{"Replacer.WriteString fails", func() { kint, kerr = byteByte.WriteString(failing{}, text) }},
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
