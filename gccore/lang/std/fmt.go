// Package fmt: printing values of any type by verbs, and scanning.
//
// A call formats into the buffer of a pp, which is taken from a pool and given back; what a call allocates is what it boxes
// (an element or a field behind a pointer, to look for its methods), what the buffer needs to grow, and its result.
package fmt

import (
	"errors"
	"internal/native"
	"internal/reflect"
	scan "internal/scan"
	"io"
	"os"
	"sort"
	"strconv"
	"sync"
	"unicode/utf8"
)

// State is what a Formatter prints through.
type State interface {
	Write(b []byte) (n int, err error)
	Width() (wid int, ok bool)
	Precision() (prec int, ok bool)
	Flag(c int) bool
}

type Formatter interface {
	Format(f State, verb rune)
}

type Stringer interface {
	String() string
}

type GoStringer interface {
	GoString() string
}

// FormatString is the directive that State was called for.
func FormatString(state State, verb rune) string {
	var room [16]byte
	b := append(room[:0], '%')
	for _, c := range " +-#0" {
		if state.Flag(int(c)) {
			b = append(b, byte(c))
		}
	}
	if w, ok := state.Width(); ok {
		b = strconv.AppendInt(b, int64(w), 10)
	}
	if p, ok := state.Precision(); ok {
		b = append(b, '.')
		b = strconv.AppendInt(b, int64(p), 10)
	}
	return string(utf8.AppendRune(b, verb))
}

// ---- the printer ----

// directive is what stands between % and the verb. For %+v and %#v plus and sharp move to the V ones.
type directive struct {
	hasWidth, hasPrecision          bool
	minus, plus, sharp, space, zero bool
	plusV, sharpV                   bool
}

type pp struct {
	buf   []byte
	arg   any // the operand as an interface; nil while value is printed
	value reflect.Value
	directive
	width, precision int
	room             [68]byte // for one number
	reordered        bool     // some operand was named by [n]
	goodIndex        bool     // the latest [n] was right
	panicking        bool     // printing the value of a panic
	erroring         bool     // printing a complaint: no methods
	mayWrap          bool     // %w is allowed
	wrapped          []int    // operands of %w
}

var ppFree = sync.Pool{New: func() any { return new(pp) }}

func newPrinter() *pp {
	p := ppFree.Get().(*pp)
	p.panicking = false
	p.erroring = false
	p.mayWrap = false
	p.directive = directive{}
	return p
}

func (p *pp) free() {
	if cap(p.buf) > 64*1024 {
		p.buf = nil
	} else {
		p.buf = p.buf[:0]
	}
	if cap(p.wrapped) > 8 {
		p.wrapped = nil
	}
	p.arg = nil
	p.value = reflect.Value{}
	p.wrapped = p.wrapped[:0]
	ppFree.Put(p)
}

func (p *pp) Width() (wid int, ok bool)      { return p.width, p.hasWidth }
func (p *pp) Precision() (prec int, ok bool) { return p.precision, p.hasPrecision }

func (p *pp) Flag(c int) bool {
	switch c {
	case '-':
		return p.minus
	case '+':
		return p.plus || p.plusV
	case '#':
		return p.sharp || p.sharpV
	case ' ':
		return p.space
	case '0':
		return p.zero && !p.minus
	}
	return false
}

func (p *pp) Write(b []byte) (ret int, err error) {
	p.buf = append(p.buf, b...)
	return len(b), nil
}

func (p *pp) WriteString(s string) (ret int, err error) {
	p.buf = append(p.buf, s...)
	return len(s), nil
}

func (p *pp) text(s string) { p.buf = append(p.buf, s...) }
func (p *pp) char(c byte)   { p.buf = append(p.buf, c) }

// ---- padding ----

func (p *pp) fill(n int) {
	if n <= 0 {
		return
	}
	old := len(p.buf)
	if old+n > cap(p.buf) {
		larger := make([]byte, cap(p.buf)*2+n)
		copy(larger, p.buf)
		p.buf = larger
	}
	p.buf = p.buf[:old+n]
	c := byte(' ')
	if p.zero && !p.minus {
		c = '0'
	}
	for i := old; i < old+n; i++ {
		p.buf[i] = c
	}
}

func (p *pp) pad(s string) {
	if !p.hasWidth || p.width == 0 {
		p.text(s)
		return
	}
	n := p.width - utf8.RuneCountInString(s)
	if p.minus {
		p.text(s)
		p.fill(n)
	} else {
		p.fill(n)
		p.text(s)
	}
}

func (p *pp) padBytes(b []byte) {
	if !p.hasWidth || p.width == 0 {
		p.buf = append(p.buf, b...)
		return
	}
	n := p.width - utf8.RuneCount(b)
	if p.minus {
		p.buf = append(p.buf, b...)
		p.fill(n)
	} else {
		p.fill(n)
		p.buf = append(p.buf, b...)
	}
}

