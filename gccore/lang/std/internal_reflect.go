// Package reflect (internal): looking at values of any type. The reflect of programs is these types by their names; MapEntries
// and TypeAddress are for fmt alone, ZeroOf for flag. Types cannot be made here, and methods not be called.
package reflect

import (
	"internal/native"
	"math"
	"strconv"
	"unsafe"
)

type Kind uint

const (
	Invalid Kind = iota
	Bool
	Int
	Int8
	Int16
	Int32
	Int64
	Uint
	Uint8
	Uint16
	Uint32
	Uint64
	Uintptr
	Float32
	Float64
	Complex64
	Complex128
	Array
	Chan
	Func
	Interface
	Map
	Pointer
	Slice
	String
	Struct
	UnsafePointer
)

const Ptr = Pointer

var kindNames = [...]string{"invalid", "bool", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32",
	"uint64", "uintptr", "float32", "float64", "complex64", "complex128", "array", "chan", "func", "interface", "map", "ptr",
	"slice", "string", "struct", "unsafe.Pointer"}

func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "kind" + strconv.Itoa(int(k))
}

// ---- types ----

type Type interface {
	Align() int
	FieldAlign() int
	Name() string
	PkgPath() string
	Size() uintptr
	String() string
	Kind() Kind
	Comparable() bool
	Elem() Type
	Key() Type
	Len() int
	NumField() int
	Field(i int) StructField
	FieldByName(name string) (StructField, bool)
	NumMethod() int
	Implements(u Type) bool
	AssignableTo(u Type) bool
	ConvertibleTo(u Type) bool
	IsVariadic() bool
	Bits() int
	ChanDir() ChanDir
	NumIn() int
	In(i int) Type
	NumOut() int
	Out(i int) Type
	FieldByIndex(index []int) StructField
	FieldByNameFunc(match func(string) bool) (StructField, bool)
	common() *rtype
}

type StructTag string

func (tag StructTag) Get(key string) string {
	value, _ := tag.Lookup(key)
	return value
}

// Lookup reads key:"value" pairs, spaces between them, as far as they are well formed.
func (tag StructTag) Lookup(key string) (value string, ok bool) {
	s := string(tag)
	for {
		for len(s) > 0 && s[0] == ' ' {
			s = s[1:]
		}
		n := 0
		for n < len(s) && s[n] > ' ' && s[n] != ':' && s[n] != '"' && s[n] != 0x7f {
			n++
		}
		if n == 0 || n+1 >= len(s) || s[n:n+2] != `:"` {
			return "", false
		}
		name := s[:n]
		s = s[n+1:]
		end := 1
		for end < len(s) && s[end] != '"' {
			if s[end] == '\\' {
				end++
			}
			end++
		}
		if end >= len(s) {
			return "", false
		}
		if name == key {
			value, err := strconv.Unquote(s[:end+1])
			return value, err == nil
		}
		s = s[end+1:]
	}
}

type StructField struct {
	Name      string
	PkgPath   string
	Type      Type
	Tag       StructTag
	Offset    uintptr
	Index     []int
	Anonymous bool
}

func (f StructField) IsExported() bool { return f.PkgPath == "" }

// An rtype is the machine's word for a type: there is one for each.
type rtype struct{ id uintptr }

func typeAt(id uintptr) *rtype { return (*rtype)(native.TypeWord(id)) }

func toType(id uintptr) Type {
	if id == 0 {
		return nil
	}
	return typeAt(id)
}

func (t *rtype) common() *rtype      { return t }
func (t *rtype) number(what int) int { return native.TypeNumber(t.id, what) }
func (t *rtype) kind() Kind          { return Kind(t.number(native.TypeKind)) }
func (t *rtype) size() uintptr       { return uintptr(t.number(native.TypeSize)) }
func (t *rtype) elem() *rtype        { return typeAt(uintptr(t.number(native.TypeElem))) }
func (t *rtype) direct() bool        { return t.number(native.TypeDirect) != 0 }
func (t *rtype) Align() int          { return t.number(native.TypeAlign) }
func (t *rtype) FieldAlign() int     { return t.number(native.TypeAlign) }
func (t *rtype) Size() uintptr       { return t.size() }
func (t *rtype) String() string      { return native.TypeString(t.id) }
func (t *rtype) Kind() Kind          { return t.kind() }
func (t *rtype) Comparable() bool    { return t.number(native.TypeComparable) != 0 }
func (t *rtype) NumMethod() int      { return t.number(native.TypeMethods) }
func (t *rtype) IsVariadic() bool    { return t.number(native.TypeVariadic) != 0 }
func (t *rtype) AssignableTo(u Type) bool {
	return t == u.common() || u.Kind() == Interface && t.Implements(u)
}

