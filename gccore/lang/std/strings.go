// Package strings. Results share the argument's bytes wherever Go's do; what is new is built in one Builder of the size
// Go asks for.
package strings

import (
	"errors"
	"internal/native"
	"io"
	"sync"
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

func Clone(s string) string {
	if len(s) == 0 {
		return ""
	}
	b := make([]byte, len(s))
	copy(b, s)
	return unsafe.String(&b[0], len(b))
}

func ToTitle(s string) string { return Map(native.TitleRune, s) }

// ToValidUTF8 puts the replacement where a run of bytes is no UTF-8; nothing is built while all is well.
func ToValidUTF8(s, replacement string) string {
	if native.ValidString(s) {
		return s
	}
	var b Builder
	bad := false
	for i, c := range s {
		size := native.RuneLen(c)
		if c == 0xfffd {
			_, size = native.FirstRune(s[i:])
		}
		if c == 0xfffd && size == 1 {
			if b.Cap() == 0 {
				b.Grow(len(s) + len(replacement))
				b.WriteString(s[:i])
			}
			if !bad {
				b.WriteString(replacement)
			}
			bad = true
			continue
		}
		bad = false
		if b.Cap() != 0 {
			b.WriteString(s[i : i+size])
		}
	}
	return b.String()
}

// ---- Reader ----

type Reader struct {
	s        string
	i        int64
	prevRune int
}

func NewReader(s string) *Reader { return &Reader{s, 0, -1} }

func (r *Reader) Len() int {
	if r.i >= int64(len(r.s)) {
		return 0
	}
	return int(int64(len(r.s)) - r.i)
}

func (r *Reader) Size() int64 { return int64(len(r.s)) }

func (r *Reader) Reset(s string) { *r = Reader{s, 0, -1} }

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
		return 0, errors.New("strings.Reader.ReadAt: negative offset")
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
		return errors.New("strings.Reader.UnreadByte: at beginning of string")
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
	ch, size = native.FirstRune(r.s[r.i:])
	r.i += int64(size)
	return ch, size, nil
}