// padPlain pads with blanks whatever the flags say.
func (p *pp) padPlain(b []byte) {
	zero := p.zero
	p.zero = false
	p.padBytes(b)
	p.zero = zero
}

// ---- numbers ----

const (
	lowerDigits = "0123456789abcdefx"
	upperDigits = "0123456789ABCDEFX"
)

func (p *pp) integer(u uint64, base uint64, signed bool, verb rune, digits string) {
	negative := signed && int64(u) < 0
	if negative {
		u = -u
	}
	buf := p.room[:]
	if p.hasWidth || p.hasPrecision {
		if n := 3 + p.width + p.precision; n > len(buf) {
			buf = make([]byte, n)
		}
	}
	least := 0
	if p.hasPrecision {
		least = p.precision
		if least == 0 && u == 0 {
			zero := p.zero
			p.zero = false
			p.fill(p.width)
			p.zero = zero
			return
		}
	} else if p.zero && !p.minus && p.hasWidth {
		least = p.width
		if negative || p.plus || p.space {
			least--
		}
	}
	i := len(buf)
	for u >= base {
		i--
		buf[i] = digits[u%base]
		u /= base
	}
	i--
	buf[i] = digits[u]
	for i > 0 && least > len(buf)-i {
		i--
		buf[i] = '0'
	}
	if p.sharp {
		switch {
		case base == 8 && buf[i] != '0':
			i--
			buf[i] = '0'
		case base == 2, base == 16:
			i -= 2
			buf[i] = '0'
			buf[i+1] = 'b'
			if base == 16 {
				buf[i+1] = digits[16]
			}
		}
	}
	if verb == 'O' {
		i -= 2
		buf[i] = '0'
		buf[i+1] = 'o'
	}
	sign := byte(0)
	switch {
	case negative:
		sign = '-'
	case p.plus:
		sign = '+'
	case p.space:
		sign = ' '
	}
	if sign != 0 {
		i--
		buf[i] = sign
	}
	p.padPlain(buf[i:])
}

func (p *pp) hex(u uint64, leading bool) {
	sharp := p.sharp
	p.sharp = leading
	p.integer(u, 16, false, 'v', lowerDigits)
	p.sharp = sharp
}

func (p *pp) unicode(u uint64) {
	buf := p.room[:]
	least := 4
	if p.hasPrecision && p.precision > 4 {
		least = p.precision
		if n := 2 + least + 2 + utf8.UTFMax + 1; n > len(buf) {
			buf = make([]byte, n)
		}
	}
	i := len(buf)
	if p.sharp && u <= utf8.MaxRune && strconv.IsPrint(rune(u)) {
		i -= 3 + utf8.RuneLen(rune(u))
		tail := append(buf[i:i], " '"...)
		tail = utf8.AppendRune(tail, rune(u))
		_ = append(tail, '\'')
	}
	for {
		i--
		buf[i] = upperDigits[u&15]
		u >>= 4
		least--
		if u == 0 && least <= 0 {
			break
		}
	}
	i -= 2
	buf[i] = 'U'
	buf[i+1] = '+'
	p.padPlain(buf[i:])
}

func (p *pp) runeOf(u uint64) rune {
	if u > utf8.MaxRune {
		return utf8.RuneError
	}
	return rune(u)
}

func (p *pp) printInteger(u uint64, signed bool, verb rune) {
	switch verb {
	case 'v':
		if p.sharpV && !signed {
			p.hex(u, true)
		} else {
			p.integer(u, 10, signed, verb, lowerDigits)
		}
	case 'd':
		p.integer(u, 10, signed, verb, lowerDigits)
	case 'b':
		p.integer(u, 2, signed, verb, lowerDigits)
	case 'o', 'O':
		p.integer(u, 8, signed, verb, lowerDigits)
	case 'x':
		p.integer(u, 16, signed, verb, lowerDigits)
	case 'X':
		p.integer(u, 16, signed, verb, upperDigits)
	case 'c':
		p.padBytes(utf8.AppendRune(p.room[:0], p.runeOf(u)))
	case 'q':
		if p.plus {
			p.padBytes(strconv.AppendQuoteRuneToASCII(p.room[:0], p.runeOf(u)))
		} else {
			p.padBytes(strconv.AppendQuoteRune(p.room[:0], p.runeOf(u)))
		}
	case 'U':
		p.unicode(u)
	default:
		p.badVerb(verb)
	}
}

