// Package strings. Results share the argument's bytes wherever Go's do; what is new is built in one Builder of the size
// Go asks for.
package strings

import (
	"internal/native"
	"unsafe"
)

// ---- Builder ----

type Builder struct {
	addr *Builder
	buf  []byte
}

func (b *Builder) check() {
	if b.addr == nil {
		b.addr = (*Builder)(native.NoEscape(unsafe.Pointer(b)))
	} else if b.addr != b {
		panic("strings: illegal use of non-zero Builder copied by value")
	}
}

func (b *Builder) String() string { return unsafe.String(unsafe.SliceData(b.buf), len(b.buf)) }
func (b *Builder) Len() int       { return len(b.buf) }
func (b *Builder) Cap() int       { return cap(b.buf) }

func (b *Builder) Reset() {
	b.addr = nil
	b.buf = nil
}

func (b *Builder) Grow(n int) {
	b.check()
	if n < 0 {
		panic("strings.Builder.Grow: negative count")
	}
	if cap(b.buf)-len(b.buf) < n {
		buf := native.MakeNoZero(2*cap(b.buf) + n)[:len(b.buf)]
		copy(buf, b.buf)
		b.buf = buf
	}
}

func (b *Builder) Write(p []byte) (int, error) {
	b.check()
	b.buf = append(b.buf, p...)
	return len(p), nil
}

func (b *Builder) WriteByte(c byte) error {
	b.check()
	b.buf = append(b.buf, c)
	return nil
}

func (b *Builder) WriteRune(r rune) (int, error) {
	b.check()
	n := len(b.buf)
	b.buf = native.AppendRune(b.buf, r)
	return len(b.buf) - n, nil
}

func (b *Builder) WriteString(s string) (int, error) {
	b.check()
	b.buf = append(b.buf, s...)
	return len(s), nil
}

// ---- searching ----

func Index(s, substr string) int      { return native.IndexString(s, substr) }
func LastIndex(s, substr string) int  { return native.LastIndexString(s, substr) }
func IndexByte(s string, c byte) int  { return native.IndexByteString(s, c) }
func Contains(s, substr string) bool  { return native.IndexString(s, substr) >= 0 }
func HasPrefix(s, prefix string) bool { return len(s) >= len(prefix) && s[:len(prefix)] == prefix }
func HasSuffix(s, suffix string) bool {
	return len(s) >= len(suffix) && s[len(s)-len(suffix):] == suffix
}
func ContainsRune(s string, r rune) bool { return IndexRune(s, r) >= 0 }
func ContainsAny(s, chars string) bool   { return IndexAny(s, chars) >= 0 }

func ContainsFunc(s string, f func(rune) bool) bool { return IndexFunc(s, f) >= 0 }

func LastIndexByte(s string, c byte) int {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == c {
			return i
		}
	}
	return -1
}