func (r *Reader) UnreadRune() error {
	if r.i <= 0 {
		return errors.New("strings.Reader.UnreadRune: at beginning of string")
	}
	if r.prevRune < 0 {
		return errors.New("strings.Reader.UnreadRune: previous operation was not ReadRune")
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
		return 0, errors.New("strings.Reader.Seek: invalid whence")
	}
	if offset < 0 {
		return 0, errors.New("strings.Reader.Seek: negative position")
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
	m, err := io.WriteString(w, rest)
	if m > len(rest) {
		panic("strings.Reader.WriteTo: invalid WriteString count")
	}
	r.i += int64(m)
	if m != len(rest) && err == nil {
		err = io.ErrShortWrite
	}
	return int64(m), err
}

// ---- Replacer ----

// A Replacer makes what it needs at its first use: of the pairs' shape depends which of the four kinds it is.
type Replacer struct {
	once   sync.Once
	r      replacer
	oldnew []string
}

type replacer interface {
	Replace(s string) string
	WriteString(w io.Writer, s string) (n int, err error)
}

func NewReplacer(oldnew ...string) *Replacer {
	if len(oldnew)%2 == 1 {
		panic("strings.NewReplacer: odd argument count")
	}
	return &Replacer{oldnew: append([]string(nil), oldnew...)}
}

func (r *Replacer) prepare() {
	r.r = r.kind()
	r.oldnew = nil
}

func (r *Replacer) kind() replacer {
	pairs := r.oldnew
	if len(pairs) == 2 && len(pairs[0]) > 1 {
		return &singleReplacer{newFinder(pairs[0]), pairs[1]}
	}
	bytesToBytes := true
	for i := 0; i < len(pairs); i += 2 {
		if len(pairs[i]) != 1 {
			return newGenericReplacer(pairs)
		}
		bytesToBytes = bytesToBytes && len(pairs[i+1]) == 1
	}
	// Of several pairs with the same old byte the first counts: they are entered from the last.
	if bytesToBytes {
		r := new(byteReplacer)
		for i := range r {
			r[i] = byte(i)
		}
		for i := len(pairs) - 2; i >= 0; i -= 2 {
			r[pairs[i][0]] = pairs[i+1][0]
		}
		return r
	}
	b := &bytesReplacer{old: make([]string, 0, len(pairs)/2)}
	for i := len(pairs) - 2; i >= 0; i -= 2 {
		c := pairs[i][0]
		if b.new[c] == nil {
			b.old = append(b.old, pairs[i][:1])
		}
		b.new[c] = []byte(pairs[i+1])
	}
	return b
}

func (r *Replacer) Replace(s string) string {
	r.once.Do(r.prepare)
	return r.r.Replace(s)
}

func (r *Replacer) WriteString(w io.Writer, s string) (n int, err error) {
	r.once.Do(r.prepare)
	return r.r.WriteString(w, s)
}

// A byteReplacer has a byte for each byte.
type byteReplacer [256]byte

func (r *byteReplacer) Replace(s string) string {
	var changed []byte
	for i := 0; i < len(s); i++ {
		if r[s[i]] != s[i] {
			if changed == nil {
				changed = []byte(s)
			}
			changed[i] = r[s[i]]
		}
	}
	if changed == nil {
		return s
	}
	return string(changed)
}

func (r *byteReplacer) WriteString(w io.Writer, s string) (n int, err error) {
	return writeReplaced(w, s, func(c byte) []byte {
		if r[c] == c {
			return nil
		}
		return r[c : int(c)+1]
	})
}

// A bytesReplacer has a text for some bytes.
type bytesReplacer struct {
	new [256][]byte
	old []string
}

func (r *bytesReplacer) Replace(s string) string {
	size, any := len(s), false
	if len(r.old)*8 < len(s) {
		for _, x := range r.old {
			if n := Count(s, x); n != 0 {
				size += n * (len(r.new[x[0]]) - 1)
				any = true
			}
		}
	} else {
		for i := 0; i < len(s); i++ {
			if r.new[s[i]] != nil {
				size += len(r.new[s[i]]) - 1
				any = true
			}
		}
	}
	if !any {
		return s
	}
	buf := make([]byte, size)
	j := 0
	for i := 0; i < len(s); i++ {
		if b := s[i]; r.new[b] != nil {
			j += copy(buf[j:], r.new[b])
		} else {
			buf[j] = b
			j++
		}
	}
	return string(buf)
}

func (r *bytesReplacer) WriteString(w io.Writer, s string) (n int, err error) {
	return writeReplaced(w, s, func(c byte) []byte { return r.new[c] })
}

// writeReplaced writes s with other text for the bytes that have one (not nil), piece by piece.
func writeReplaced(w io.Writer, s string, other func(byte) []byte) (n int, err error) {
	sw := textWriter(w)
	last := 0
	for i := 0; i < len(s); i++ {
		text := other(s[i])
		if text == nil {
			continue
		}
		if last != i {
			m, err := sw.WriteString(s[last:i])
			n += m
			if err != nil {
				return n, err
			}
		}
		last = i + 1
		m, err := w.Write(text)
		n += m
		if err != nil {
			return n, err
		}
	}
	if last != len(s) {
		m, err := sw.WriteString(s[last:])
		return n + m, err
	}
	return n, nil
}

type plainWriter struct{ w io.Writer }

func (w plainWriter) WriteString(s string) (int, error) { return w.w.Write([]byte(s)) }

// textWriter is w, or w in a box that makes bytes of text.
func textWriter(w io.Writer) io.StringWriter {
	if sw, ok := w.(io.StringWriter); ok {
		return sw
	}
	return plainWriter{w}
}

// A singleReplacer has one longer text to look for.
type singleReplacer struct {
	finder *finder
	value  string
}

func (r *singleReplacer) Replace(s string) string {
	var b Builder
	i, found := 0, false
	for {
		at := r.finder.next(s[i:])
		if at < 0 {
			break
		}
		found = true
		b.Grow(at + len(r.value))
		b.WriteString(s[i : i+at])
		b.WriteString(r.value)
		i += at + len(r.finder.pattern)
	}
	if !found {
		return s
	}
	b.WriteString(s[i:])
	return b.String()
}

func (r *singleReplacer) WriteString(w io.Writer, s string) (n int, err error) {
	sw := textWriter(w)
	for {
		at := r.finder.next(s)
		if at < 0 {
			break
		}
		m, err := sw.WriteString(s[:at])
		n += m
		if err != nil {
			return n, err
		}
		m, err = sw.WriteString(r.value)
		n += m
		if err != nil {
			return n, err
		}
		s = s[at+len(r.finder.pattern):]
	}
	m, err := sw.WriteString(s)
	return n + m, err
}

// A finder is Boyer and Moore's: how far to move when a byte does not fit, by that byte and by what did fit after it.
type finder struct {
	pattern  string
	byByte   [256]int
	bySuffix []int
}

func newFinder(pattern string) *finder {
	f := &finder{pattern: pattern, bySuffix: make([]int, len(pattern))}
	last := len(pattern) - 1
	for i := range f.byByte {
		f.byByte[i] = len(pattern)
	}
	for i := 0; i < last; i++ {
		f.byByte[pattern[i]] = last - i
	}
	prefix := last
	for i := last; i >= 0; i-- {
		if HasPrefix(pattern, pattern[i+1:]) {
			prefix = i + 1
		}
		f.bySuffix[i] = prefix + last - i
	}
	for i := 0; i < last; i++ {
		same := 0
		for same < i && pattern[last-same] == pattern[i-same] {
			same++
		}
		if pattern[i-same] != pattern[last-same] {
			f.bySuffix[last-same] = same + last - i
		}
	}
	return f
}

func (f *finder) next(text string) int {
	for i := len(f.pattern) - 1; i < len(text); {
		j := len(f.pattern) - 1
		for j >= 0 && text[i] == f.pattern[j] {
			i--
			j--
		}
		if j < 0 {
			return i + 1
		}
		i += max(f.byByte[text[i]], f.bySuffix[j])
	}
	return -1
}

// A genericReplacer keeps the old texts in a trie, whose tables have an entry for each byte that occurs in them; of the
// texts that fit at a place the first given wins.
type genericReplacer struct {
	root      node
	tableSize int
	mapping   [256]byte
}

// A node has a value if a text ends here (priority > 0), and goes on by its prefix to one next node or by its table.
type node struct {
	value    string
	priority int
	prefix   string
	next     *node
	table    []*node
}

func newGenericReplacer(pairs []string) *genericReplacer {
	r := new(genericReplacer)
	for i := 0; i < len(pairs); i += 2 {
		for j := 0; j < len(pairs[i]); j++ {
			r.mapping[pairs[i][j]] = 1
		}
	}
	for _, b := range r.mapping {
		r.tableSize += int(b)
	}
	index := byte(0)
	for i, b := range r.mapping {
		if b == 0 {
			r.mapping[i] = byte(r.tableSize)
		} else {
			r.mapping[i] = index
			index++
		}
	}
	r.root.table = make([]*node, r.tableSize)
	for i := 0; i < len(pairs); i += 2 {
		r.root.add(pairs[i], pairs[i+1], len(pairs)-i, r)
	}
	return r
}

func (t *node) add(key, value string, priority int, r *genericReplacer) {
	if key == "" {
		if t.priority == 0 {
			t.value = value
			t.priority = priority
		}
		return
	}
	switch {
	case t.prefix != "":
		n := 0
		for n < len(t.prefix) && n < len(key) && t.prefix[n] == key[n] {
			n++
		}
		switch n {
		case len(t.prefix):
			t.next.add(key[n:], value, priority, r)
		case 0:
			// Nothing in common: a table takes both.
			rest := t.next
			if len(t.prefix) > 1 {
				rest = &node{prefix: t.prefix[1:], next: t.next}
			}
			other := new(node)
			t.table = make([]*node, r.tableSize)
			t.table[r.mapping[t.prefix[0]]] = rest
			t.table[r.mapping[key[0]]] = other
			t.prefix = ""
			t.next = nil
			other.add(key[1:], value, priority, r)
		default:
			next := &node{prefix: t.prefix[n:], next: t.next}
			t.prefix = t.prefix[:n]
			t.next = next
			next.add(key[n:], value, priority, r)
		}
	case t.table != nil:
		m := r.mapping[key[0]]
		if t.table[m] == nil {
			t.table[m] = new(node)
		}
		t.table[m].add(key[1:], value, priority, r)
	default:
		t.prefix = key
		t.next = new(node)
		t.next.add("", value, priority, r)
	}
}

func (r *genericReplacer) lookup(s string, skipRoot bool) (value string, length int, found bool) {
	best, n := 0, 0
	for t := &r.root; t != nil; {
		if t.priority > best && !(skipRoot && t == &r.root) {
			best = t.priority
			value = t.value
			length = n
			found = true
		}
		if s == "" {
			break
		}
		switch {
		case t.table != nil:
			m := r.mapping[s[0]]
			if int(m) == r.tableSize {
				return
			}
			t = t.table[m]
			s = s[1:]
			n++
		case t.prefix != "" && HasPrefix(s, t.prefix):
			n += len(t.prefix)
			s = s[len(t.prefix):]
			t = t.next
		default:
			return
		}
	}
	return
}

// appendWriter is a slice that grows as it is written to.
type appendWriter []byte

func (w *appendWriter) Write(p []byte) (int, error) {
	*w = append(*w, p...)
	return len(p), nil
}

func (w *appendWriter) WriteString(s string) (int, error) {
	*w = append(*w, s...)
	return len(s), nil
}

func (r *genericReplacer) Replace(s string) string {
	buf := make(appendWriter, 0, len(s))
	r.WriteString(&buf, s)
	return string(buf)
}

func (r *genericReplacer) WriteString(w io.Writer, s string) (n int, err error) {
	sw := textWriter(w)
	last, emptyBefore := 0, false
	for i := 0; i <= len(s); {
		// Most places: nothing begins with this byte.
		if i != len(s) && r.root.priority == 0 {
			if m := int(r.mapping[s[i]]); m == r.tableSize || r.root.table[m] == nil {
				i++
				continue
			}
		}
		value, length, found := r.lookup(s[i:], emptyBefore)
		emptyBefore = found && length == 0
		if !found {
			i++
			continue
		}
		m, err := sw.WriteString(s[last:i])
		n += m
		if err != nil {
			return n, err
		}
		m, err = sw.WriteString(value)
		n += m
		if err != nil {
			return n, err
		}
		i += length
		last = i
	}
	if last != len(s) {
		m, err := sw.WriteString(s[last:])
		return n + m, err
	}
	return n, nil
}