func (p *pp) printFloat(f float64, bits int, verb rune) {
	switch verb {
	case 'v':
		p.float(f, bits, 'g', -1)
	case 'b', 'g', 'G', 'x', 'X':
		p.float(f, bits, verb, -1)
	case 'f', 'e', 'E', 'F':
		if verb == 'F' {
			verb = 'f'
		}
		p.float(f, bits, verb, 6)
	default:
		p.badVerb(verb)
	}
}

// printComplex prints both parts, the second with its sign; bits are those of a part.
func (p *pp) printComplex(c complex128, bits int, verb rune) {
	switch verb {
	case 'v', 'b', 'g', 'G', 'x', 'X', 'f', 'F', 'e', 'E':
		plus := p.plus
		p.char('(')
		p.printFloat(real(c), bits, verb)
		p.plus = true
		p.printFloat(imag(c), bits, verb)
		p.text("i)")
		p.plus = plus
	default:
		p.badVerb(verb)
	}
}

func (p *pp) float(f float64, bits int, verb rune, precision int) {
	if p.hasPrecision {
		precision = p.precision
	}
	// A place for the sign is kept in front.
	num := strconv.AppendFloat(p.room[:1], f, byte(verb), precision, bits)
	if num[1] == '-' || num[1] == '+' {
		num = num[1:]
	} else {
		num[0] = '+'
	}
	if p.space && num[0] == '+' && !p.plus {
		num[0] = ' '
	}
	if num[1] == 'I' || num[1] == 'N' {
		if num[1] == 'N' && !p.space && !p.plus {
			num = num[1:]
		}
		p.padPlain(num)
		return
	}
	if p.sharp && verb != 'b' {
		num = p.keepZeros(num, verb, precision)
	}
	if !p.plus && num[0] == '+' {
		p.padBytes(num[1:])
		return
	}
	if p.zero && !p.minus && p.hasWidth && p.width > len(num) {
		p.char(num[0])
		p.fill(p.width - len(num))
		p.buf = append(p.buf, num[1:]...)
		return
	}
	p.padBytes(num)
}

// keepZeros: with # there is a point, and %g keeps the zeros after it.
func (p *pp) keepZeros(num []byte, verb rune, precision int) []byte {
	digits := 0
	switch verb {
	case 'g', 'G', 'x':
		digits = precision
		if digits < 0 {
			digits = 6
		}
	}
	var room [6]byte
	exponent := room[:0]
	point, significant := false, false
	for i := 1; i < len(num); i++ {
		c := num[i]
		if c == '.' {
			point = true
			continue
		}
		if c == 'p' || c == 'P' || (c == 'e' || c == 'E') && verb != 'x' && verb != 'X' {
			exponent = append(exponent, num[i:]...)
			num = num[:i]
			break
		}
		if c != '0' {
			significant = true
		}
		if significant {
			digits--
		}
	}
	if !point {
		if len(num) == 2 && num[1] == '0' {
			digits--
		}
		num = append(num, '.')
	}
	for ; digits > 0; digits-- {
		num = append(num, '0')
	}
	return append(num, exponent...)
}

func (p *pp) printBool(b bool, verb rune) {
	switch {
	case verb != 't' && verb != 'v':
		p.badVerb(verb)
	case b:
		p.pad("true")
	default:
		p.pad("false")
	}
}

// ---- text ----

// cut: the precision counts runes.
func (p *pp) cut(s string) string {
	if p.hasPrecision {
		n := p.precision
		for i := range s {
			if n--; n < 0 {
				return s[:i]
			}
		}
	}
	return s
}

func (p *pp) quoted(s string) {
	s = p.cut(s)
	switch {
	case p.sharp && strconv.CanBackquote(s):
		p.pad("`" + s + "`")
	case p.plus:
		p.padBytes(strconv.AppendQuoteToASCII(p.room[:0], s))
	default:
		p.padBytes(strconv.AppendQuote(p.room[:0], s))
	}
}

// hexText writes the bytes of s, or of b if it is not nil.
func (p *pp) hexText(s string, b []byte, digits string) {
	n := len(b)
	if b == nil {
		n = len(s)
	}
	if p.hasPrecision && p.precision < n {
		n = p.precision
	}
	if n <= 0 {
		if p.hasWidth {
			p.fill(p.width)
		}
		return
	}
	width := 2 * n
	if p.space {
		if p.sharp {
			width *= 2
		}
		width += n - 1
	} else if p.sharp {
		width += 2
	}
	if p.hasWidth && p.width > width && !p.minus {
		p.fill(p.width - width)
	}
	for i := 0; i < n; i++ {
		if i > 0 && p.space {
			p.char(' ')
		}
		if p.sharp && (i == 0 || p.space) {
			p.buf = append(p.buf, '0', digits[16])
		}
		var c byte
		if b != nil {
			c = b[i]
		} else {
			c = s[i]
		}
		p.buf = append(p.buf, digits[c>>4], digits[c&15])
	}
	if p.hasWidth && p.width > width && p.minus {
		p.fill(p.width - width)
	}
}

