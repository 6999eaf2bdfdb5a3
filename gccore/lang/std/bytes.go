// Package bytes: slices of bytes, and the Buffer with Go's rules of growth.
package bytes

import (
	"errors"
	"internal/native"
	"io"
	"unsafe"
)

const MinRead = 512

var ErrTooLarge = errors.New("bytes.Buffer: too large")
var errNegativeRead = errors.New("bytes.Buffer: reader returned negative count from Read")

// smallBuffer is the first capacity of a Buffer.
const smallBuffer = 64

type Buffer struct {
	buf      []byte
	off      int
	lastRead int8
}

func NewBuffer(buf []byte) *Buffer        { return &Buffer{buf: buf} }
func NewBufferString(s string) *Buffer    { return &Buffer{buf: []byte(s)} }
func (b *Buffer) Bytes() []byte           { return b.buf[b.off:] }
func (b *Buffer) AvailableBuffer() []byte { return b.buf[len(b.buf):] }
func (b *Buffer) Len() int                { return len(b.buf) - b.off }
func (b *Buffer) Cap() int                { return cap(b.buf) }
func (b *Buffer) Available() int          { return cap(b.buf) - len(b.buf) }
func (b *Buffer) empty() bool             { return len(b.buf) <= b.off }

func (b *Buffer) String() string {
	if b == nil {
		return "<nil>"
	}
	return string(b.buf[b.off:])
}

func (b *Buffer) Reset() {
	b.buf = b.buf[:0]
	b.off = 0
	b.lastRead = 0
}

// WriteTo writes what is left and resets the buffer if all went.
func (b *Buffer) WriteTo(w io.Writer) (n int64, err error) {
	b.lastRead = 0
	if length := b.Len(); length > 0 {
		m, e := w.Write(b.buf[b.off:])
		if m > length {
			panic("bytes.Buffer.WriteTo: invalid Write count")
		}
		b.off += m
		n = int64(m)
		if e != nil {
			return n, e
		}
		if m != length {
			return n, io.ErrShortWrite
		}
	}
	b.Reset()
	return n, nil
}

func (b *Buffer) Truncate(n int) {
	if n == 0 {
		b.Reset()
		return
	}
	b.lastRead = 0
	if n < 0 || n > b.Len() {
		panic("bytes.Buffer: truncation out of range")
	}
	b.buf = b.buf[:b.off+n]
}

// extend makes room for n more bytes and returns where they go.
func (b *Buffer) extend(n int) int {
	if l := len(b.buf); n <= cap(b.buf)-l {
		b.buf = b.buf[:l+n]
		return l
	}
	m := b.Len()
	if m == 0 && b.off != 0 {
		b.Reset()
		if n <= cap(b.buf) {
			b.buf = b.buf[:n]
			return 0
		}
	}
	if b.buf == nil && n <= smallBuffer {
		b.buf = make([]byte, n, smallBuffer)
		return 0
	}
	if c := cap(b.buf); n <= c/2-m {
		copy(b.buf, b.buf[b.off:])
	} else {
		b.buf = enlarge(b.buf[b.off:], b.off+n)
	}
	b.off = 0
	b.buf = b.buf[:m+n]
	return m
}

func enlarge(b []byte, n int) []byte {
	c := len(b) + n
	if c < 2*cap(b) {
		c = 2 * cap(b)
	}
	larger := native.MakeNoZero(c)
	i := copy(larger, b)
	return larger[:i]
}

func (b *Buffer) Grow(n int) {
	if n < 0 {
		panic("bytes.Buffer.Grow: negative count")
	}
	m := b.extend(n)
	b.buf = b.buf[:m]
}

func (b *Buffer) Write(p []byte) (n int, err error) {
	b.lastRead = 0
	m := b.extend(len(p))
	return copy(b.buf[m:], p), nil
}

func (b *Buffer) WriteString(s string) (n int, err error) {
	b.lastRead = 0
	m := b.extend(len(s))
	return copy(b.buf[m:], s), nil
}

func (b *Buffer) WriteByte(c byte) error {
	b.lastRead = 0
	m := b.extend(1)
	b.buf[m] = c
	return nil
}

func (b *Buffer) WriteRune(r rune) (n int, err error) {
	if uint32(r) < 0x80 {
		b.WriteByte(byte(r))
		return 1, nil
	}
	b.lastRead = 0
	m := b.extend(4)
	b.buf = native.AppendRune(b.buf[:m], r)
	return len(b.buf) - m, nil
}