func (t *rtype) ConvertibleTo(u Type) bool {
	a, b := t.kind(), u.Kind()
	number := func(k Kind) bool { return Int <= k && k <= Float64 }
	return t.AssignableTo(u) || number(a) && number(b) || a == b && a < Array || b == String && (Int <= a && a <= Uintptr)
}

func (t *rtype) Implements(u Type) bool {
	if u.Kind() != Interface {
		panic("reflect: non-interface type passed to Type.Implements")
	}
	return native.TypeImplements(t.id, u.common().id)
}

func (t *rtype) Name() string {
	if t.number(native.TypeNamed) == 0 {
		return ""
	}
	s := t.String()
	depth := 0
	for i := len(s) - 1; i >= 0; i-- {
		switch s[i] {
		case ']':
			depth++
		case '[':
			depth--
		case '.':
			if depth == 0 {
				return s[i+1:]
			}
		}
	}
	return s
}

func (t *rtype) PkgPath() string {
	if t.kind() == UnsafePointer && t.String() == "unsafe.Pointer" {
		return "unsafe"
	}
	if t.number(native.TypeNamed) == 0 {
		return ""
	}
	p := native.TypePackage(t.id)
	if len(p) > 9 && p[:9] == "internal/" { // a package of this library's own, whose types the public one has as aliases
		p = p[9:]
	}
	return p
}

func (t *rtype) Elem() Type {
	switch t.kind() {
	case Array, Chan, Map, Pointer, Slice:
		return t.elem()
	}
	panic("reflect: Elem of invalid type " + t.String())
}

func (t *rtype) Key() Type {
	if t.kind() != Map {
		panic("reflect: Key of non-map type " + t.String())
	}
	return typeAt(uintptr(t.number(native.TypeKey)))
}

func (t *rtype) Len() int {
	if t.kind() != Array {
		panic("reflect: Len of non-array type " + t.String())
	}
	return t.number(native.TypeLen)
}

func (t *rtype) NumField() int {
	if t.kind() != Struct {
		panic("reflect: NumField of non-struct type " + t.String())
	}
	return t.number(native.TypeFields)
}

func (t *rtype) Field(i int) StructField {
	if t.kind() != Struct {
		panic("reflect: Field of non-struct type " + t.String())
	}
	if i < 0 || i >= t.number(native.TypeFields) {
		panic("reflect: Field index out of bounds")
	}
	name, id, offset, flags := native.TypeField(t.id, i)
	f := StructField{Name: name, Type: typeAt(id), Tag: StructTag(native.TypeTag(t.id, i)), Offset: offset, Index: []int{i},
		Anonymous: flags&2 != 0}
	if flags&1 == 0 {
		f.PkgPath = "main"
	}
	return f
}

func (t *rtype) FieldByName(name string) (StructField, bool) {
	embeds := false
	for i := 0; i < t.NumField(); i++ {
		n, _, _, bits := native.TypeField(t.id, i)
		if n == name {
			return t.Field(i), true
		}
		embeds = embeds || bits&2 != 0
	}
	if !embeds {
		return StructField{}, false
	}
	return t.FieldByNameFunc(func(n string) bool { return n == name })
}

// An embedded struct, and how to get there; twice: there are several ways of that length.
type embedded struct {
	typ   *rtype
	index []int
	twice bool
}

// FieldByNameFunc finds the one field that matches at the least depth at which any does.
func (t *rtype) FieldByNameFunc(match func(string) bool) (result StructField, ok bool) {
	if t.kind() != Struct {
		panic("reflect: FieldByNameFunc of non-struct type " + t.String())
	}
	var seen []*rtype
	for level := []embedded{{typ: t}}; len(level) > 0; {
		var next []embedded
		n := 0
		for _, e := range level {
			seen = append(seen, e.typ)
			for i := 0; i < e.typ.NumField(); i++ {
				name, id, _, bits := native.TypeField(e.typ.id, i)
				switch {
				case match(name):
					n++
					if e.twice {
						n++
					}
					result = e.typ.Field(i)
					result.Index = append(append([]int(nil), e.index...), i)
				case bits&2 != 0:
					next = deeper(next, seen, typeAt(id), e, i)
				}
			}
		}
		if n > 1 {
			return StructField{}, false
		}
		if n == 1 {
			return result, true
		}
		level = next
	}
	return
}

// deeper adds t, the i-th field of e, to the structs of the next level, unless it was met before.
func deeper(next []embedded, seen []*rtype, t *rtype, e embedded, i int) []embedded {
	if t.kind() == Pointer {
		t = t.elem()
	}
	if t.kind() != Struct {
		return next
	}
	for _, s := range seen {
		if s == t {
			return next
		}
	}
	for k := range next {
		if next[k].typ == t {
			next[k].twice = true
			return next
		}
	}
	return append(next, embedded{t, append(append([]int(nil), e.index...), i), e.twice})
}