func (p *pp) printString(s string, verb rune) {
	switch verb {
	case 'v':
		if p.sharpV {
			p.quoted(s)
		} else {
			p.pad(p.cut(s))
		}
	case 's':
		p.pad(p.cut(s))
	case 'x':
		p.hexText(s, nil, lowerDigits)
	case 'X':
		p.hexText(s, nil, upperDigits)
	case 'q':
		p.quoted(s)
	default:
		p.badVerb(verb)
	}
}

func (p *pp) printBytes(b []byte, verb rune, typ string) {
	switch verb {
	case 'v', 'd':
		if p.sharpV {
			p.text(typ)
			if b == nil {
				p.text("(nil)")
				return
			}
		}
		p.open()
		for i, c := range b {
			p.between(i)
			if p.sharpV {
				p.hex(uint64(c), true)
			} else {
				p.integer(uint64(c), 10, false, verb, lowerDigits)
			}
		}
		p.close()
	case 's':
		n := len(b)
		if p.hasPrecision {
			n = len(p.cut(native.TextOf(b)))
		}
		p.padBytes(b[:n])
	case 'x':
		p.hexText("", b, lowerDigits)
	case 'X':
		p.hexText("", b, upperDigits)
	case 'q':
		p.quoted(string(b))
	default:
		p.printValue(reflect.ValueOf(b), verb, 0)
	}
}

// ---- values ----

// open, between and close are the brackets of a list: [a b], and with %#v {a, b}.
func (p *pp) open() {
	if p.sharpV {
		p.char('{')
	} else {
		p.char('[')
	}
}

func (p *pp) close() {
	if p.sharpV {
		p.char('}')
	} else {
		p.char(']')
	}
}

func (p *pp) between(i int) {
	switch {
	case i == 0:
	case p.sharpV:
		p.text(", ")
	default:
		p.char(' ')
	}
}

func (p *pp) badVerb(verb rune) {
	p.erroring = true
	p.text("%!")
	p.buf = utf8.AppendRune(p.buf, verb)
	p.char('(')
	switch {
	case p.arg != nil:
		p.text(reflect.TypeOf(p.arg).String())
		p.char('=')
		p.printArg(p.arg, 'v')
	case p.value.IsValid():
		p.text(p.value.Type().String())
		p.char('=')
		p.printValue(p.value, 'v', 0)
	default:
		p.text("<nil>")
	}
	p.char(')')
	p.erroring = false
}

func (p *pp) printPointer(v reflect.Value, verb rune) {
	var u uint64
	switch v.Kind() {
	case reflect.Chan, reflect.Func, reflect.Map, reflect.Pointer, reflect.Slice, reflect.UnsafePointer:
		u = uint64(uintptr(v.UnsafePointer()))
	default:
		p.badVerb(verb)
		return
	}
	switch verb {
	case 'v':
		switch {
		case p.sharpV:
			p.char('(')
			p.text(v.Type().String())
			p.text(")(")
			if u == 0 {
				p.text("nil")
			} else {
				p.hex(u, true)
			}
			p.char(')')
		case u == 0:
			p.pad("<nil>")
		default:
			p.hex(u, !p.sharp)
		}
	case 'p':
		p.hex(u, !p.sharp)
	case 'b', 'o', 'd', 'x', 'X':
		p.printInteger(u, false, verb)
	default:
		p.badVerb(verb)
	}
}

// caught: a method panicked. A nil receiver shows as such; else the panic becomes part of the text.
func (p *pp) caught(arg any, verb rune, method string) {
	err := recover()
	if err == nil {
		return
	}
	if v := reflect.ValueOf(arg); v.Kind() == reflect.Pointer && v.IsNil() {
		p.text("<nil>")
		return
	}
	if p.panicking {
		panic(err)
	}
	kept := p.directive
	p.directive = directive{}
	p.text("%!")
	p.buf = utf8.AppendRune(p.buf, verb)
	p.text("(PANIC=")
	p.text(method)
	p.text(" method: ")
	p.panicking = true
	p.printArg(err, 'v')
	p.panicking = false
	p.char(')')
	p.directive = kept
}

// handleMethods lets the operand print itself if it can.
func (p *pp) handleMethods(verb rune) (handled bool) {
	if p.erroring {
		return false
	}
	if verb == 'w' {
		if _, ok := p.arg.(error); !ok || !p.mayWrap {
			p.badVerb(verb)
			return true
		}
		verb = 'v'
	}
	if f, ok := p.arg.(Formatter); ok {
		handled = true
		defer p.caught(p.arg, verb, "Format")
		f.Format(p, verb)
		return
	}
	if p.sharpV {
		if g, ok := p.arg.(GoStringer); ok {
			handled = true
			defer p.caught(p.arg, verb, "GoString")
			p.pad(p.cut(g.GoString()))
		}
		return
	}
	switch verb {
	case 'v', 's', 'x', 'X', 'q':
		switch x := p.arg.(type) {
		case error:
			handled = true
			defer p.caught(p.arg, verb, "Error")
			p.printString(x.Error(), verb)
		case Stringer:
			handled = true
			defer p.caught(p.arg, verb, "String")
			p.printString(x.String(), verb)
		}
	}
	return
}

