#pragma once

/* Size classes: 68 of them (0 is "large, a span of its own"), and the span classes made from them.
 *
 * Facts: Go 1.22 runtime/sizeclasses.go (sizes, pages), msize_allocheaders.go (rounding), mheap.go (spanClass,
 * initSpan: how many objects a span has). Everything but sizes and pages is derived. Immutable tables. */

#include <stdbool.h>
#include <stdint.h>

#define HEAP_PAGE_SHIFT 13
#define HEAP_PAGE_BYTES UINT64_C (8192)

#define N_SIZE_CLASSES 68
#define N_SPAN_CLASSES (2 * N_SIZE_CLASSES)
#define MEMSTATS_BY_SIZE_ROWS 61

#define MAX_SMALL_SIZE 32768u
#define TINY_BLOCK_BYTES 16u
#define TINY_SIZE_CLASS 2
#define TINY_SPAN_CLASS (TINY_SIZE_CLASS << 1 | 1)
#define MALLOC_HEADER_BYTES 8u
/* Pointerful objects up to this size have their pointer bits at the end of their span; larger ones carry a header. */
#define MAX_BYTES_BITS_IN_SPAN 512u

/* size_class * 2 + noscan. */
typedef uint8_t SpanClass;

static inline SpanClass
span_class_make (unsigned size_class, bool noscan)
{
  return (SpanClass) (size_class << 1 | noscan);
}

static inline unsigned
span_class_size_class (SpanClass spc)
{
  return spc >> 1;
}

static inline bool
span_class_noscan (SpanClass spc)
{
  return spc & 1;
}

extern const uint16_t size_class_bytes[N_SIZE_CLASSES];   /* slot size; 0 for class 0 */
extern const uint8_t size_class_pages[N_SIZE_CLASSES];    /* pages of a span */
extern const uint32_t size_class_div_magic[N_SIZE_CLASSES]; /* offset * magic >> 32 = offset / size */
extern const uint8_t size_class_of_8[128];                /* ceil (size / 8), size <= 1016 */
extern const uint8_t size_class_of_128[249];              /* ceil ((size - 1024) / 128), 1016 < size <= 32768 */

/* The class of a slot for `bytes` (a malloc header already included), 1..MAX_SMALL_SIZE. */
static inline unsigned
size_class_for (uint64_t bytes)
{
  if (bytes <= 1016)
    return size_class_of_8[(bytes + 7) >> 3];
  /* (bytes - 1024) rounds up towards zero for 1017..1024, too. */
  return size_class_of_128[(bytes - 1024 + 127) >> 7];
}

/* Whether an object of `bytes` (without header) is small, and whether it carries a header. */
static inline bool
size_is_small (uint64_t bytes)
{
  return bytes <= MAX_SMALL_SIZE - MALLOC_HEADER_BYTES;
}

static inline bool
size_bits_in_span (uint64_t bytes)
{
  return bytes <= MAX_BYTES_BITS_IN_SPAN;
}

/* Objects in a span of the class; bits of pointerful small objects take 1/64 of the span. Class 0: 1. */
unsigned span_class_n_elems (SpanClass spc);

/* What `bytes` rounds up to when a slice or map wants to use the whole slot: the slot less its header, or whole pages
 * (Go 1.22 runtime/msize_allocheaders.go, roundupsize). */
uint64_t size_round_up (uint64_t bytes, bool noscan);

/* The capacity of a slice that append gives room for new_len elements when it is full at old_cap; elements are
 * elem_bytes long (> 0). Go 1.22 runtime/slice.go, growslice. False: larger than any address space (Go panics
 * "growslice: len out of range"). */
bool slice_grow_capacity (uint64_t elem_bytes, bool noscan, uint64_t old_cap, uint64_t new_len, uint64_t *new_cap);