func (t *rtype) FieldByIndex(index []int) StructField {
	f := StructField{Type: t}
	for i, n := range index {
		at := f.Type
		if i > 0 && at.Kind() == Pointer && at.Elem().Kind() == Struct {
			at = at.Elem()
		}
		f = at.Field(n)
	}
	return f
}

func (t *rtype) Bits() int {
	if k := t.kind(); k < Int || k > Complex128 {
		panic("reflect: Bits of non-arithmetic Type " + t.String())
	}
	return int(t.size()) * 8
}

type ChanDir int

const (
	RecvDir ChanDir = 1 << iota
	SendDir
	BothDir = RecvDir | SendDir
)

var dirNames = [...]string{"", "<-chan", "chan<-", "chan"}

func (d ChanDir) String() string {
	if d > 0 && d <= BothDir {
		return dirNames[d]
	}
	return "ChanDir" + strconv.Itoa(int(d))
}

func (t *rtype) ChanDir() ChanDir {
	if t.kind() != Chan {
		panic("reflect: ChanDir of non-chan type " + t.String())
	}
	return [...]ChanDir{BothDir, SendDir, RecvDir}[t.number(native.TypeChanDir)]
}

func (t *rtype) params(what int, method string) int {
	if t.kind() != Func {
		panic("reflect: " + method + " of non-func type " + t.String())
	}
	return t.number(what)
}

func (t *rtype) NumIn() int  { return t.params(native.TypeParams, "NumIn") }
func (t *rtype) NumOut() int { return t.params(native.TypeResults, "NumOut") }

func (t *rtype) In(i int) Type { return t.param(i, t.params(native.TypeParams, "In"), 0) }
func (t *rtype) Out(i int) Type {
	return t.param(i, t.params(native.TypeResults, "Out"), t.number(native.TypeParams))
}

// param is the i-th of n parameters or results that begin at first; another i panics as an index does.
func (t *rtype) param(i, n, first int) Type {
	_ = make([]struct{}, n)[i]
	return typeAt(native.TypeParam(t.id, first+i))
}

func TypeOf(i any) Type { return toType(native.TypeOf(i)) }

// ---- values ----

// A Value is its type and where it lies (indirect) or the pointer that it is.
type Value struct {
	typ *rtype
	ptr unsafe.Pointer
	flags
}

type flags uintptr

const (
	indirect flags = 1 << iota
	addressable
	hidden         // reached by an unexported field
	hiddenEmbedded // such a field, embedded: what is promoted from it need not be hidden
	readOnly       = hidden | hiddenEmbedded
)

type ValueError struct {
	Method string
	Kind   Kind
}

func (e *ValueError) Error() string {
	if e.Kind == 0 {
		return "reflect: call of " + e.Method + " on zero Value"
	}
	return "reflect: call of " + e.Method + " on " + e.Kind.String() + " Value"
}

func ValueOf(i any) Value {
	id := native.TypeOf(i)
	if id == 0 {
		return Value{}
	}
	t := typeAt(id)
	// Read from the interface itself: so i flows to the result and nowhere else.
	word := (*struct {
		id   uintptr
		data unsafe.Pointer
	})(unsafe.Pointer(&i)).data
	if t.direct() {
		return Value{t, word, 0}
	}
	return Value{t, word, indirect}
}

func (v Value) IsValid() bool      { return v.typ != nil }
func (v Value) CanAddr() bool      { return v.flags&addressable != 0 }
func (v Value) CanSet() bool       { return v.flags&(addressable|readOnly) == addressable }
func (v Value) CanInterface() bool { return v.flags&readOnly == 0 }

func (v Value) Kind() Kind {
	if v.typ == nil {
		return Invalid
	}
	return v.typ.kind()
}

func (v Value) Type() Type {
	if v.typ == nil {
		panic(&ValueError{"reflect.Value.Type", Invalid})
	}
	return v.typ
}

func (v Value) must(k Kind, method string) {
	if v.Kind() != k {
		panic(&ValueError{"reflect.Value." + method, v.Kind()})
	}
}

// word is the pointer that a pointer-shaped value is.
func (v Value) word() unsafe.Pointer {
	if v.flags&indirect != 0 {
		return *(*unsafe.Pointer)(v.ptr)
	}
	return v.ptr
}

