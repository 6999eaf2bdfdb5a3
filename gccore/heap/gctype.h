#pragma once

/* Type descriptors: what the collector knows of a type (Go 1.22 internal/abi/type.go: size, ptrdata, pointer mask).
 *
 * Descriptors are immutable once the machine runs and live outside the image; in the image (malloc headers, interface
 * words) a type is its index, `TypeId`, checked before use. */

#include <stdbool.h>
#include <stdint.h>

typedef uint32_t TypeId;
#define TYPE_NONE 0u /* no type: noscan bytes */

/* Kinds as in Go's reflect.Kind, for names and pictures; the collector only reads size and mask. */
typedef enum {
  GCKIND_INVALID, GCKIND_BOOL, GCKIND_INT, GCKIND_INT8, GCKIND_INT16, GCKIND_INT32, GCKIND_INT64,
  GCKIND_UINT, GCKIND_UINT8, GCKIND_UINT16, GCKIND_UINT32, GCKIND_UINT64, GCKIND_UINTPTR,
  GCKIND_FLOAT32, GCKIND_FLOAT64, GCKIND_COMPLEX64, GCKIND_COMPLEX128,
  GCKIND_ARRAY, GCKIND_CHAN, GCKIND_FUNC, GCKIND_INTERFACE, GCKIND_MAP, GCKIND_POINTER, GCKIND_SLICE,
  GCKIND_STRING, GCKIND_STRUCT, GCKIND_UNSAFE_POINTER,
} GcKind;

typedef struct GcType {
  uint64_t size_bytes;
  uint64_t ptr_bytes;       /* prefix that holds all pointers (Go's PtrBytes); 0: noscan */
  const uint64_t *ptr_mask; /* bit i: word i is a pointer; ptr_bytes/8 bits; borrowed from the table's owner */
  const char *name;         /* Go spelling, "main.Node", "[]int" */
  uint8_t align_bytes;
  uint8_t kind;             /* GcKind */
} GcType;

typedef struct GcTypeTable {
  const GcType *types;      /* types[0] is unused (TYPE_NONE) */
  uint32_t n_types;
} GcTypeTable;

static inline bool
gctype_noscan (const GcType *t)
{
  return t->ptr_bytes == 0;
}