func IndexRune(s string, r rune) int {
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

func IndexAny(s, chars string) int {
	for i, c := range s {
		if IndexRune(chars, c) >= 0 {
			return i
		}
	}
	return -1
}

func LastIndexAny(s, chars string) int {
	for i := len(s); i > 0; {
		r, size := native.LastRune(s[:i])
		i -= size
		if IndexRune(chars, r) >= 0 {
			return i
		}
	}
	return -1
}

func IndexFunc(s string, f func(rune) bool) int {
	for i, c := range s {
		if f(c) {
			return i
		}
	}
	return -1
}

func LastIndexFunc(s string, f func(rune) bool) int {
	for i := len(s); i > 0; {
		r, size := native.LastRune(s[:i])
		i -= size
		if f(r) {
			return i
		}
	}
	return -1
}

func Count(s, substr string) int {
	if len(substr) == 0 {
		return native.CountRunes(s) + 1
	}
	n := 0
	for {
		i := native.IndexString(s, substr)
		if i < 0 {
			return n
		}
		n++
		s = s[i+len(substr):]
	}
}

func Compare(a, b string) int {
	if a == b {
		return 0
	}
	if a < b {
		return -1
	}
	return +1
}

func EqualFold(s, t string) bool {
	for s != "" && t != "" {
		a, n := native.FirstRune(s)
		b, m := native.FirstRune(t)
		if a != b && native.FoldRune(a) != native.FoldRune(b) {
			return false
		}
		s, t = s[n:], t[m:]
	}
	return s == t
}

// ---- cutting ----

func Cut(s, sep string) (before, after string, found bool) {
	if i := native.IndexString(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

func CutPrefix(s, prefix string) (after string, found bool) {
	if !HasPrefix(s, prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

func CutSuffix(s, suffix string) (before string, found bool) {
	if !HasSuffix(s, suffix) {
		return s, false
	}
	return s[:len(s)-len(suffix)], true
}

func TrimPrefix(s, prefix string) string {
	if HasPrefix(s, prefix) {
		return s[len(prefix):]
	}
	return s
}

func TrimSuffix(s, suffix string) string {
	if HasSuffix(s, suffix) {
		return s[:len(s)-len(suffix)]
	}
	return s
}

func TrimLeftFunc(s string, f func(rune) bool) string {
	for i, c := range s {
		if !f(c) {
			return s[i:]
		}
	}
	return ""
}

func TrimRightFunc(s string, f func(rune) bool) string {
	for i := len(s); i > 0; {
		r, size := native.LastRune(s[:i])
		if !f(r) {
			return s[:i]
		}
		i -= size
	}
	return ""
}

func TrimFunc(s string, f func(rune) bool) string { return TrimRightFunc(TrimLeftFunc(s, f), f) }

func TrimLeft(s, cutset string) string {
	for s != "" {
		r, size := native.FirstRune(s)
		if IndexRune(cutset, r) < 0 {
			break
		}
		s = s[size:]
	}
	return s
}

func TrimRight(s, cutset string) string {
	for s != "" {
		r, size := native.LastRune(s)
		if IndexRune(cutset, r) < 0 {
			break
		}
		s = s[:len(s)-size]
	}
	return s
}

func Trim(s, cutset string) string {
	if s == "" || cutset == "" {
		return s
	}
	return TrimRight(TrimLeft(s, cutset), cutset)
}

func TrimSpace(s string) string {
	for s != "" {
		r, size := native.FirstRune(s)
		if !native.IsSpace(r) {
			break
		}
		s = s[size:]
	}
	for s != "" {
		r, size := native.LastRune(s)
		if !native.IsSpace(r) {
			break
		}
		s = s[:len(s)-size]
	}
	return s
}

// ---- splitting and joining ----

func explode(s string, n int) []string {
	l := native.CountRunes(s)
	if n < 0 || n > l {
		n = l
	}
	a := make([]string, n)
	for i := 0; i < n-1; i++ {
		_, size := native.FirstRune(s)
		a[i] = s[:size]
		s = s[size:]
	}
	if n > 0 {
		a[n-1] = s
	}
	return a
}

func split(s, sep string, keep, n int) []string {
	if n == 0 {
		return nil
	}
	if sep == "" {
		return explode(s, n)
	}
	if n < 0 {
		n = Count(s, sep) + 1
	}
	if n > len(s)+1 {
		n = len(s) + 1
	}
	a := make([]string, n)
	n--
	i := 0
	for i < n {
		m := native.IndexString(s, sep)
		if m < 0 {
			break
		}
		a[i] = s[:m+keep]
		s = s[m+len(sep):]
		i++
	}
	a[i] = s
	return a[:i+1]
}

func Split(s, sep string) []string              { return split(s, sep, 0, -1) }
func SplitN(s, sep string, n int) []string      { return split(s, sep, 0, n) }
func SplitAfter(s, sep string) []string         { return split(s, sep, len(sep), -1) }
func SplitAfterN(s, sep string, n int) []string { return split(s, sep, len(sep), n) }

func Fields(s string) []string {
	n, inside, ascii := 0, false, true
	for i := 0; i < len(s); i++ {
		c := s[i]
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
	a := make([]string, n)
	at, start := 0, -1
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == ' ' || c >= '\t' && c <= '\r' {
			if start >= 0 {
				a[at] = s[start:i]
				at++
				start = -1
			}
		} else if start < 0 {
			start = i
		}
	}
	if start >= 0 {
		a[at] = s[start:]
	}
	return a
}

func FieldsFunc(s string, f func(rune) bool) []string {
	type span struct{ start, end int }
	spans := make([]span, 0, 32)
	start := -1
	for i, c := range s {
		if f(c) {
			if start >= 0 {
				spans = append(spans, span{start, i})
				start = -1
			}
		} else if start < 0 {
			start = i
		}
	}
	if start >= 0 {
		spans = append(spans, span{start, len(s)})
	}
	a := make([]string, len(spans))
	for i, each := range spans {
		a[i] = s[each.start:each.end]
	}
	return a
}

func Join(elems []string, sep string) string {
	switch len(elems) {
	case 0:
		return ""
	case 1:
		return elems[0]
	}
	n := len(sep) * (len(elems) - 1)
	for _, each := range elems {
		n += len(each)
	}
	var b Builder
	b.Grow(n)
	b.WriteString(elems[0])
	for _, each := range elems[1:] {
		b.WriteString(sep)
		b.WriteString(each)
	}
	return b.String()
}

func Repeat(s string, count int) string {
	switch count {
	case 0:
		return ""
	case 1:
		return s
	}
	if count < 0 {
		panic("strings: negative Repeat count")
	}
	n := len(s) * count
	if n == 0 {
		return ""
	}
	if n/count != len(s) {
		panic("strings: Repeat output length overflow")
	}
	var b Builder
	b.Grow(n)
	b.WriteString(s)
	for b.Len() < n {
		b.WriteString(b.String()[:min(n-b.Len(), b.Len())])
	}
	return b.String()
}

// ---- changing ----

func Replace(s, old, new string, n int) string {
	if old == new || n == 0 {
		return s
	}
	if m := Count(s, old); m == 0 {
		return s
	} else if n < 0 || m < n {
		n = m
	}
	var b Builder
	b.Grow(len(s) + n*(len(new)-len(old)))
	start := 0
	for i := 0; i < n; i++ {
		j := start
		if len(old) == 0 {
			if i > 0 {
				_, size := native.FirstRune(s[start:])
				j += size
			}
		} else {
			j += native.IndexString(s[start:], old)
		}
		b.WriteString(s[start:j])
		b.WriteString(new)
		start = j + len(old)
	}
	b.WriteString(s[start:])
	return b.String()
}

func ReplaceAll(s, old, new string) string { return Replace(s, old, new, -1) }

func Map(mapping func(rune) rune, s string) string {
	var b Builder
	start := len(s)
	for i, c := range s {
		r := mapping(c)
		if r == c && c != 0xfffd {
			continue
		}
		size := 1
		if c == 0xfffd {
			_, size = native.FirstRune(s[i:])
			if size != 1 && r == c {
				continue
			}
		} else {
			size = native.RuneLen(c)
		}
		b.Grow(len(s) + 4)
		b.WriteString(s[:i])
		if r >= 0 {
			b.WriteRune(r)
		}
		start = i + size
		break
	}
	if start == len(s) && b.Cap() == 0 {
		return s
	}
	for _, c := range s[start:] {
		if r := mapping(c); r >= 0 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func ToUpper(s string) string {
	ascii, lower := true, false
	for i := 0; i < len(s); i++ {
		c := s[i]
		ascii = ascii && c < 0x80
		lower = lower || c >= 'a' && c <= 'z'
	}
	if !ascii {
		return Map(native.UpperRune, s)
	}
	if !lower {
		return s
	}
	var b Builder
	from := 0
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 'a' && c <= 'z' {
			b.WriteString(s[from:i])
			b.WriteByte(c - 'a' + 'A')
			from = i + 1
		}
	}
	b.WriteString(s[from:])
	return b.String()
}

func ToLower(s string) string {
	ascii, upper := true, false
	for i := 0; i < len(s); i++ {
		c := s[i]
		ascii = ascii && c < 0x80
		upper = upper || c >= 'A' && c <= 'Z'
	}
	if !ascii {
		return Map(native.LowerRune, s)
	}
	if !upper {
		return s
	}
	var b Builder
	from := 0
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 'A' && c <= 'Z' {
			b.WriteString(s[from:i])
			b.WriteByte(c - 'A' + 'a')
			from = i + 1
		}
	}
	b.WriteString(s[from:])
	return b.String()
}

// Title upper-cases the first letter of each word: what follows a separator.
func Title(s string) string {
	previous := ' '
	return Map(func(r rune) rune {
		first := separates(previous)
		previous = r
		if first {
			return native.UpperRune(r)
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

func Clone(s string) string {
	if len(s) == 0 {
		return ""
	}
	b := make([]byte, len(s))
	copy(b, s)
	return unsafe.String(&b[0], len(b))
}

// ---- Reader ----

type Reader struct {
	s    string
	i    int64
	prev int
}

func NewReader(s string) *Reader { return &Reader{s, 0, -1} }

func (r *Reader) Len() int {
	if r.i >= int64(len(r.s)) {
		return 0
	}
	return int(int64(len(r.s)) - r.i)
}

func (r *Reader) Size() int64 { return int64(len(r.s)) }

func (r *Reader) Read(b []byte) (n int, err error) {
	if r.i >= int64(len(r.s)) {
		return 0, native.EOF()
	}
	r.prev = -1
	n = copy(b, r.s[r.i:])
	r.i += int64(n)
	return n, nil
}

func (r *Reader) ReadByte() (byte, error) {
	r.prev = -1
	if r.i >= int64(len(r.s)) {
		return 0, native.EOF()
	}
	b := r.s[r.i]
	r.i++
	return b, nil
}

func (r *Reader) ReadRune() (ch rune, size int, err error) {
	if r.i >= int64(len(r.s)) {
		r.prev = -1
		return 0, 0, native.EOF()
	}
	r.prev = int(r.i)
	ch, size = native.FirstRune(r.s[r.i:])
	r.i += int64(size)
	return ch, size, nil
}

func (r *Reader) Reset(s string) { *r = Reader{s, 0, -1} }