// Interface copies what could change under it.
func (v Value) Interface() any {
	if v.typ == nil {
		panic(&ValueError{"reflect.Value.Interface", Invalid})
	}
	if v.flags&readOnly != 0 {
		panic("reflect.Value.Interface: cannot return value obtained from unexported field or method")
	}
	switch {
	case v.typ.kind() == Interface:
		return *(*any)(v.ptr)
	case v.typ.direct():
		return native.Pack(v.typ.id, v.word())
	case v.flags&addressable != 0:
		return native.Pack(v.typ.id, copyOf(v.typ, v.ptr))
	}
	return native.Pack(v.typ.id, v.ptr)
}

// ZeroOf is the zero value of a type; of a pointer's, what points to a new zero value.
func ZeroOf(t Type) any {
	if r := t.common(); r.kind() == Pointer {
		return native.Pack(r.id, native.NewObject(r.elem().id))
	}
	return Zero(t).Interface()
}

func copyOf(t *rtype, from unsafe.Pointer) unsafe.Pointer {
	p := native.NewObject(t.id)
	native.CopyObject(t.id, p, from)
	return p
}

func (v Value) Bool() bool {
	v.must(Bool, "Bool")
	return *(*bool)(v.ptr)
}

func (v Value) Int() int64 {
	switch v.Kind() {
	case Int:
		return int64(*(*int)(v.ptr))
	case Int8:
		return int64(*(*int8)(v.ptr))
	case Int16:
		return int64(*(*int16)(v.ptr))
	case Int32:
		return int64(*(*int32)(v.ptr))
	case Int64:
		return *(*int64)(v.ptr)
	}
	panic(&ValueError{"reflect.Value.Int", v.Kind()})
}

func (v Value) Uint() uint64 {
	switch v.Kind() {
	case Uint:
		return uint64(*(*uint)(v.ptr))
	case Uint8:
		return uint64(*(*uint8)(v.ptr))
	case Uint16:
		return uint64(*(*uint16)(v.ptr))
	case Uint32:
		return uint64(*(*uint32)(v.ptr))
	case Uint64:
		return *(*uint64)(v.ptr)
	case Uintptr:
		return uint64(*(*uintptr)(v.ptr))
	}
	panic(&ValueError{"reflect.Value.Uint", v.Kind()})
}

func (v Value) Float() float64 {
	switch v.Kind() {
	case Float32:
		return float64(*(*float32)(v.ptr))
	case Float64:
		return *(*float64)(v.ptr)
	}
	panic(&ValueError{"reflect.Value.Float", v.Kind()})
}

func (v Value) Complex() complex128 {
	switch v.Kind() {
	case Complex64:
		return complex128(*(*complex64)(v.ptr))
	case Complex128:
		return *(*complex128)(v.ptr)
	}
	panic(&ValueError{"reflect.Value.Complex", v.Kind()})
}

func (v Value) String() string {
	switch v.Kind() {
	case Invalid:
		return "<invalid Value>"
	case String:
		return *(*string)(v.ptr)
	}
	return "<" + v.typ.String() + " Value>"
}

func (v Value) Bytes() []byte {
	switch v.Kind() {
	case Slice:
		if v.typ.elem().kind() == Uint8 {
			return *(*[]byte)(v.ptr)
		}
		panic("reflect.Value.Bytes of non-byte slice")
	case Array:
		if !v.CanAddr() {
			panic("reflect.Value.Bytes of unaddressable byte array")
		}
		return unsafe.Slice((*byte)(v.ptr), v.Len())
	}
	panic(&ValueError{"reflect.Value.Bytes", v.Kind()})
}

type slice struct {
	array    unsafe.Pointer
	len, cap int
}

func (v Value) Len() int {
	switch v.Kind() {
	case Array:
		return v.typ.number(native.TypeLen)
	case Slice:
		return (*slice)(v.ptr).len
	case String:
		return len(*(*string)(v.ptr))
	case Map, Chan:
		// Both begin with their count.
		if p := v.word(); p != nil {
			return *(*int)(p)
		}
		return 0
	}
	panic(&ValueError{"reflect.Value.Len", v.Kind()})
}

func (v Value) Cap() int {
	switch v.Kind() {
	case Array:
		return v.typ.number(native.TypeLen)
	case Slice:
		return (*slice)(v.ptr).cap
	}
	panic(&ValueError{"reflect.Value.Cap", v.Kind()})
}

func (v Value) IsNil() bool {
	switch v.Kind() {
	case Chan, Func, Map, Pointer, UnsafePointer, Interface, Slice:
		if v.flags&indirect != 0 {
			return *(*unsafe.Pointer)(v.ptr) == nil
		}
		return v.ptr == nil
	}
	panic(&ValueError{"reflect.Value.IsNil", v.Kind()})
}