func (b *Buffer) Read(p []byte) (n int, err error) {
	b.lastRead = 0
	if b.empty() {
		b.Reset()
		if len(p) == 0 {
			return 0, nil
		}
		return 0, native.EOF()
	}
	n = copy(p, b.buf[b.off:])
	b.off += n
	if n > 0 {
		b.lastRead = -1
	}
	return n, nil
}

func (b *Buffer) Next(n int) []byte {
	b.lastRead = 0
	if m := b.Len(); n > m {
		n = m
	}
	data := b.buf[b.off : b.off+n]
	b.off += n
	if n > 0 {
		b.lastRead = -1
	}
	return data
}

func (b *Buffer) ReadByte() (byte, error) {
	if b.empty() {
		b.Reset()
		return 0, native.EOF()
	}
	c := b.buf[b.off]
	b.off++
	b.lastRead = -1
	return c, nil
}

func (b *Buffer) UnreadByte() error {
	if b.lastRead == 0 {
		return errors.New("bytes.Buffer: UnreadByte: previous operation was not a successful read")
	}
	b.lastRead = 0
	if b.off > 0 {
		b.off--
	}
	return nil
}

func (b *Buffer) ReadRune() (r rune, size int, err error) {
	if b.empty() {
		b.Reset()
		return 0, 0, native.EOF()
	}
	r, n := native.FirstRune(text(b.buf[b.off:]))
	b.off += n
	b.lastRead = int8(n)
	return r, n, nil
}

func (b *Buffer) ReadBytes(delim byte) (line []byte, err error) {
	slice, err := b.readSlice(delim)
	return append(line, slice...), err
}

func (b *Buffer) ReadString(delim byte) (line string, err error) {
	slice, err := b.readSlice(delim)
	return string(slice), err
}

func (b *Buffer) readSlice(delim byte) (line []byte, err error) {
	i := IndexByte(b.buf[b.off:], delim)
	end := b.off + i + 1
	if i < 0 {
		end = len(b.buf)
		err = native.EOF()
	}
	line = b.buf[b.off:end]
	b.off = end
	b.lastRead = -1
	return line, err
}

// ---- slices of bytes ----