func (p *pp) printArg(arg any, verb rune) {
	p.arg = arg
	p.value = reflect.Value{}
	if arg == nil {
		if verb == 'T' || verb == 'v' {
			p.pad("<nil>")
		} else {
			p.badVerb(verb)
		}
		return
	}
	switch verb {
	case 'T':
		p.pad(p.cut(reflect.TypeOf(arg).String()))
		return
	case 'p':
		p.printPointer(reflect.ValueOf(arg), 'p')
		return
	}
	switch x := arg.(type) {
	case bool:
		p.printBool(x, verb)
	case float32:
		p.printFloat(float64(x), 32, verb)
	case float64:
		p.printFloat(x, 64, verb)
	case complex64:
		p.printComplex(complex128(x), 32, verb)
	case complex128:
		p.printComplex(x, 64, verb)
	case int:
		p.printInteger(uint64(x), true, verb)
	case int8:
		p.printInteger(uint64(x), true, verb)
	case int16:
		p.printInteger(uint64(x), true, verb)
	case int32:
		p.printInteger(uint64(x), true, verb)
	case int64:
		p.printInteger(uint64(x), true, verb)
	case uint:
		p.printInteger(uint64(x), false, verb)
	case uint8:
		p.printInteger(uint64(x), false, verb)
	case uint16:
		p.printInteger(uint64(x), false, verb)
	case uint32:
		p.printInteger(uint64(x), false, verb)
	case uint64:
		p.printInteger(x, false, verb)
	case uintptr:
		p.printInteger(uint64(x), false, verb)
	case string:
		p.printString(x, verb)
	case []byte:
		p.printBytes(x, verb, "[]byte")
	case reflect.Value:
		if x.IsValid() && x.CanInterface() {
			p.arg = x.Interface()
			if p.handleMethods(verb) {
				return
			}
		}
		p.printValue(x, verb, 0)
	default:
		if !p.handleMethods(verb) {
			p.printValue(reflect.ValueOf(arg), verb, 0)
		}
	}
}

// printValue prints by kind; what lies inside another value (depth > 0) may have methods.
func (p *pp) printValue(v reflect.Value, verb rune, depth int) {
	if depth > 0 && v.IsValid() && v.CanInterface() {
		p.arg = v.Interface()
		if p.handleMethods(verb) {
			return
		}
	}
	p.arg = nil
	p.value = v
	switch v.Kind() {
	case reflect.Invalid:
		switch {
		case depth == 0:
			p.text("<invalid reflect.Value>")
		case verb == 'v':
			p.text("<nil>")
		default:
			p.badVerb(verb)
		}
	case reflect.Bool:
		p.printBool(v.Bool(), verb)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		p.printInteger(uint64(v.Int()), true, verb)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		p.printInteger(v.Uint(), false, verb)
	case reflect.Float32:
		p.printFloat(v.Float(), 32, verb)
	case reflect.Float64:
		p.printFloat(v.Float(), 64, verb)
	case reflect.Complex64:
		p.printComplex(v.Complex(), 32, verb)
	case reflect.Complex128:
		p.printComplex(v.Complex(), 64, verb)
	case reflect.String:
		p.printString(v.String(), verb)
	case reflect.Map:
		p.printMap(v, verb, depth)
	case reflect.Struct:
		p.printStruct(v, verb, depth)
	case reflect.Interface:
		switch elem := v.Elem(); {
		case elem.IsValid():
			p.printValue(elem, verb, depth+1)
		case p.sharpV:
			p.text(v.Type().String())
			p.text("(nil)")
		default:
			p.text("<nil>")
		}
	case reflect.Array, reflect.Slice:
		p.printList(v, verb, depth)
	case reflect.Pointer:
		if depth == 0 && v.UnsafePointer() != nil {
			switch elem := v.Elem(); elem.Kind() {
			case reflect.Array, reflect.Slice, reflect.Struct, reflect.Map:
				p.char('&')
				p.printValue(elem, verb, depth+1)
				return
			}
		}
		p.printPointer(v, verb)
	case reflect.Chan, reflect.Func, reflect.UnsafePointer:
		p.printPointer(v, verb)
	}
}