func (v Value) UnsafePointer() unsafe.Pointer {
	switch v.Kind() {
	case Chan, Map, Pointer, UnsafePointer:
		return v.word()
	case Func: // where its code begins
		if v.IsNil() {
			return nil
		}
		return native.CodeOf(*(*uintptr)(v.word()))
	case Slice:
		return (*slice)(v.ptr).array
	}
	panic(&ValueError{"reflect.Value.UnsafePointer", v.Kind()})
}

func (v Value) Pointer() uintptr {
	switch v.Kind() {
	case Chan, Map, Pointer, UnsafePointer, Func, Slice:
		return uintptr(v.UnsafePointer())
	}
	panic(&ValueError{"reflect.Value.Pointer", v.Kind()})
}

// at is the part of v of type t that lies offset bytes on, if v is one that lies somewhere.
func (v Value) at(t *rtype, offset uintptr, more flags) Value {
	if v.flags&indirect == 0 {
		return Value{t, v.ptr, v.flags | more}
	}
	return Value{t, unsafe.Add(v.ptr, offset), v.flags | more}
}

func (v Value) Index(i int) Value {
	switch v.Kind() {
	case Array:
		if uint(i) >= uint(v.Len()) {
			panic("reflect: array index out of range")
		}
		elem := v.typ.elem()
		return v.at(elem, uintptr(i)*elem.size(), 0)
	case Slice:
		s := (*slice)(v.ptr)
		if uint(i) >= uint(s.len) {
			panic("reflect: slice index out of range")
		}
		elem := v.typ.elem()
		return Value{elem, unsafe.Add(s.array, uintptr(i)*elem.size()), indirect | addressable | v.flags&readOnly}
	case String:
		s := *(*string)(v.ptr)
		if uint(i) >= uint(len(s)) {
			panic("reflect: string index out of range")
		}
		return Value{typeAt(native.TypeOf(s[i])), unsafe.Add(unsafe.Pointer(unsafe.StringData(s)), i), indirect}
	}
	panic(&ValueError{"reflect.Value.Index", v.Kind()})
}

func (v Value) NumField() int {
	v.must(Struct, "NumField")
	return v.typ.number(native.TypeFields)
}

func (v Value) Field(i int) Value {
	v.must(Struct, "Field")
	if uint(i) >= uint(v.typ.number(native.TypeFields)) {
		panic("reflect: Field index out of range")
	}
	_, id, offset, bits := native.TypeField(v.typ.id, i)
	more := flags(0)
	switch bits {
	case 0:
		more = hidden
	case 2:
		more = hiddenEmbedded
	}
	v.flags &^= hiddenEmbedded
	return v.at(typeAt(id), offset, more)
}

func (v Value) FieldByIndex(index []int) Value {
	if len(index) == 1 {
		return v.Field(index[0])
	}
	v.must(Struct, "FieldByIndex")
	for i, n := range index {
		if i > 0 && v.Kind() == Pointer && v.typ.elem().kind() == Struct {
			if v.IsNil() {
				panic("reflect: indirection through nil pointer to embedded struct")
			}
			v = v.Elem()
		}
		v = v.Field(n)
	}
	return v
}

func (v Value) FieldByNameFunc(match func(string) bool) Value {
	if f, ok := v.typ.FieldByNameFunc(match); ok {
		return v.FieldByIndex(f.Index)
	}
	return Value{}
}

func (v Value) FieldByName(name string) Value {
	v.must(Struct, "FieldByName")
	if f, ok := v.typ.FieldByName(name); ok {
		return v.FieldByIndex(f.Index)
	}
	return Value{}
}

func (v Value) NumMethod() int {
	if v.typ == nil {
		panic(&ValueError{"reflect.Value.NumMethod", Invalid})
	}
	return v.typ.NumMethod()
}

func (v Value) Elem() Value {
	switch v.Kind() {
	case Interface:
		x := ValueOf(*(*any)(v.ptr))
		if x.typ != nil {
			x.flags |= v.flags & readOnly
		}
		return x
	case Pointer:
		p := v.word()
		if p == nil {
			return Value{}
		}
		return Value{v.typ.elem(), p, indirect | addressable | v.flags&readOnly}
	}
	panic(&ValueError{"reflect.Value.Elem", v.Kind()})
}

func Indirect(v Value) Value {
	if v.Kind() != Pointer {
		return v
	}
	return v.Elem()
}

func (v Value) IsZero() bool {
	switch v.Kind() {
	case Invalid:
		panic(&ValueError{"reflect.Value.IsZero", Invalid})
	case Chan, Func, Map, Pointer, UnsafePointer, Interface, Slice:
		return v.IsNil()
	case String:
		return v.Len() == 0
	case Array:
		for i := 0; i < v.Len(); i++ {
			if !v.Index(i).IsZero() {
				return false
			}
		}
		return true
	case Struct:
		for i := 0; i < v.NumField(); i++ {
			if !v.Field(i).IsZero() {
				return false
			}
		}
		return true
	}
	for i := uintptr(0); i < v.typ.size(); i++ {
		if *(*byte)(unsafe.Add(v.ptr, i)) != 0 {
			return false
		}
	}
	return true
}

