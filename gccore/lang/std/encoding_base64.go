// Package base64: three bytes as four characters of an alphabet of 64.
package base64

import (
	"io"
	"slices"
	"strconv"
)

const (
	StdPadding rune = '='
	NoPadding  rune = -1

	// none is the value of a character that is not in the alphabet.
	none = 0xff
	std  = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
)

type Encoding struct {
	chars  [64]byte
	values [256]uint8
	pad    rune
	strict bool // bits behind the last byte must be 0
}

var (
	StdEncoding    = NewEncoding(std + "+/")
	URLEncoding    = NewEncoding(std + "-_")
	RawStdEncoding = StdEncoding.WithPadding(NoPadding)
	RawURLEncoding = URLEncoding.WithPadding(NoPadding)
)

type CorruptInputError int64

func (e CorruptInputError) Error() string {
	return "illegal base64 data at input byte " + strconv.FormatInt(int64(e), 10)
}

func NewEncoding(encoder string) *Encoding {
	if len(encoder) != 64 {
		panic("encoding alphabet is not 64-bytes long")
	}
	enc := &Encoding{pad: StdPadding}
	copy(enc.chars[:], encoder)
	for i := range enc.values {
		enc.values[i] = none
	}
	for i := 0; i < len(encoder); i++ {
		c := encoder[i]
		if c == '\n' || c == '\r' {
			panic("encoding alphabet contains newline character")
		}
		if enc.values[c] != none {
			panic("encoding alphabet includes duplicate symbols")
		}
		enc.values[c] = uint8(i)
	}
	return enc
}

func (enc Encoding) WithPadding(padding rune) *Encoding {
	if padding < NoPadding || padding == '\r' || padding == '\n' || padding > 0xff {
		panic("invalid padding")
	}
	if padding != NoPadding && enc.values[padding] != none {
		panic("padding contained in alphabet")
	}
	enc.pad = padding
	return &enc
}

func (enc Encoding) Strict() *Encoding {
	enc.strict = true
	return &enc
}

// ---- there ----

func (enc *Encoding) EncodedLen(n int) int {
	if enc.pad == NoPadding {
		return n/3*4 + (n%3*8+5)/6
	}
	return (n + 2) / 3 * 4
}

func (enc *Encoding) Encode(dst, src []byte) {
	at, i := 0, 0
	for ; len(src)-i >= 3; i += 3 {
		bits := uint(src[i])<<16 | uint(src[i+1])<<8 | uint(src[i+2])
		dst[at] = enc.chars[bits>>18]
		dst[at+1] = enc.chars[bits>>12&63]
		dst[at+2] = enc.chars[bits>>6&63]
		dst[at+3] = enc.chars[bits&63]
		at += 4
	}
	left := len(src) - i
	if left == 0 {
		return
	}
	bits := uint(src[i]) << 16
	if left == 2 {
		bits |= uint(src[i+1]) << 8
	}
	dst[at] = enc.chars[bits>>18]
	dst[at+1] = enc.chars[bits>>12&63]
	if left == 2 {
		dst[at+2] = enc.chars[bits>>6&63]
	}
	if enc.pad != NoPadding {
		for left++; left < 4; left++ {
			dst[at+left] = byte(enc.pad)
		}
	}
}

func (enc *Encoding) AppendEncode(dst, src []byte) []byte {
	more := enc.EncodedLen(len(src))
	n := len(dst)
	dst = slices.Grow(dst, more)[:n+more]
	enc.Encode(dst[n:], src)
	return dst
}

func (enc *Encoding) EncodeToString(src []byte) string {
	buf := make([]byte, enc.EncodedLen(len(src)))
	enc.Encode(buf, src)
	return string(buf)
}

type encoder struct {
	err  error
	enc  *Encoding
	w    io.Writer
	left [3]byte // bytes that wait for more
	n    int
	out  [1024]byte
}

func NewEncoder(enc *Encoding, w io.Writer) io.WriteCloser { return &encoder{enc: enc, w: w} }

