// Package bytes: slices of bytes, and the Buffer with Go's rules of growth.
package bytes

import (
	"errors"
	"internal/native"
	"io"
	"math"
	"unsafe"
)

const MinRead = 512

var ErrTooLarge = errors.New("bytes.Buffer: too large")
var errUnreadByte = errors.New("bytes.Buffer: UnreadByte: previous operation was not a successful read")
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
	} else if c > math.MaxInt-c-n {
		panic(ErrTooLarge)
	} else {
		b.buf = enlarge(b.buf[b.off:], b.off+n)
	}
	b.off = 0
	b.buf = b.buf[:m+n]
	return m
}

func enlarge(b []byte, n int) []byte {
	defer func() {
		if recover() != nil {
			panic(ErrTooLarge)
		}
	}()
	c := len(b) + n
	if c < 2*cap(b) {
		c = 2 * cap(b)
	}
	larger := append([]byte(nil), make([]byte, c)...)
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
		return 0, io.EOF
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
		return 0, io.EOF
	}
	c := b.buf[b.off]
	b.off++
	b.lastRead = -1
	return c, nil
}

func (b *Buffer) UnreadByte() error {
	if b.lastRead == 0 {
		return errUnreadByte
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
		return 0, 0, io.EOF
	}
	r, n := native.FirstRune(text(b.buf[b.off:]))
	b.off += n
	b.lastRead = int8(n)
	return r, n, nil
}

func (b *Buffer) UnreadRune() error {
	if b.lastRead <= 0 {
		return errors.New("bytes.Buffer: UnreadRune: previous operation was not a successful ReadRune")
	}
	if b.off >= int(b.lastRead) {
		b.off -= int(b.lastRead)
	}
	b.lastRead = 0
	return nil
}

// ReadFrom reads all there is, by at least MinRead bytes at a time.
func (b *Buffer) ReadFrom(r io.Reader) (n int64, err error) {
	b.lastRead = 0
	for {
		i := b.extend(MinRead)
		b.buf = b.buf[:i]
		m, e := r.Read(b.buf[i:cap(b.buf)])
		if m < 0 {
			panic(errNegativeRead)
		}
		b.buf = b.buf[:i+m]
		n += int64(m)
		if e == io.EOF {
			return n, nil
		}
		if e != nil {
			return n, e
		}
	}
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
		err = io.EOF
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

func ContainsAny(b []byte, chars string) bool       { return IndexAny(b, chars) >= 0 }
func ContainsRune(b []byte, r rune) bool            { return IndexRune(b, r) >= 0 }
func ContainsFunc(b []byte, f func(rune) bool) bool { return IndexFunc(b, f) >= 0 }

func LastIndexByte(s []byte, c byte) int {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == c {
			return i
		}
	}
	return -1
}

func indexRune(s string, r rune) int {
	if r >= 0 && r < 0x80 {
		return native.IndexByteString(s, byte(r))
	}
	for i, c := range s {
		if c == r {
			return i
		}
	}
	return -1
}

func IndexRune(s []byte, r rune) int { return indexRune(text(s), r) }

func IndexAny(s []byte, chars string) int {
	for i, c := range text(s) {
		if indexRune(chars, c) >= 0 {
			return i
		}
	}
	return -1
}

func LastIndexAny(s []byte, chars string) int {
	for i := len(s); i > 0; {
		r, size := native.LastRune(text(s[:i]))
		i -= size
		if indexRune(chars, r) >= 0 {
			return i
		}
	}
	return -1
}

func IndexFunc(s []byte, f func(rune) bool) int {
	for i, c := range text(s) {
		if f(c) {
			return i
		}
	}
	return -1
}

func LastIndexFunc(s []byte, f func(rune) bool) int {
	for i := len(s); i > 0; {
		r, size := native.LastRune(text(s[:i]))
		i -= size
		if f(r) {
			return i
		}
	}
	return -1
}

