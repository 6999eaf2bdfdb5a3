// Package hex: bytes as two hexadecimal digits each, and dumps of them.
package hex

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

const digits = "0123456789abcdef"

var ErrLength = errors.New("encoding/hex: odd length hex string")

type InvalidByteError byte

func (e InvalidByteError) Error() string {
	return fmt.Sprintf("encoding/hex: invalid byte: %#U", rune(e))
}

func EncodedLen(n int) int { return n * 2 }
func DecodedLen(x int) int { return x / 2 }

func Encode(dst, src []byte) int {
	for i, b := range src {
		dst[2*i] = digits[b>>4]
		dst[2*i+1] = digits[b&0xf]
	}
	return 2 * len(src)
}

// value is what a digit stands for; 16 or more: it is none.
func value(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10
	}
	return 0xff
}

func Decode(dst, src []byte) (int, error) {
	n := len(src) / 2
	for i := 0; i < n; i++ {
		high, low := value(src[2*i]), value(src[2*i+1])
		if high > 0xf {
			return i, InvalidByteError(src[2*i])
		}
		if low > 0xf {
			return i, InvalidByteError(src[2*i+1])
		}
		dst[i] = high<<4 | low
	}
	if len(src)%2 != 0 {
		if c := src[len(src)-1]; value(c) > 0xf {
			return n, InvalidByteError(c)
		}
		return n, ErrLength
	}
	return n, nil
}

func AppendEncode(dst, src []byte) []byte {
	n := len(dst)
	dst = slices.Grow(dst, 2*len(src))[:n+2*len(src)]
	Encode(dst[n:], src)
	return dst
}

func AppendDecode(dst, src []byte) ([]byte, error) {
	n := len(dst)
	dst = slices.Grow(dst, len(src)/2)
	more, err := Decode(dst[n:n+len(src)/2], src)
	return dst[:n+more], err
}

func EncodeToString(src []byte) string {
	dst := make([]byte, 2*len(src))
	Encode(dst, src)
	return string(dst)
}

func DecodeString(s string) ([]byte, error) {
	b := []byte(s)
	n, err := Decode(b, b)
	return b[:n], err
}

// ---- streams ----

// room is for encoded bytes.
const room = 1024

type encoder struct {
	w   io.Writer
	err error
	out [room]byte
}

func NewEncoder(w io.Writer) io.Writer { return &encoder{w: w} }

func (e *encoder) Write(p []byte) (n int, err error) {
	for len(p) > 0 && e.err == nil {
		part := p[:min(len(p), room/2)]
		p = p[len(part):]
		Encode(e.out[:], part)
		var written int
		written, e.err = e.w.Write(e.out[:2*len(part)])
		n += written / 2
	}
	return n, e.err
}

type decoder struct {
	r    io.Reader
	err  error
	left []byte // of what was read into `room`: not yet decoded
	room [room]byte
}

func NewDecoder(r io.Reader) io.Reader { return &decoder{r: r} }

// fill reads more behind what is left, at most one digit.
func (d *decoder) fill() {
	kept := copy(d.room[:], d.left)
	var n int
	n, d.err = d.r.Read(d.room[kept:])
	d.left = d.room[:kept+n]
	if d.err == io.EOF && len(d.left)%2 != 0 {
		d.err = io.ErrUnexpectedEOF
		if c := d.left[len(d.left)-1]; value(c) > 0xf {
			d.err = InvalidByteError(c)
		}
	}
}

func (d *decoder) Read(p []byte) (n int, err error) {
	if len(d.left) < 2 && d.err == nil {
		d.fill()
	}
	p = p[:min(len(p), len(d.left)/2)]
	n, err = Decode(p, d.left[:2*len(p)])
	d.left = d.left[2*n:]
	if err != nil {
		d.left, d.err = nil, err
	}
	if len(d.left) < 2 {
		return n, d.err
	}
	return n, nil
}

// ---- dumps: the offset, 16 bytes in two groups, the same as characters ----

const (
	perLine = 16
	lineLen = 79
)

func Dump(data []byte) string {
	if len(data) == 0 {
		return ""
	}
	var out strings.Builder
	out.Grow((len(data) + perLine - 1) / perLine * lineLen)
	d := Dumper(&out)
	d.Write(data)
	d.Close()
	return out.String()
}

type dumper struct {
	w      io.Writer
	chars  [perLine + 2]byte
	buf    [14]byte
	used   int // bytes on the line
	n      uint
	closed bool
}

func Dumper(w io.Writer) io.WriteCloser { return &dumper{w: w} }

// column writes the first two characters of buf and what stands between them and the next column.
func (d *dumper) column() error {
	copy(d.buf[2:], "  |")
	size := 3
	switch d.used {
	case perLine/2 - 1:
		size = 4
	case perLine - 1:
		size = 5
	}
	_, err := d.w.Write(d.buf[:size])
	return err
}

// end writes the characters of the line.
func (d *dumper) end(used int) error {
	copy(d.chars[used:], "|\n")
	_, err := d.w.Write(d.chars[:used+2])
	return err
}

func (d *dumper) Write(data []byte) (n int, err error) {
	if d.closed {
		return 0, errors.New("encoding/hex: dumper closed")
	}
	for i, b := range data {
		if d.used == 0 {
			offset := [4]byte{byte(d.n >> 24), byte(d.n >> 16), byte(d.n >> 8), byte(d.n)}
			Encode(d.buf[:], offset[:])
			copy(d.buf[8:], "  ")
			if _, err = d.w.Write(d.buf[:10]); err != nil {
				return
			}
		}
		Encode(d.buf[:], data[i:i+1])
		if err = d.column(); err != nil {
			return
		}
		n++
		d.chars[d.used] = b
		if b < ' ' || b > '~' {
			d.chars[d.used] = '.'
		}
		d.used++
		d.n++
		if d.used == perLine {
			if err = d.end(perLine); err != nil {
				return
			}
			d.used = 0
		}
	}
	return
}

// Close completes the line.
func (d *dumper) Close() (err error) {
	if d.closed {
		return nil
	}
	d.closed = true
	if d.used == 0 {
		return nil
	}
	used := d.used
	for ; d.used < perLine; d.used++ {
		copy(d.buf[:], "  ")
		if err = d.column(); err != nil {
			return
		}
	}
	return d.end(used)
}