// put encodes and writes.
func (e *encoder) put(p []byte) error {
	e.enc.Encode(e.out[:], p)
	_, e.err = e.w.Write(e.out[:e.enc.EncodedLen(len(p))])
	return e.err
}

func (e *encoder) Write(p []byte) (n int, err error) {
	if e.err != nil {
		return 0, e.err
	}
	if e.n > 0 {
		n = copy(e.left[e.n:], p)
		e.n += n
		p = p[n:]
		if e.n < len(e.left) {
			return n, nil
		}
		if err = e.put(e.left[:]); err != nil {
			return n, err
		}
		e.n = 0
	}
	for len(p) >= 3 {
		size := min(len(p)/3*3, len(e.out)/4*3)
		if err = e.put(p[:size]); err != nil {
			return n, err
		}
		n += size
		p = p[size:]
	}
	e.n = copy(e.left[:], p)
	return n + e.n, nil
}

// Close writes what is left.
func (e *encoder) Close() error {
	if e.err == nil && e.n > 0 {
		e.put(e.left[:e.n])
		e.n = 0
	}
	return e.err
}

// ---- and back ----

func (enc *Encoding) DecodedLen(n int) int { return decodedLen(n, enc.pad) }

func decodedLen(n int, pad rune) int {
	if pad == NoPadding {
		return n/4*3 + n%4*6/8
	}
	return n / 4 * 3
}

func skipNewlines(src []byte, i int) int {
	for i < len(src) && (src[i] == '\n' || src[i] == '\r') {
		i++
	}
	return i
}

// A quantum is four characters, fewer at the end.
type quantum struct {
	values [4]byte
	n      int   // of them are there
	next   int   // where the next one begins
	err    error // an error that it is decoded in spite of: something follows padding
}

// read reads the quantum at i; newlines count for nothing.
func (q *quantum) read(enc *Encoding, src []byte, i int) error {
	for q.n < 4 {
		i = skipNewlines(src, i)
		if i == len(src) {
			q.next = i
			if q.n == 0 || q.n > 1 && enc.pad == NoPadding {
				return nil
			}
			return CorruptInputError(i - q.n)
		}
		c := src[i]
		if enc.values[c] == none {
			return q.padding(enc, src, i)
		}
		q.values[q.n] = enc.values[c]
		q.n++
		i++
	}
	q.next = i
	return nil
}

// padding reads one padding character or two.
func (q *quantum) padding(enc *Encoding, src []byte, i int) error {
	q.next = i + 1
	if rune(src[i]) != enc.pad || q.n < 2 {
		return CorruptInputError(i)
	}
	if q.n == 2 {
		q.next = skipNewlines(src, i+1)
		if q.next == len(src) {
			return CorruptInputError(len(src))
		}
		if rune(src[q.next]) != enc.pad {
			return CorruptInputError(q.next - 1)
		}
		q.next++
	}
	q.next = skipNewlines(src, q.next)
	if q.next < len(src) {
		q.err = CorruptInputError(q.next)
	}
	return nil
}

// store writes the bytes of a quantum, the last one first.
func (q *quantum) store(enc *Encoding, dst []byte) (n int, err error) {
	if q.n < 2 {
		return 0, nil
	}
	v := &q.values
	bits := uint(v[0])<<18 | uint(v[1])<<12 | uint(v[2])<<6 | uint(v[3])
	if q.n == 4 {
		dst[2] = byte(bits)
	}
	if q.n >= 3 {
		dst[1] = byte(bits >> 8)
		if enc.strict && q.n == 3 && byte(bits) != 0 {
			return 0, CorruptInputError(q.next - 1)
		}
	}
	dst[0] = byte(bits >> 16)
	if enc.strict && q.n == 2 && bits&0xffff != 0 {
		return 0, CorruptInputError(q.next - 2)
	}
	return q.n - 1, q.err
}

