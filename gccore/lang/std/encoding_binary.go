// Package binary: numbers as bytes in either order, and as varints; values of fixed size as the bytes of their numbers.
package binary

import (
	"errors"
	"io"
	"math"
	"reflect"
	"sync"
)

type ByteOrder interface {
	Uint16([]byte) uint16
	Uint32([]byte) uint32
	Uint64([]byte) uint64
	PutUint16([]byte, uint16)
	PutUint32([]byte, uint32)
	PutUint64([]byte, uint64)
	String() string
}

type AppendByteOrder interface {
	AppendUint16([]byte, uint16) []byte
	AppendUint32([]byte, uint32) []byte
	AppendUint64([]byte, uint64) []byte
	String() string
}

type (
	littleEndian struct{}
	bigEndian    struct{}
	nativeEndian struct{ littleEndian }
)

var (
	LittleEndian littleEndian
	BigEndian    bigEndian
	NativeEndian nativeEndian
)

func (littleEndian) String() string   { return "LittleEndian" }
func (littleEndian) GoString() string { return "binary.LittleEndian" }
func (bigEndian) String() string      { return "BigEndian" }
func (bigEndian) GoString() string    { return "binary.BigEndian" }
func (nativeEndian) String() string   { return "NativeEndian" }
func (nativeEndian) GoString() string { return "binary.NativeEndian" }

// The highest byte is looked at first: a slice that is too short panics with it, and before anything is stored.

func (littleEndian) Uint16(b []byte) uint16 {
	_ = b[1]
	return uint16(b[0]) | uint16(b[1])<<8
}

func (littleEndian) PutUint16(b []byte, x uint16) {
	_ = b[1]
	b[0], b[1] = byte(x), byte(x>>8)
}

func (littleEndian) AppendUint16(b []byte, x uint16) []byte {
	return append(b, byte(x), byte(x>>8))
}

