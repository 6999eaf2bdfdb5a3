// Package atomic: the functions of runtime/internal/atomic, which Go's own tests import.
package atomic

import "unsafe"

func And(*uint32, uint32)
func And32(*uint32, uint32) uint32
func And64(*uint64, uint64) uint64
func And8(*uint8, uint8)
func Anduintptr(*uintptr, uintptr) uintptr
func Cas(*uint32, uint32, uint32) bool
func Cas64(*uint64, uint64, uint64) bool
func CasRel(*uint32, uint32, uint32) bool
func Casint32(*int32, int32, int32) bool
func Casint64(*int64, int64, int64) bool
func Casp1(*unsafe.Pointer, unsafe.Pointer, unsafe.Pointer) bool
func Casuintptr(*uintptr, uintptr, uintptr) bool
func Load(*uint32) uint32
func Load64(*uint64) uint64
func Load8(*uint8) uint8
func LoadAcq(*uint32) uint32
func LoadAcq64(*uint64) uint64
func LoadAcquintptr(*uintptr) uintptr
func Loadint32(*int32) int32
func Loadint64(*int64) int64
func Loadp(unsafe.Pointer) unsafe.Pointer
func Loaduint(*uint) uint
func Loaduintptr(*uintptr) uintptr
func Or(*uint32, uint32)
func Or32(*uint32, uint32) uint32
func Or64(*uint64, uint64) uint64
func Or8(*uint8, uint8)
func Oruintptr(*uintptr, uintptr) uintptr
func Store(*uint32, uint32)
func Store64(*uint64, uint64)
func Store8(*uint8, uint8)
func StoreRel(*uint32, uint32)
func StoreRel64(*uint64, uint64)
func StoreReluintptr(*uintptr, uintptr)
func Storeint32(*int32, int32)
func Storeint64(*int64, int64)
func StorepNoWB(unsafe.Pointer, unsafe.Pointer)
func Storeuintptr(*uintptr, uintptr)
func Xadd(*uint32, int32) uint32
func Xadd64(*uint64, int64) uint64
func Xaddint32(*int32, int32) int32
func Xaddint64(*int64, int64) int64
func Xadduintptr(*uintptr, uintptr) uintptr
func Xchg(*uint32, uint32) uint32
func Xchg64(*uint64, uint64) uint64
func Xchgint32(*int32, int32) int32
func Xchgint64(*int64, int64) int64
func Xchguintptr(*uintptr, uintptr) uintptr