func (p *pp) printStruct(v reflect.Value, verb rune, depth int) {
	if p.sharpV {
		p.text(v.Type().String())
	}
	p.char('{')
	for i := 0; i < v.NumField(); i++ {
		p.between(i)
		if p.plusV || p.sharpV {
			if name := v.Type().Field(i).Name; name != "" {
				p.text(name)
				p.char(':')
			}
		}
		field := v.Field(i)
		if field.Kind() == reflect.Interface && !field.IsNil() {
			field = field.Elem()
		}
		p.printValue(field, verb, depth+1)
	}
	p.char('}')
}

func (p *pp) printList(v reflect.Value, verb rune, depth int) {
	switch verb {
	case 's', 'q', 'x', 'X':
		if v.Type().Elem().Kind() == reflect.Uint8 {
			var b []byte
			if v.Kind() == reflect.Slice || v.CanAddr() {
				b = v.Bytes()
			} else {
				b = make([]byte, v.Len())
				for i := range b {
					b[i] = byte(v.Index(i).Uint())
				}
			}
			p.printBytes(b, verb, v.Type().String())
			return
		}
	}
	if p.sharpV {
		p.text(v.Type().String())
		if v.Kind() == reflect.Slice && v.IsNil() {
			p.text("(nil)")
			return
		}
	}
	p.open()
	for i := 0; i < v.Len(); i++ {
		p.between(i)
		p.printValue(v.Index(i), verb, depth+1)
	}
	p.close()
}

func (p *pp) printMap(v reflect.Value, verb rune, depth int) {
	if p.sharpV {
		p.text(v.Type().String())
		if v.IsNil() {
			p.text("(nil)")
			return
		}
		p.char('{')
	} else {
		p.text("map[")
	}
	sorted := new(entries)
	sorted.keys, sorted.elems = reflect.MapEntries(v)
	sort.Stable(sorted)
	for i, key := range sorted.keys {
		p.between(i)
		p.printValue(key, verb, depth+1)
		p.char(':')
		p.printValue(sorted.elems[i], verb, depth+1)
	}
	p.close()
}

// entries of a map, to be sorted by key.
type entries struct{ keys, elems []reflect.Value }

func (e *entries) Len() int           { return len(e.keys) }
func (e *entries) Less(i, j int) bool { return compare(e.keys[i], e.keys[j]) < 0 }
func (e *entries) Swap(i, j int) {
	e.keys[i], e.keys[j] = e.keys[j], e.keys[i]
	e.elems[i], e.elems[j] = e.elems[j], e.elems[i]
}

func order[T int64 | uint64 | string | uintptr](a, b T) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}

func orderFloats(x, y float64) int {
	switch {
	case x != x || x < y:
		return -1
	case y != y || x > y:
		return 1
	}
	return 0
}

// compare: numbers and texts by size, NaN and nil first, false before true, structs and arrays part by part.
func compare(a, b reflect.Value) int {
	if a.Type() != b.Type() {
		return -1
	}
	switch a.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return order(a.Int(), b.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return order(a.Uint(), b.Uint())
	case reflect.String:
		return order(a.String(), b.String())
	case reflect.Float32, reflect.Float64:
		return orderFloats(a.Float(), b.Float())
	case reflect.Complex64, reflect.Complex128:
		x, y := a.Complex(), b.Complex()
		if c := orderFloats(real(x), real(y)); c != 0 {
			return c
		}
		return orderFloats(imag(x), imag(y))
	case reflect.Bool:
		switch {
		case a.Bool() == b.Bool():
			return 0
		case a.Bool():
			return 1
		}
		return -1
	case reflect.Pointer, reflect.UnsafePointer, reflect.Chan:
		return order(a.Pointer(), b.Pointer())
	case reflect.Struct:
		for i := 0; i < a.NumField(); i++ {
			if c := compare(a.Field(i), b.Field(i)); c != 0 {
				return c
			}
		}
	case reflect.Array:
		for i := 0; i < a.Len(); i++ {
			if c := compare(a.Index(i), b.Index(i)); c != 0 {
				return c
			}
		}
	case reflect.Interface:
		switch {
		case a.IsNil() && b.IsNil():
			return 0
		case a.IsNil():
			return -1
		case b.IsNil():
			return 1
		}
		if c := order(reflect.TypeAddress(a.Elem()), reflect.TypeAddress(b.Elem())); c != 0 {
			return c
		}
		return compare(a.Elem(), b.Elem())
	}
	return 0
}

// ---- formats ----

func number(s string, at int) (n int, ok bool, next int) {
	for ; at < len(s) && '0' <= s[at] && s[at] <= '9'; at++ {
		if n > 1e6 {
			return 0, false, len(s)
		}
		n = n*10 + int(s[at]-'0')
		ok = true
	}
	return n, ok, at
}

