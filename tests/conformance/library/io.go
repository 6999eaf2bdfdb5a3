// Packages io, bufio, bytes and os: what each function allocates.
//
// Each line: what is called, and the mallocs, bytes and frees of one call after the first.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
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
	text  = "line one\nline two is longer\nline three\n"
	long  = strings.Repeat("0123456789", 600) + "\n"
	src   = strings.NewReader(text)
	buf   bytes.Buffer
	p     [64]byte
	kr    io.Reader
	kw    io.Writer
	krc   io.ReadCloser
	kbr   *bufio.Reader
	kbw   *bufio.Writer
	ksc   *bufio.Scanner
	br    = bufio.NewReader(src)
	bw    = bufio.NewWriter(io.Discard)
	ks    *io.SectionReader
	krw   *bufio.ReadWriter
	kc    int64
	plain onlyReader
	once  sink
)

type onlyReader struct{ n int }

func (r *onlyReader) Read(p []byte) (int, error) {
	if r.n <= 0 {
		return 0, io.EOF
	}
	r.n--
	return copy(p, "some bytes "), nil
}

type sink struct{ n int }

func (s *sink) Write(p []byte) (int, error) { s.n += len(p); return len(p), nil }

type row struct {
	name string
	call func()
}

var rows = []row{
	{"io.WriteString", func() { kint, kerr = io.WriteString(io.Discard, text) }},
	{"io.WriteString writer", func() { kint, kerr = io.WriteString(&once, text) }},
	{"io.ReadAll", func() { src.Reset(text); kbytes, kerr = io.ReadAll(src) }},
	{"io.ReadAll long", func() { src.Reset(long); kbytes, kerr = io.ReadAll(src) }},
	{"io.ReadAll plain", func() { plain.n = 60; kbytes, kerr = io.ReadAll(&plain) }},
	{"io.ReadFull", func() { src.Reset(text); kint, kerr = io.ReadFull(src, p[:10]) }},
	{"io.ReadAtLeast short", func() { src.Reset("abc"); kint, kerr = io.ReadAtLeast(src, p[:10], 5) }},
	{"io.Copy WriterTo", func() { src.Reset(text); kc, kerr = io.Copy(&once, src) }},
	{"io.Copy ReaderFrom", func() { plain.n = 5; buf.Reset(); kc, kerr = io.Copy(&buf, &plain) }},
	{"io.Copy plain", func() { plain.n = 5; kc, kerr = io.Copy(&once, &plain) }},
	{"io.Copy Discard", func() { plain.n = 5; kc, kerr = io.Copy(io.Discard, &plain) }},
	{"io.CopyN", func() { src.Reset(text); kc, kerr = io.CopyN(&once, src, 5) }},
	{"io.CopyBuffer", func() { plain.n = 5; kc, kerr = io.CopyBuffer(&once, &plain, p[:]) }},
	{"io.LimitReader", func() { kr = io.LimitReader(src, 10) }},
	{"io.TeeReader", func() { kr = io.TeeReader(src, &once) }},
	{"io.MultiReader", func() { kr = io.MultiReader(src, &plain) }},
	{"io.MultiWriter", func() { kw = io.MultiWriter(&once, &buf) }},
	{"io.MultiWriter write", func() { kint, kerr = kw.Write(p[:5]) }},
	{"io.NopCloser", func() { krc = io.NopCloser(&plain) }},
	{"io.NopCloser WriterTo", func() { krc = io.NopCloser(src) }},
	{"io.NewSectionReader", func() { ks = io.NewSectionReader(src, 2, 5) }},
	{"io.SectionReader.Outer", func() { _, kc, kc = ks.Outer() }},
	{"io.Copy MultiReader", func() {
		kc, kerr = io.Copy(io.Discard, io.MultiReader(strings.NewReader("a"), io.MultiReader(strings.NewReader("b"))))
	}},
	{"io.SectionReader.Read", func() { kint, kerr = ks.Read(p[:]) }},
	{"io.SectionReader.ReadAt", func() { kint, kerr = ks.ReadAt(p[:2], 1) }},
	{"io.SectionReader.Seek", func() { kc, kerr = ks.Seek(0, io.SeekStart); kc = ks.Size() }},
	{"bufio.NewReader", func() { kbr = bufio.NewReader(src) }},
	{"bufio.NewReader again", func() { kbr = bufio.NewReader(br) }},
	{"bufio.NewReaderSize", func() { kbr = bufio.NewReaderSize(src, 100) }},
	{"bufio.NewReaderSize small", func() { kbr = bufio.NewReaderSize(src, 1) }},
	{"Reader.Reset", func() { src.Reset(text); br.Reset(src) }},
	{"Reader.ReadString", func() { src.Reset(text); br.Reset(src); kstr, kerr = br.ReadString('\n') }},
	{"Reader.ReadString long", func() { src.Reset(long); br.Reset(src); kstr, kerr = br.ReadString('\n') }},
	{"Reader.ReadBytes", func() { src.Reset(text); br.Reset(src); kbytes, kerr = br.ReadBytes('\n') }},
	{"Reader.ReadBytes long", func() { src.Reset(long); br.Reset(src); kbytes, kerr = br.ReadBytes('\n') }},
	{"Reader.ReadLine", func() { src.Reset(text); br.Reset(src); kbytes, kbool, kerr = br.ReadLine() }},
	{"Reader.ReadSlice", func() { src.Reset(text); br.Reset(src); kbytes, kerr = br.ReadSlice('\n') }},
	{"Reader.ReadByte", func() { src.Reset(text); br.Reset(src); c, err := br.ReadByte(); kint, kerr = int(c), err }},
	{"Reader.UnreadByte", func() { src.Reset(text); br.Reset(src); br.ReadByte(); kerr = br.UnreadByte() }},
	{"Reader.ReadRune", func() { src.Reset(text); br.Reset(src); krune, kint, kerr = br.ReadRune() }},
	{"Reader.UnreadRune", func() { src.Reset(text); br.Reset(src); br.ReadRune(); kerr = br.UnreadRune() }},
	{"Reader.Peek", func() { src.Reset(text); br.Reset(src); kbytes, kerr = br.Peek(5) }},
	{"Reader.Discard", func() { src.Reset(text); br.Reset(src); kint, kerr = br.Discard(5) }},
	{"Reader.Read", func() { src.Reset(text); br.Reset(src); kint, kerr = br.Read(p[:]) }},
	{"Reader.Buffered, Size", func() { kint = br.Buffered() + br.Size() }},
	{"Reader.WriteTo", func() { src.Reset(text); br.Reset(src); kc, kerr = br.WriteTo(&once) }},
	{"bufio.NewWriter", func() { kbw = bufio.NewWriter(&once) }},
	{"bufio.NewWriterSize", func() { kbw = bufio.NewWriterSize(&once, 100) }},
	{"Writer.WriteString", func() { kint, kerr = bw.WriteString(text) }},
	{"Writer.WriteString long", func() { kint, kerr = bw.WriteString(long); bw.Flush() }},
	{"Writer.Write", func() { kint, kerr = bw.Write(p[:]) }},
	{"Writer.WriteByte", func() { kerr = bw.WriteByte('x') }},
	{"Writer.WriteRune", func() { kint, kerr = bw.WriteRune('世') }},
	{"Writer.Flush", func() { kerr = bw.Flush() }},
	{"Writer.Reset", func() { bw.Reset(io.Discard) }},
	{"Writer.Available", func() { kint = bw.Available() + bw.Buffered() + bw.Size() + len(bw.AvailableBuffer()) }},
	{"Writer.ReadFrom", func() { src.Reset(text); kc, kerr = bw.ReadFrom(src); bw.Flush() }},
	{"Writer Fprintf", func() { fmt.Fprintf(bw, "%d\n", 123456); bw.Flush() }},
	{"bufio.NewReadWriter", func() { krw = bufio.NewReadWriter(br, bw) }},
	{"bufio.NewScanner", func() { ksc = bufio.NewScanner(src) }},
	{"Scanner lines", func() {
		src.Reset(text)
		s := bufio.NewScanner(src)
		for s.Scan() {
			kint += len(s.Bytes())
		}
	}},
	{"Scanner text", func() {
		src.Reset(text)
		s := bufio.NewScanner(src)
		for s.Scan() {
			kstr = s.Text()
		}
	}},
	{"Scanner words", func() {
		src.Reset(text)
		s := bufio.NewScanner(src)
		s.Split(bufio.ScanWords)
		for s.Scan() {
			kint += len(s.Bytes())
		}
	}},
	{"Scanner runes", func() {
		src.Reset(text)
		s := bufio.NewScanner(src)
		s.Split(bufio.ScanRunes)
		for s.Scan() {
			kint += len(s.Bytes())
		}
	}},
	{"Scanner bytes", func() {
		src.Reset(text)
		s := bufio.NewScanner(src)
		s.Split(bufio.ScanBytes)
		for s.Scan() {
			kint += len(s.Bytes())
		}
	}},
	{"Scanner long", func() {
		src.Reset(long)
		s := bufio.NewScanner(src)
		for s.Scan() {
			kint += len(s.Bytes())
		}
	}},
	{"Scanner Buffer", func() {
		src.Reset(text)
		s := bufio.NewScanner(src)
		s.Buffer(p[:0], 1000)
		for s.Scan() {
			kint += len(s.Bytes())
		}
		kerr = s.Err()
	}},
	{"os.Stdout.WriteString", func() { kint, kerr = os.Stdout.WriteString("written\n") }},
	{"os.Stdout.Write", func() { kint, kerr = os.Stdout.Write([]byte("written\n")) }},
	{"os.Args", func() { kint = len(os.Args) }},
	{"errors.Is EOF", func() { kbool = errors.Is(io.EOF, io.EOF) }},
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