func (littleEndian) Uint32(b []byte) uint32 {
	_ = b[3]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func (littleEndian) PutUint32(b []byte, x uint32) {
	_ = b[3]
	b[0], b[1], b[2], b[3] = byte(x), byte(x>>8), byte(x>>16), byte(x>>24)
}

func (littleEndian) AppendUint32(b []byte, x uint32) []byte {
	return append(b, byte(x), byte(x>>8), byte(x>>16), byte(x>>24))
}

func (littleEndian) Uint64(b []byte) uint64 {
	_ = b[7]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

func (littleEndian) PutUint64(b []byte, x uint64) {
	_ = b[7]
	b[0], b[1], b[2], b[3] = byte(x), byte(x>>8), byte(x>>16), byte(x>>24)
	b[4], b[5], b[6], b[7] = byte(x>>32), byte(x>>40), byte(x>>48), byte(x>>56)
}

func (littleEndian) AppendUint64(b []byte, x uint64) []byte {
	return append(b, byte(x), byte(x>>8), byte(x>>16), byte(x>>24), byte(x>>32), byte(x>>40), byte(x>>48), byte(x>>56))
}

func (bigEndian) Uint16(b []byte) uint16 {
	_ = b[1]
	return uint16(b[0])<<8 | uint16(b[1])
}

func (bigEndian) PutUint16(b []byte, x uint16) {
	_ = b[1]
	b[0], b[1] = byte(x>>8), byte(x)
}

func (bigEndian) AppendUint16(b []byte, x uint16) []byte {
	return append(b, byte(x>>8), byte(x))
}

func (bigEndian) Uint32(b []byte) uint32 {
	_ = b[3]
	return uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
}

func (bigEndian) PutUint32(b []byte, x uint32) {
	_ = b[3]
	b[0], b[1], b[2], b[3] = byte(x>>24), byte(x>>16), byte(x>>8), byte(x)
}

func (bigEndian) AppendUint32(b []byte, x uint32) []byte {
	return append(b, byte(x>>24), byte(x>>16), byte(x>>8), byte(x))
}

func (bigEndian) Uint64(b []byte) uint64 {
	_ = b[7]
	return uint64(b[0])<<56 | uint64(b[1])<<48 | uint64(b[2])<<40 | uint64(b[3])<<32 |
		uint64(b[4])<<24 | uint64(b[5])<<16 | uint64(b[6])<<8 | uint64(b[7])
}

func (bigEndian) PutUint64(b []byte, x uint64) {
	_ = b[7]
	b[0], b[1], b[2], b[3] = byte(x>>56), byte(x>>48), byte(x>>40), byte(x>>32)
	b[4], b[5], b[6], b[7] = byte(x>>24), byte(x>>16), byte(x>>8), byte(x)
}

func (bigEndian) AppendUint64(b []byte, x uint64) []byte {
	return append(b, byte(x>>56), byte(x>>48), byte(x>>40), byte(x>>32), byte(x>>24), byte(x>>16), byte(x>>8), byte(x))
}

// ---- varints: seven bits a byte, the lowest first; the top bit says that more follow ----

const (
	MaxVarintLen16 = 3
	MaxVarintLen32 = 5
	MaxVarintLen64 = 10
)

var errOverflow = errors.New("binary: varint overflows a 64-bit integer")

func AppendUvarint(buf []byte, x uint64) []byte {
	for ; x > 0x7f; x >>= 7 {
		buf = append(buf, byte(x)|0x80)
	}
	return append(buf, byte(x))
}

func PutUvarint(buf []byte, x uint64) int {
	n := 0
	for ; x > 0x7f; x >>= 7 {
		buf[n] = byte(x) | 0x80
		n++
	}
	buf[n] = byte(x)
	return n + 1
}

// Uvarint gives the number and how many bytes it took: 0 where buf ends too early, less than 0 where it overflows.
func Uvarint(buf []byte) (uint64, int) {
	var x uint64
	for i, b := range buf {
		if i == MaxVarintLen64 {
			return 0, -(i + 1)
		}
		if b <= 0x7f {
			if i == MaxVarintLen64-1 && b > 1 {
				return 0, -(i + 1)
			}
			return x | uint64(b)<<(7*i), i + 1
		}
		x |= uint64(b&0x7f) << (7 * i)
	}
	return 0, 0
}

// folded has the sign in its lowest bit.
func folded(x int64) uint64   { return uint64(x)<<1 ^ uint64(x>>63) }
func unfolded(u uint64) int64 { return int64(u>>1) ^ -int64(u&1) }

func AppendVarint(buf []byte, x int64) []byte { return AppendUvarint(buf, folded(x)) }
func PutVarint(buf []byte, x int64) int       { return PutUvarint(buf, folded(x)) }

func Varint(buf []byte) (int64, int) {
	u, n := Uvarint(buf)
	return unfolded(u), n
}

func ReadUvarint(r io.ByteReader) (uint64, error) {
	var x uint64
	for i := 0; i < MaxVarintLen64; i++ {
		b, err := r.ReadByte()
		if err != nil {
			if i > 0 && err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return x, err
		}
		if b <= 0x7f {
			if i == MaxVarintLen64-1 && b > 1 {
				return x, errOverflow
			}
			return x | uint64(b)<<(7*i), nil
		}
		x |= uint64(b&0x7f) << (7 * i)
	}
	return x, errOverflow
}

func ReadVarint(r io.ByteReader) (int64, error) {
	u, err := ReadUvarint(r)
	return unfolded(u), err
}

// ---- values ----

// Read fills what data points to, or the elements of a slice.
func Read(r io.Reader, order ByteOrder, data any) error {
	v := reflect.ValueOf(data)
	size := -1
	switch v.Kind() {
	case reflect.Pointer:
		v = v.Elem()
		size = dataSize(v)
	case reflect.Slice:
		size = dataSize(v)
	}
	if size < 0 {
		return errors.New("binary.Read: invalid type " + reflect.TypeOf(data).String())
	}
	c := &coder{order: order, buf: make([]byte, size), reads: true}
	if _, err := io.ReadFull(r, c.buf); err != nil {
		return err
	}
	c.value(v)
	return nil
}

func Write(w io.Writer, order ByteOrder, data any) error {
	v := reflect.Indirect(reflect.ValueOf(data))
	size := dataSize(v)
	if size < 0 {
		return errors.New("binary.Write: some values are not fixed-sized in type " + reflect.TypeOf(data).String())
	}
	c := &coder{order: order, buf: make([]byte, size)}
	if bytes, ok := data.([]byte); ok {
		c.buf = bytes
	} else {
		c.value(v)
	}
	_, err := w.Write(c.buf)
	return err
}

// Size is how many bytes Write would write; -1: it would not.
func Size(v any) int { return dataSize(reflect.Indirect(reflect.ValueOf(v))) }

// structSizes are those of types that were asked for.
var structSizes sync.Map

func dataSize(v reflect.Value) int {
	switch v.Kind() {
	case reflect.Invalid:
		return -1
	case reflect.Slice:
		if size := sizeOf(v.Type().Elem()); size >= 0 {
			return size * v.Len()
		}
		return -1
	case reflect.Struct:
		t := v.Type()
		if size, ok := structSizes.Load(t); ok {
			return size.(int)
		}
		size := sizeOf(t)
		structSizes.Store(t, size)
		return size
	}
	return sizeOf(v.Type())
}

func sizeOf(t reflect.Type) int {
	switch k := t.Kind(); {
	case k == reflect.Array:
		if size := sizeOf(t.Elem()); size >= 0 {
			return size * t.Len()
		}
	case k == reflect.Struct:
		sum := 0
		for i := 0; i < t.NumField(); i++ {
			size := sizeOf(t.Field(i).Type)
			if size < 0 {
				return -1
			}
			sum += size
		}
		return sum
	case k == reflect.Int, k == reflect.Uint, k == reflect.Uintptr:
	case reflect.Bool <= k && k <= reflect.Complex128:
		return int(t.Size())
	}
	return -1
}

// A coder goes through a value and its bytes at the same time, and fills one from the other.
type coder struct {
	order  ByteOrder
	buf    []byte
	offset int
	reads  bool // the value is filled
}

// number reads or writes the next bytes.
func (c *coder) number(x uint64, size int) uint64 {
	b := c.buf[c.offset:]
	c.offset += size
	switch {
	case size == 1 && c.reads:
		return uint64(b[0])
	case size == 1:
		b[0] = byte(x)
	case size == 2 && c.reads:
		return uint64(c.order.Uint16(b))
	case size == 2:
		c.order.PutUint16(b, uint16(x))
	case size == 4 && c.reads:
		return uint64(c.order.Uint32(b))
	case size == 4:
		c.order.PutUint32(b, uint32(x))
	case c.reads:
		return c.order.Uint64(b)
	default:
		c.order.PutUint64(b, x)
	}
	return x
}

func (c *coder) float(f float64, size int) float64 {
	if size == 4 {
		return float64(math.Float32frombits(uint32(c.number(uint64(math.Float32bits(float32(f))), 4))))
	}
	return math.Float64frombits(c.number(math.Float64bits(f), 8))
}

func (c *coder) bool(b bool) bool {
	x := uint64(0)
	if b {
		x = 1
	}
	return c.number(x, 1) != 0
}

func (c *coder) value(v reflect.Value) {
	switch k := v.Kind(); k {
	case reflect.Array, reflect.Slice:
		for i, n := 0, v.Len(); i < n; i++ {
			c.value(v.Index(i))
		}
	case reflect.Struct:
		t := v.Type()
		for i, n := 0, v.NumField(); i < n; i++ {
			if field := v.Field(i); field.CanSet() || t.Field(i).Name != "_" {
				c.value(field)
			} else {
				c.offset += dataSize(field)
			}
		}
	case reflect.Bool:
		if b := c.bool(v.Bool()); c.reads {
			v.SetBool(b)
		}
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		size := int(v.Type().Size())
		if x := c.number(uint64(v.Int()), size); c.reads {
			unused := 64 - 8*size
			v.SetInt(int64(x<<unused) >> unused)
		}
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		if x := c.number(v.Uint(), int(v.Type().Size())); c.reads {
			v.SetUint(x)
		}
	case reflect.Float32, reflect.Float64:
		if f := c.float(v.Float(), int(v.Type().Size())); c.reads {
			v.SetFloat(f)
		}
	case reflect.Complex64, reflect.Complex128:
		size := int(v.Type().Size()) / 2
		re := c.float(real(v.Complex()), size)
		im := c.float(imag(v.Complex()), size)
		if c.reads {
			v.SetComplex(complex(re, im))
		}
	}
}