func EqualFold(s, t []byte) bool {
	for len(s) > 0 && len(t) > 0 {
		a, n := native.FirstRune(text(s))
		b, m := native.FirstRune(text(t))
		if a != b && native.FoldRune(a) != native.FoldRune(b) {
			return false
		}
		s, t = s[n:], t[m:]
	}
	return len(s) == len(t)
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

func CutPrefix(s, prefix []byte) (after []byte, found bool) {
	if !HasPrefix(s, prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

func CutSuffix(s, suffix []byte) (before []byte, found bool) {
	if !HasSuffix(s, suffix) {
		return s, false
	}
	return s[:len(s)-len(suffix)], true
}

func TrimLeftFunc(s []byte, f func(rune) bool) []byte {
	for i, c := range text(s) {
		if !f(c) {
			return s[i:]
		}
	}
	return nil
}

func TrimRightFunc(s []byte, f func(rune) bool) []byte {
	for len(s) > 0 {
		r, size := native.LastRune(text(s))
		if !f(r) {
			break
		}
		s = s[:len(s)-size]
	}
	return s
}

func TrimFunc(s []byte, f func(rune) bool) []byte { return TrimRightFunc(TrimLeftFunc(s, f), f) }

func TrimLeft(s []byte, cutset string) []byte {
	for len(s) > 0 {
		r, size := native.FirstRune(text(s))
		if indexRune(cutset, r) < 0 {
			return s
		}
		s = s[size:]
	}
	return nil
}

func TrimRight(s []byte, cutset string) []byte {
	for len(s) > 0 {
		r, size := native.LastRune(text(s))
		if indexRune(cutset, r) < 0 {
			break
		}
		s = s[:len(s)-size]
	}
	return s
}

func Trim(s []byte, cutset string) []byte {
	if len(s) == 0 {
		return nil
	}
	if cutset == "" {
		return s
	}
	return TrimRight(TrimLeft(s, cutset), cutset)
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

func Split(s, sep []byte) [][]byte              { return split(s, sep, 0, -1) }
func SplitN(s, sep []byte, n int) [][]byte      { return split(s, sep, 0, n) }
func SplitAfter(s, sep []byte) [][]byte         { return split(s, sep, len(sep), -1) }
func SplitAfterN(s, sep []byte, n int) [][]byte { return split(s, sep, len(sep), n) }

func Fields(s []byte) [][]byte {
	n, inside, ascii := 0, false, true
	for _, c := range s {
		if c >= 0x80 {
			ascii = false
		}
		space := c == ' ' || c >= '\t' && c <= '\r'
		if !space && !inside {
			n++
		}
		inside = !space
	}
	if !ascii {
		return FieldsFunc(s, native.IsSpace)
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

func FieldsFunc(s []byte, f func(rune) bool) [][]byte {
	type span struct{ start, end int }
	spans := make([]span, 0, 32)
	start := -1
	for i := 0; i < len(s); {
		r, size := native.FirstRune(text(s[i:]))
		if f(r) {
			if start >= 0 {
				spans = append(spans, span{start, i})
				start = -1
			}
		} else if start < 0 {
			start = i
		}
		i += size
	}
	if start >= 0 {
		spans = append(spans, span{start, len(s)})
	}
	a := make([][]byte, len(spans))
	for i, each := range spans {
		a[i] = s[each.start:each.end:each.end]
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
	b := native.MakeNoZero(n)
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
	result := native.MakeNoZero(n)
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
	b := native.MakeNoZero(len(s))
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

func ToTitle(s []byte) []byte { return Map(native.TitleRune, s) }

// Title upper-cases the first letter of each word: what follows a separator.
func Title(s []byte) []byte {
	previous := ' '
	return Map(func(r rune) rune {
		first := separates(previous)
		previous = r
		if first {
			return native.TitleRune(r)
		}
		return r
	}, s)
}

func separates(r rune) bool {
	if r < 0x80 {
		return !(r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_')
	}
	return !native.IsLetterOrDigit(r) && native.IsSpace(r)
}

func ToValidUTF8(s, replacement []byte) []byte {
	b := make([]byte, 0, len(s)+len(replacement))
	bad := false
	for len(s) > 0 {
		r, size := native.FirstRune(text(s))
		if r == 0xfffd && size == 1 {
			if !bad {
				b = append(b, replacement...)
			}
			bad = true
		} else {
			b = append(b, s[:size]...)
			bad = false
		}
		s = s[size:]
	}
	return b
}

func Runes(s []byte) []rune {
	t := make([]rune, native.CountRunes(text(s)))
	for i := range t {
		r, size := native.FirstRune(text(s))
		t[i] = r
		s = s[size:]
	}
	return t
}

// ---- Reader ----

type Reader struct {
	s        []byte
	i        int64
	prevRune int
}

func NewReader(b []byte) *Reader { return &Reader{b, 0, -1} }

func (r *Reader) Len() int {
	if r.i >= int64(len(r.s)) {
		return 0
	}
	return int(int64(len(r.s)) - r.i)
}

func (r *Reader) Size() int64 { return int64(len(r.s)) }

func (r *Reader) Reset(b []byte) { *r = Reader{b, 0, -1} }

func (r *Reader) Read(b []byte) (n int, err error) {
	if r.i >= int64(len(r.s)) {
		return 0, io.EOF
	}
	r.prevRune = -1
	n = copy(b, r.s[r.i:])
	r.i += int64(n)
	return n, nil
}

func (r *Reader) ReadAt(b []byte, off int64) (n int, err error) {
	if off < 0 {
		return 0, errors.New("bytes.Reader.ReadAt: negative offset")
	}
	if off >= int64(len(r.s)) {
		return 0, io.EOF
	}
	if n = copy(b, r.s[off:]); n < len(b) {
		err = io.EOF
	}
	return n, err
}

func (r *Reader) ReadByte() (byte, error) {
	r.prevRune = -1
	if r.i >= int64(len(r.s)) {
		return 0, io.EOF
	}
	b := r.s[r.i]
	r.i++
	return b, nil
}

func (r *Reader) UnreadByte() error {
	if r.i <= 0 {
		return errors.New("bytes.Reader.UnreadByte: at beginning of slice")
	}
	r.prevRune = -1
	r.i--
	return nil
}

func (r *Reader) ReadRune() (ch rune, size int, err error) {
	if r.i >= int64(len(r.s)) {
		r.prevRune = -1
		return 0, 0, io.EOF
	}
	r.prevRune = int(r.i)
	ch, size = native.FirstRune(text(r.s[r.i:]))
	r.i += int64(size)
	return ch, size, nil
}

func (r *Reader) UnreadRune() error {
	if r.i <= 0 {
		return errors.New("bytes.Reader.UnreadRune: at beginning of slice")
	}
	if r.prevRune < 0 {
		return errors.New("bytes.Reader.UnreadRune: previous operation was not ReadRune")
	}
	r.i = int64(r.prevRune)
	r.prevRune = -1
	return nil
}

func (r *Reader) Seek(offset int64, whence int) (int64, error) {
	r.prevRune = -1
	switch whence {
	case io.SeekStart:
	case io.SeekCurrent:
		offset += r.i
	case io.SeekEnd:
		offset += int64(len(r.s))
	default:
		return 0, errors.New("bytes.Reader.Seek: invalid whence")
	}
	if offset < 0 {
		return 0, errors.New("bytes.Reader.Seek: negative position")
	}
	r.i = offset
	return offset, nil
}

func (r *Reader) WriteTo(w io.Writer) (n int64, err error) {
	r.prevRune = -1
	if r.i >= int64(len(r.s)) {
		return 0, nil
	}
	rest := r.s[r.i:]
	m, err := w.Write(rest)
	if m > len(rest) {
		panic("bytes.Reader.WriteTo: invalid Write count")
	}
	r.i += int64(m)
	if m != len(rest) && err == nil {
		err = io.ErrShortWrite
	}
	return int64(m), err
}