func (enc *Encoding) Decode(dst, src []byte) (n int, err error) {
	for i := 0; i < len(src); {
		// Most often four characters follow, and there is room to store them with a byte more.
		if len(src)-i >= 4 && len(dst)-n >= 4 {
			a, b, c, d := enc.values[src[i]], enc.values[src[i+1]], enc.values[src[i+2]], enc.values[src[i+3]]
			if a|b|c|d != none {
				bits := uint32(a)<<18 | uint32(b)<<12 | uint32(c)<<6 | uint32(d)
				dst[n], dst[n+1], dst[n+2] = byte(bits>>16), byte(bits>>8), byte(bits)
				i += 4
				n += 3
				continue
			}
		}
		var q quantum
		if err = q.read(enc, src, i); err != nil {
			return n, err
		}
		more, err := q.store(enc, dst[n:])
		n += more
		if err != nil {
			return n, err
		}
		i = q.next
	}
	return n, nil
}

func (enc *Encoding) AppendDecode(dst, src []byte) ([]byte, error) {
	end := len(src)
	for end > 0 && rune(src[end-1]) == enc.pad {
		end--
	}
	most := decodedLen(end, NoPadding)
	n := len(dst)
	dst = slices.Grow(dst, most)
	more, err := enc.Decode(dst[n:n+most], src)
	return dst[:n+more], err
}

func (enc *Encoding) DecodeString(s string) ([]byte, error) {
	buf := make([]byte, enc.DecodedLen(len(s)))
	n, err := enc.Decode(buf, []byte(s))
	return buf[:n], err
}

type decoder struct {
	err     error
	readErr error
	enc     *Encoding
	r       io.Reader
	in      [1024]byte
	n       int    // bytes in `in`
	left    []byte // of `out`: not yet read
	out     [1024 / 4 * 3]byte
}

func NewDecoder(enc *Encoding, r io.Reader) io.Reader {
	return &decoder{enc: enc, r: &withoutNewlines{r}}
}

// give decodes n bytes by way of `out`.
func (d *decoder) give(p []byte, n int) int {
	var size int
	size, d.err = d.enc.Decode(d.out[:], d.in[:n])
	copied := copy(p, d.out[:size])
	d.left = d.out[copied:size]
	return copied
}

func (d *decoder) Read(p []byte) (n int, err error) {
	if len(d.left) > 0 {
		n = copy(p, d.left)
		d.left = d.left[n:]
		return n, nil
	}
	if d.err != nil {
		return 0, d.err
	}
	for d.n < 4 && d.readErr == nil {
		var more int
		more, d.readErr = d.r.Read(d.in[d.n:min(max(len(p)/3*4, 4), len(d.in))])
		d.n += more
	}
	if d.n < 4 {
		return d.last(p)
	}
	whole := d.n / 4 * 4
	if whole/4*3 > len(p) {
		n = d.give(p, whole)
	} else {
		n, d.err = d.enc.Decode(p, d.in[:whole])
	}
	d.n = copy(d.in[:], d.in[whole:d.n])
	return n, d.err
}

// last decodes what is no whole quantum.
func (d *decoder) last(p []byte) (n int, err error) {
	if d.n > 0 && d.enc.pad == NoPadding {
		n = d.give(p, d.n)
		d.n = 0
		if n > 0 || len(p) == 0 && len(d.left) > 0 {
			return n, nil
		}
		if d.err != nil {
			return 0, d.err
		}
	}
	d.err = d.readErr
	if d.err == io.EOF && d.n > 0 {
		d.err = io.ErrUnexpectedEOF
	}
	return 0, d.err
}

type withoutNewlines struct{ r io.Reader }

func (w *withoutNewlines) Read(p []byte) (n int, err error) {
	for {
		read, err := w.r.Read(p)
		for _, c := range p[:read] {
			if c != '\n' && c != '\r' {
				p[n] = c
				n++
			}
		}
		if n > 0 || read == 0 {
			return n, err
		}
	}
}