func (v Value) CanInt() bool     { return Int <= v.Kind() && v.Kind() <= Int64 }
func (v Value) CanUint() bool    { return Uint <= v.Kind() && v.Kind() <= Uintptr }
func (v Value) CanFloat() bool   { return v.Kind() == Float32 || v.Kind() == Float64 }
func (v Value) CanComplex() bool { return v.Kind() == Complex64 || v.Kind() == Complex128 }

func (v Value) OverflowInt(x int64) bool {
	if !v.CanInt() {
		panic(&ValueError{"reflect.Value.OverflowInt", v.Kind()})
	}
	unused := 64 - 8*v.typ.size()
	return x != x<<unused>>unused
}

func (v Value) OverflowUint(x uint64) bool {
	if !v.CanUint() {
		panic(&ValueError{"reflect.Value.OverflowUint", v.Kind()})
	}
	unused := 64 - 8*v.typ.size()
	return x != x<<unused>>unused
}

func overflowsFloat32(x float64) bool {
	if x < 0 {
		x = -x
	}
	return math.MaxFloat32 < x && x <= math.MaxFloat64
}

func (v Value) OverflowFloat(x float64) bool {
	if !v.CanFloat() {
		panic(&ValueError{"reflect.Value.OverflowFloat", v.Kind()})
	}
	return v.Kind() == Float32 && overflowsFloat32(x)
}

func (v Value) OverflowComplex(x complex128) bool {
	if !v.CanComplex() {
		panic(&ValueError{"reflect.Value.OverflowComplex", v.Kind()})
	}
	return v.Kind() == Complex64 && (overflowsFloat32(real(x)) || overflowsFloat32(imag(x)))
}

// zeros is what small zero values are; nothing writes to them.
var zeros [1024]byte

func Zero(t Type) Value {
	if t == nil {
		panic("reflect: Zero(nil)")
	}
	r := t.common()
	switch {
	case r.direct():
		return Value{r, nil, 0}
	case r.size() <= uintptr(len(zeros)):
		return Value{r, unsafe.Pointer(&zeros), indirect}
	}
	return Value{r, native.NewObject(r.id), indirect}
}

func (v Value) settable(method string) {
	if v.flags&readOnly != 0 {
		panic("reflect: reflect.Value." + method + " using value obtained using unexported field")
	}
	if v.flags&addressable == 0 {
		panic("reflect: reflect.Value." + method + " using unaddressable value")
	}
}

func (v Value) Set(x Value) {
	v.settable("Set")
	switch {
	case v.typ.kind() == Interface:
		*(*any)(v.ptr) = x.Interface()
	case v.typ != x.typ:
		panic("reflect.Set: value of type " + x.typ.String() + " is not assignable to type " + v.typ.String())
	case x.flags&indirect == 0:
		*(*unsafe.Pointer)(v.ptr) = x.ptr
	default:
		native.CopyObject(v.typ.id, v.ptr, x.ptr)
	}
}

func (v Value) SetZero() {
	v.settable("SetZero")
	v.Set(Zero(v.typ))
}

func (v Value) SetLen(n int) {
	v.settable("SetLen")
	v.must(Slice, "SetLen")
	s := (*slice)(v.ptr)
	if uint(n) > uint(s.cap) {
		panic("reflect: slice length out of range in SetLen")
	}
	s.len = n
}

func (v Value) SetCap(n int) {
	v.settable("SetCap")
	v.must(Slice, "SetCap")
	s := (*slice)(v.ptr)
	if n < s.len || n > s.cap {
		panic("reflect: slice capacity out of range in SetCap")
	}
	s.cap = n
}

func (v Value) SetInt(x int64) {
	v.settable("SetInt")
	switch v.Kind() {
	case Int:
		*(*int)(v.ptr) = int(x)
	case Int8:
		*(*int8)(v.ptr) = int8(x)
	case Int16:
		*(*int16)(v.ptr) = int16(x)
	case Int32:
		*(*int32)(v.ptr) = int32(x)
	case Int64:
		*(*int64)(v.ptr) = x
	default:
		panic(&ValueError{"reflect.Value.SetInt", v.Kind()})
	}
}