// text looks at b as a string, for as long as b does not change.
func text(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

func Equal(a, b []byte) bool           { return string(a) == string(b) }
func Index(s, sep []byte) int          { return native.IndexString(text(s), text(sep)) }
func LastIndex(s, sep []byte) int      { return native.LastIndexString(text(s), text(sep)) }
func IndexByte(b []byte, c byte) int   { return native.IndexByteString(text(b), c) }
func Contains(b, subslice []byte) bool { return Index(b, subslice) >= 0 }
func HasPrefix(s, prefix []byte) bool {
	return len(s) >= len(prefix) && text(s[:len(prefix)]) == text(prefix)
}
func HasSuffix(s, suffix []byte) bool {
	return len(s) >= len(suffix) && text(s[len(s)-len(suffix):]) == text(suffix)
}

func Compare(a, b []byte) int {
	x, y := text(a), text(b)
	if x == y {
		return 0
	}
	if x < y {
		return -1
	}
	return +1
}

func Count(s, sep []byte) int {
	if len(sep) == 0 {
		return native.CountRunes(text(s)) + 1
	}
	n := 0
	for {
		i := Index(s, sep)
		if i < 0 {
			return n
		}
		n++
		s = s[i+len(sep):]
	}
}

func Cut(s, sep []byte) (before, after []byte, found bool) {
	if i := Index(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, nil, false
}

func Clone(b []byte) []byte {
	if b == nil {
		return nil
	}
	return append([]byte{}, b...)
}

func TrimSpace(s []byte) []byte {
	start, end := 0, len(s)
	for start < end {
		r, size := native.FirstRune(text(s[start:end]))
		if !native.IsSpace(r) {
			break
		}
		start += size
	}
	for start < end {
		r, size := native.LastRune(text(s[start:end]))
		if !native.IsSpace(r) {
			break
		}
		end -= size
	}
	if start == end {
		return nil
	}
	return s[start:end]
}

func TrimPrefix(s, prefix []byte) []byte {
	if HasPrefix(s, prefix) {
		return s[len(prefix):]
	}
	return s
}

func TrimSuffix(s, suffix []byte) []byte {
	if HasSuffix(s, suffix) {
		return s[:len(s)-len(suffix)]
	}
	return s
}

// explode cuts into runes, at most n pieces.
func explode(s []byte, n int) [][]byte {
	if n <= 0 || n > len(s) {
		n = len(s)
	}
	a := make([][]byte, 0, n)
	for len(s) > 0 {
		if n--; n == 0 {
			a = append(a, s)
			break
		}
		_, size := native.FirstRune(text(s))
		a = append(a, s[:size:size])
		s = s[size:]
	}
	return a
}

func split(s, sep []byte, keep, n int) [][]byte {
	if n == 0 {
		return nil
	}
	if len(sep) == 0 {
		return explode(s, n)
	}
	if n < 0 {
		n = Count(s, sep) + 1
	}
	if n > len(s)+1 {
		n = len(s) + 1
	}
	a := make([][]byte, n)
	n--
	i := 0
	for i < n {
		m := Index(s, sep)
		if m < 0 {
			break
		}
		a[i] = s[: m+keep : m+keep]
		s = s[m+len(sep):]
		i++
	}
	a[i] = s
	return a[:i+1]
}

func Split(s, sep []byte) [][]byte         { return split(s, sep, 0, -1) }
func SplitN(s, sep []byte, n int) [][]byte { return split(s, sep, 0, n) }
func SplitAfter(s, sep []byte) [][]byte    { return split(s, sep, len(sep), -1) }

func Fields(s []byte) [][]byte {
	n, inside := 0, false
	for i := 0; i < len(s); i++ {
		space := native.IsSpace(rune(s[i]))
		if !space && !inside {
			n++
		}
		inside = !space
	}
	a := make([][]byte, n)
	at, start := 0, -1
	for i := 0; i <= len(s); i++ {
		if i == len(s) || native.IsSpace(rune(s[i])) {
			if start >= 0 {
				a[at] = s[start:i:i]
				at++
				start = -1
			}
		} else if start < 0 {
			start = i
		}
	}
	return a
}

func Join(s [][]byte, sep []byte) []byte {
	if len(s) == 0 {
		return []byte{}
	}
	if len(s) == 1 {
		return append([]byte(nil), s[0]...)
	}
	n := len(sep) * (len(s) - 1)
	for _, each := range s {
		n += len(each)
	}
	b := native.MakeNoZero(n)[:n:n]
	at := copy(b, s[0])
	for _, each := range s[1:] {
		at += copy(b[at:], sep)
		at += copy(b[at:], each)
	}
	return b
}

func Repeat(b []byte, count int) []byte {
	if count == 0 {
		return []byte{}
	}
	if count < 0 {
		panic("bytes: negative Repeat count")
	}
	n := len(b) * count
	if n/count != len(b) {
		panic("bytes: Repeat output length overflow")
	}
	if n == 0 {
		return []byte{}
	}
	result := native.MakeNoZero(n)[:n:n]
	at := copy(result, b)
	for at < n {
		at += copy(result[at:], result[:at])
	}
	return result
}

func Replace(s, old, new []byte, n int) []byte {
	m := 0
	if n != 0 {
		m = Count(s, old)
	}
	if m == 0 {
		return append([]byte(nil), s...)
	}
	if n < 0 || m < n {
		n = m
	}
	t := make([]byte, len(s)+n*(len(new)-len(old)))
	w, start := 0, 0
	for i := 0; i < n; i++ {
		j := start
		if len(old) == 0 {
			if i > 0 {
				_, size := native.FirstRune(text(s[start:]))
				j += size
			}
		} else {
			j += Index(s[start:], old)
		}
		w += copy(t[w:], s[start:j])
		w += copy(t[w:], new)
		start = j + len(old)
	}
	w += copy(t[w:], s[start:])
	return t[:w]
}

func ReplaceAll(s, old, new []byte) []byte { return Replace(s, old, new, -1) }

func change(s []byte, from, to, shift byte, mapping func(rune) rune) []byte {
	ascii, hit := true, false
	for _, c := range s {
		ascii = ascii && c < 0x80
		hit = hit || c >= from && c <= to
	}
	if !ascii {
		return Map(mapping, s)
	}
	if !hit {
		return append([]byte(""), s...)
	}
	b := native.MakeNoZero(len(s))[:len(s):len(s)]
	for i, c := range s {
		if c >= from && c <= to {
			c ^= shift
		}
		b[i] = c
	}
	return b
}

func ToUpper(s []byte) []byte { return change(s, 'a', 'z', 'a'^'A', native.UpperRune) }
func ToLower(s []byte) []byte { return change(s, 'A', 'Z', 'a'^'A', native.LowerRune) }

func Map(mapping func(rune) rune, s []byte) []byte {
	b := make([]byte, 0, len(s))
	for len(s) > 0 {
		r, size := native.FirstRune(text(s))
		if r = mapping(r); r >= 0 {
			b = native.AppendRune(b, r)
		}
		s = s[size:]
	}
	return b
}