// starred is the operand as a width or precision.
func starred(a []any, at int) (n int, ok bool, next int) {
	if at >= len(a) {
		return 0, false, at
	}
	switch v := reflect.ValueOf(a[at]); v.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n, ok = int(v.Int()), true
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		n, ok = int(v.Uint()), v.Uint() < 1<<63
	}
	if n > 1e6 || n < -1e6 {
		n, ok = 0, false
	}
	return n, ok, at + 1
}

// index reads [n] if it stands at format[i].
func (p *pp) index(arg int, format string, i int, n int) (newArg, next int, found bool) {
	if i >= len(format) || format[i] != '[' {
		return arg, i, false
	}
	p.reordered = true
	end := i + 1
	for end < len(format) && format[end] != ']' {
		end++
	}
	if end == len(format) || len(format)-i < 3 {
		p.goodIndex = false
		return arg, i + 1, false
	}
	k, ok, at := number(format[:end], i+1)
	if !ok || at != end {
		p.goodIndex = false
		return arg, end + 1, false
	}
	if k < 1 || k > n {
		p.goodIndex = false
		return arg, end + 1, true
	}
	return k - 1, end + 1, true
}

func (p *pp) verbV() {
	p.sharpV, p.sharp = p.sharp, false
	p.plusV, p.plus = p.plus, false
}

func (p *pp) flags(format string, i int) int {
	p.directive = directive{}
	for ; i < len(format); i++ {
		switch format[i] {
		case '#':
			p.sharp = true
		case '0':
			p.zero = true
		case '+':
			p.plus = true
		case '-':
			p.minus = true
		case ' ':
			p.space = true
		default:
			return i
		}
	}
	return i
}

// measures reads width and precision. after: the latest thing read was an index.
func (p *pp) measures(format string, i, arg int, a []any) (next, newArg int, after bool) {
	arg, i, after = p.index(arg, format, i, len(a))
	if i < len(format) && format[i] == '*' {
		i++
		p.width, p.hasWidth, arg = starred(a, arg)
		if !p.hasWidth {
			p.text("%!(BADWIDTH)")
		}
		if p.width < 0 {
			p.width = -p.width
			p.minus = true
		}
		after = false
	} else {
		p.width, p.hasWidth, i = number(format, i)
		if after && p.hasWidth {
			p.goodIndex = false
		}
	}
	if i+1 <= len(format)-1 && format[i] == '.' {
		i++
		if after {
			p.goodIndex = false
		}
		arg, i, after = p.index(arg, format, i, len(a))
		if i < len(format) && format[i] == '*' {
			i++
			p.precision, p.hasPrecision, arg = starred(a, arg)
			if p.precision < 0 {
				p.precision, p.hasPrecision = 0, false
			}
			if !p.hasPrecision {
				p.text("%!(BADPREC)")
			}
			after = false
		} else {
			p.precision, _, i = number(format, i)
			p.hasPrecision = true
		}
	}
	if !after {
		arg, i, after = p.index(arg, format, i, len(a))
	}
	return i, arg, after
}

func (p *pp) doPrintf(format string, a []any) {
	arg := 0
	p.reordered = false
	for i := 0; i < len(format); {
		p.goodIndex = true
		start := i
		for i < len(format) && format[i] != '%' {
			i++
		}
		if i > start {
			p.text(format[start:i])
		}
		if i == len(format) {
			break
		}
		i = p.flags(format, i+1)
		if i < len(format) && (format[i] < 'a' || format[i] > 'z' || arg >= len(a)) {
			i, arg, _ = p.measures(format, i, arg, a)
		}
		if i >= len(format) {
			p.text("%!(NOVERB)")
			break
		}
		verb, size := rune(format[i]), 1
		if verb >= utf8.RuneSelf {
			verb, size = utf8.DecodeRuneInString(format[i:])
		}
		i += size
		switch {
		case verb == '%':
			p.char('%')
			continue
		case !p.goodIndex:
			p.complain(verb, "(BADINDEX)")
			continue
		case arg >= len(a):
			p.complain(verb, "(MISSING)")
			continue
		case verb == 'w':
			p.wrapped = append(p.wrapped, arg)
			p.verbV()
		case verb == 'v':
			p.verbV()
		}
		p.printArg(a[arg], verb)
		arg++
	}
	if !p.reordered && arg < len(a) {
		p.directive = directive{}
		p.text("%!(EXTRA ")
		for i, x := range a[arg:] {
			if i > 0 {
				p.text(", ")
			}
			if x == nil {
				p.text("<nil>")
				continue
			}
			p.text(reflect.TypeOf(x).String())
			p.char('=')
			p.printArg(x, 'v')
		}
		p.char(')')
	}
}

func (p *pp) complain(verb rune, what string) {
	p.text("%!")
	p.buf = utf8.AppendRune(p.buf, verb)
	p.text(what)
}