func (v Value) SetUint(x uint64) {
	v.settable("SetUint")
	switch v.Kind() {
	case Uint:
		*(*uint)(v.ptr) = uint(x)
	case Uint8:
		*(*uint8)(v.ptr) = uint8(x)
	case Uint16:
		*(*uint16)(v.ptr) = uint16(x)
	case Uint32:
		*(*uint32)(v.ptr) = uint32(x)
	case Uint64:
		*(*uint64)(v.ptr) = x
	case Uintptr:
		*(*uintptr)(v.ptr) = uintptr(x)
	default:
		panic(&ValueError{"reflect.Value.SetUint", v.Kind()})
	}
}

func (v Value) SetBytes(x []byte) {
	v.settable("SetBytes")
	v.must(Slice, "SetBytes")
	if v.typ.elem().kind() != Uint8 {
		panic("reflect.Value.SetBytes of non-byte slice")
	}
	*(*[]byte)(v.ptr) = x
}

func (v Value) SetString(x string) {
	v.settable("SetString")
	v.must(String, "SetString")
	*(*string)(v.ptr) = x
}

func (v Value) SetBool(x bool) {
	v.settable("SetBool")
	v.must(Bool, "SetBool")
	*(*bool)(v.ptr) = x
}

func (v Value) SetFloat(x float64) {
	v.settable("SetFloat")
	switch v.Kind() {
	case Float32:
		*(*float32)(v.ptr) = float32(x)
	case Float64:
		*(*float64)(v.ptr) = x
	default:
		panic(&ValueError{"reflect.Value.SetFloat", v.Kind()})
	}
}

func (v Value) SetComplex(x complex128) {
	v.settable("SetComplex")
	switch v.Kind() {
	case Complex64:
		*(*complex64)(v.ptr) = complex64(x)
	case Complex128:
		*(*complex128)(v.ptr) = x
	default:
		panic(&ValueError{"reflect.Value.SetComplex", v.Kind()})
	}
}

// ---- maps ----

func entry(t *rtype, at unsafe.Pointer, more flags) Value {
	if t.direct() {
		return Value{t, *(*unsafe.Pointer)(at), more}
	}
	return Value{t, copyOf(t, at), indirect | more}
}

func (v Value) MapKeys() []Value {
	v.must(Map, "MapKeys")
	keys := make([]Value, v.Len())
	it := MapIter{m: v}
	n := 0
	for n < len(keys) && it.Next() {
		keys[n] = it.Key()
		n++
	}
	return keys[:n]
}

// MapEntries is for printing: all keys and elements, in no order.
func MapEntries(v Value) (keys, elems []Value) {
	n := v.Len()
	keys = make([]Value, 0, n)
	elems = make([]Value, 0, n)
	for it := (MapIter{m: v}); it.Next(); {
		keys = append(keys, it.Key())
		elems = append(elems, it.Value())
	}
	return
}

func (v Value) MapIndex(key Value) Value {
	v.must(Map, "MapIndex")
	want := typeAt(uintptr(v.typ.number(native.TypeKey)))
	if key.typ != want {
		key = key.assigned("reflect.Value.MapIndex", want)
	}
	at := unsafe.Pointer(&key.ptr)
	if key.flags&indirect != 0 {
		at = key.ptr
	}
	found := native.MapFind(v.typ.id, v.word(), at)
	if found == nil {
		return Value{}
	}
	return entry(v.typ.elem(), found, (v.flags|key.flags)&readOnly)
}

// assigned is v as a value of type t: the same or an interface.
func (v Value) assigned(context string, t *rtype) Value {
	if v.typ == nil {
		panic(&ValueError{context, Invalid})
	}
	if t.kind() != Interface || !v.typ.Implements(t) {
		panic(context + ": value of type " + v.typ.String() + " is not assignable to type " + t.String())
	}
	boxed := new(any)
	*boxed = v.Interface()
	return Value{t, unsafe.Pointer(boxed), indirect | v.flags&readOnly}
}

type MapIter struct {
	m  Value
	at place
}

// A place is where an iteration over a map stands: native.MapIterStart.
type place struct {
	key, elem, h, buckets, bucket unsafe.Pointer
	numbers                       [4]uint64
	overflow, oldOverflow         unsafe.Pointer
	typ                           uintptr // 0: not begun
}

func (v Value) MapRange() *MapIter {
	v.must(Map, "MapRange")
	return &MapIter{m: v}
}

func (it *MapIter) Next() bool {
	if it.m.typ == nil {
		panic("MapIter.Next called on an iterator that does not have an associated map Value")
	}
	if it.at.typ == 0 {
		native.MapIterStart(it.m.typ.id, it.m.word(), unsafe.Pointer(&it.at))
	} else if it.at.key == nil {
		panic("MapIter.Next called on exhausted iterator")
	}
	native.MapIterNext(it.m.typ.id, unsafe.Pointer(&it.at))
	return it.at.key != nil
}

