// Package reflect: what programs may see of internal/reflect.
package reflect

import value "internal/reflect"

type (
	Type        = value.Type
	Kind        = value.Kind
	Value       = value.Value
	ValueError  = value.ValueError
	StructField = value.StructField
	StructTag   = value.StructTag
	MapIter     = value.MapIter
	ChanDir     = value.ChanDir
)

type StringHeader struct {
	Data uintptr
	Len  int
}

type SliceHeader struct {
	Data uintptr
	Len  int
	Cap  int
}

const (
	Invalid       = value.Invalid
	Bool          = value.Bool
	Int           = value.Int
	Int8          = value.Int8
	Int16         = value.Int16
	Int32         = value.Int32
	Int64         = value.Int64
	Uint          = value.Uint
	Uint8         = value.Uint8
	Uint16        = value.Uint16
	Uint32        = value.Uint32
	Uint64        = value.Uint64
	Uintptr       = value.Uintptr
	Float32       = value.Float32
	Float64       = value.Float64
	Complex64     = value.Complex64
	Complex128    = value.Complex128
	Array         = value.Array
	Chan          = value.Chan
	Func          = value.Func
	Interface     = value.Interface
	Map           = value.Map
	Pointer       = value.Pointer
	Slice         = value.Slice
	String        = value.String
	Struct        = value.Struct
	UnsafePointer = value.UnsafePointer
	Ptr           = value.Ptr

	RecvDir = value.RecvDir
	SendDir = value.SendDir
	BothDir = value.BothDir
)

func TypeOf(i any) Type       { return value.TypeOf(i) }
func ValueOf(i any) Value     { return value.ValueOf(i) }
func Zero(t Type) Value       { return value.Zero(t) }
func Indirect(v Value) Value  { return value.Indirect(v) }
func DeepEqual(x, y any) bool { return value.DeepEqual(x, y) }

func TypeFor[T any]() Type {
	var v T
	if t := TypeOf(v); t != nil {
		return t
	}
	return TypeOf((*T)(nil)).Elem()
}