func (p *pp) doPrint(a []any) {
	before := true
	for i, x := range a {
		is := x != nil && reflect.ValueOf(x).Kind() == reflect.String
		if i > 0 && !is && !before {
			p.char(' ')
		}
		p.printArg(x, 'v')
		before = is
	}
}

func (p *pp) doPrintln(a []any) {
	for i, x := range a {
		if i > 0 {
			p.char(' ')
		}
		p.printArg(x, 'v')
	}
	p.char('\n')
}

// ---- what programs call ----

func Fprint(w io.Writer, a ...any) (n int, err error) {
	p := newPrinter()
	p.doPrint(a)
	n, err = w.Write(p.buf)
	p.free()
	return
}

func Fprintln(w io.Writer, a ...any) (n int, err error) {
	p := newPrinter()
	p.doPrintln(a)
	n, err = w.Write(p.buf)
	p.free()
	return
}

func Fprintf(w io.Writer, format string, a ...any) (n int, err error) {
	p := newPrinter()
	p.doPrintf(format, a)
	n, err = w.Write(p.buf)
	p.free()
	return
}

func Print(a ...any) (n int, err error)                 { return Fprint(os.Stdout, a...) }
func Println(a ...any) (n int, err error)               { return Fprintln(os.Stdout, a...) }
func Printf(format string, a ...any) (n int, err error) { return Fprintf(os.Stdout, format, a...) }

func Sprint(a ...any) string {
	p := newPrinter()
	p.doPrint(a)
	s := string(p.buf)
	p.free()
	return s
}

func Sprintln(a ...any) string {
	p := newPrinter()
	p.doPrintln(a)
	s := string(p.buf)
	p.free()
	return s
}

func Sprintf(format string, a ...any) string {
	p := newPrinter()
	p.doPrintf(format, a)
	s := string(p.buf)
	p.free()
	return s
}

func Append(b []byte, a ...any) []byte {
	p := newPrinter()
	p.doPrint(a)
	b = append(b, p.buf...)
	p.free()
	return b
}

func Appendln(b []byte, a ...any) []byte {
	p := newPrinter()
	p.doPrintln(a)
	b = append(b, p.buf...)
	p.free()
	return b
}

func Appendf(b []byte, format string, a ...any) []byte {
	p := newPrinter()
	p.doPrintf(format, a)
	b = append(b, p.buf...)
	p.free()
	return b
}

// ---- Errorf ----

type wrapError struct {
	msg string
	err error
}

func (e *wrapError) Error() string { return e.msg }
func (e *wrapError) Unwrap() error { return e.err }

type wrapErrors struct {
	msg  string
	errs []error
}

func (e *wrapErrors) Error() string   { return e.msg }
func (e *wrapErrors) Unwrap() []error { return e.errs }

// Errorf makes a wrapError or wrapErrors if the format has %w, else what errors.New makes.
func Errorf(format string, a ...any) (err error) {
	p := newPrinter()
	p.mayWrap = true
	p.doPrintf(format, a)
	s := string(p.buf)
	switch len(p.wrapped) {
	case 0:
		err = errors.New(s)
	case 1:
		w := &wrapError{msg: s}
		w.err, _ = a[p.wrapped[0]].(error)
		err = w
	default:
		if p.reordered {
			sort.Ints(p.wrapped)
		}
		var errs []error
		for i, at := range p.wrapped {
			if i > 0 && p.wrapped[i-1] == at {
				continue
			}
			if e, ok := a[at].(error); ok {
				errs = append(errs, e)
			}
		}
		err = &wrapErrors{s, errs}
	}
	p.free()
	return err
}

// ---- scanning ----

type (
	ScanState = scan.ScanState
	Scanner   = scan.Scanner
)

func Fscan(r io.Reader, a ...any) (n int, err error)   { return scan.Fscan(r, a...) }
func Fscanln(r io.Reader, a ...any) (n int, err error) { return scan.Fscanln(r, a...) }
func Fscanf(r io.Reader, format string, a ...any) (n int, err error) {
	return scan.Fscanf(r, format, a...)
}

func Sscan(str string, a ...any) (n int, err error)   { return scan.Sscan(str, a...) }
func Sscanln(str string, a ...any) (n int, err error) { return scan.Sscanln(str, a...) }
func Sscanf(str string, format string, a ...any) (n int, err error) {
	return scan.Sscanf(str, format, a...)
}

func Scan(a ...any) (n int, err error)                 { return scan.Fscan(os.Stdin, a...) }
func Scanln(a ...any) (n int, err error)               { return scan.Fscanln(os.Stdin, a...) }
func Scanf(format string, a ...any) (n int, err error) { return scan.Fscanf(os.Stdin, format, a...) }