// is panics unless the iteration is at an entry.
func (it *MapIter) is(at unsafe.Pointer, method string) {
	if it.at.typ == 0 {
		panic("MapIter." + method + " called before Next")
	}
	if at == nil {
		panic("MapIter." + method + " called on exhausted iterator")
	}
}

func (it *MapIter) Key() Value {
	it.is(it.at.key, "Key")
	return entry(typeAt(uintptr(it.m.typ.number(native.TypeKey))), it.at.key, it.m.flags&readOnly)
}

func (it *MapIter) Value() Value {
	it.is(it.at.elem, "Value")
	return entry(it.m.typ.elem(), it.at.elem, it.m.flags&readOnly)
}

func (it *MapIter) Reset(v Value) {
	if v.typ != nil && v.Kind() != Map {
		panic(&ValueError{"unknown method", v.Kind()})
	}
	*it = MapIter{m: v}
}

// TypeAddress orders values of different types.
func TypeAddress(v Value) uintptr { return uintptr(unsafe.Pointer(v.typ)) }

// ---- comparing ----

type visit struct {
	a, b unsafe.Pointer
	typ  Type
}

// DeepEqual: maps by key, slices and arrays element by element, pointers by what they point to; what is met again while it
// is being compared counts as equal.
func DeepEqual(x, y any) bool {
	if x == nil || y == nil {
		return x == y
	}
	a, b := ValueOf(x), ValueOf(y)
	return a.typ == b.typ && deepEqual(a, b, make(map[visit]bool))
}

// met notes that a and b are being compared; true: they are already.
func met(a, b Value, visited map[visit]bool) bool {
	x, y := a.ptr, b.ptr
	switch a.Kind() {
	case Pointer, Map:
		x, y = a.word(), b.word()
	case Slice, Interface:
	default:
		return false
	}
	if a.IsNil() || b.IsNil() {
		return false
	}
	if uintptr(x) > uintptr(y) {
		x, y = y, x
	}
	v := visit{x, y, a.typ}
	if visited[v] {
		return true
	}
	visited[v] = true
	return false
}

func deepEqual(a, b Value, visited map[visit]bool) bool {
	if !a.IsValid() || !b.IsValid() {
		return a.IsValid() == b.IsValid()
	}
	if a.typ != b.typ {
		return false
	}
	if met(a, b, visited) {
		return true
	}
	switch a.Kind() {
	case Slice:
		if a.IsNil() != b.IsNil() || a.Len() != b.Len() {
			return false
		}
		if a.UnsafePointer() == b.UnsafePointer() {
			return true
		}
		if a.typ.elem().kind() == Uint8 {
			return string(a.Bytes()) == string(b.Bytes())
		}
		fallthrough
	case Array:
		for i := 0; i < a.Len(); i++ {
			if !deepEqual(a.Index(i), b.Index(i), visited) {
				return false
			}
		}
		return true
	case Interface:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() == b.IsNil()
		}
		return deepEqual(a.Elem(), b.Elem(), visited)
	case Pointer:
		return a.word() == b.word() || deepEqual(a.Elem(), b.Elem(), visited)
	case Struct:
		for i := 0; i < a.NumField(); i++ {
			if !deepEqual(a.Field(i), b.Field(i), visited) {
				return false
			}
		}
		return true
	case Map:
		return a.IsNil() == b.IsNil() && a.Len() == b.Len() && (a.word() == b.word() || equalMaps(a, b, visited))
	case Func:
		return a.IsNil() && b.IsNil()
	case Int, Int8, Int16, Int32, Int64:
		return a.Int() == b.Int()
	case Uint, Uint8, Uint16, Uint32, Uint64, Uintptr:
		return a.Uint() == b.Uint()
	case String:
		return a.String() == b.String()
	case Bool:
		return a.Bool() == b.Bool()
	case Float32, Float64:
		return a.Float() == b.Float()
	case Complex64, Complex128:
		return a.Complex() == b.Complex()
	}
	return a.word() == b.word()
}

// equalMaps looks at some entries at a time.
func equalMaps(a, b Value, visited map[visit]bool) bool {
	var keys, elems [16]Value
	key, elem := typeAt(uintptr(a.typ.number(native.TypeKey))), a.typ.elem()
	for from, n := 0, a.Len(); from < n; from += len(keys) {
		native.MapEntries(a.typ.id, a.word(), unsafe.Pointer(&keys), unsafe.Pointer(&elems), from, len(keys))
		for i := 0; i < min(len(keys), n-from); i++ {
			mine := entry(elem, elems[i].ptr, a.flags&readOnly)
			theirs := b.MapIndex(entry(key, keys[i].ptr, a.flags&readOnly))
			if !theirs.IsValid() || !deepEqual(mine, theirs, visited) {
				return false
			}
		}
	}
	return true
}
