#pragma once

/* Allocating one object, in the pieces that mallocgc is made of.
 *
 *   tiny    noscan, < 16 bytes     shares the P's 16-byte block
 *   small   up to 32760 bytes      a slot of the P's span of the class; pointer bits in the span up to 512 bytes,
 *                                  beyond that an 8-byte header with the type before the object
 *   large   more                   a span of its own; the type is in the span
 *
 * The fast path finds a slot with one look at the cached span. When it has none, gc's state machine refills the mcache
 * (assists, sweeping, growing, each its own tick) and comes back to malloc_small() and friends.
 *
 * Facts: Go 1.22 runtime/malloc.go, mbitmap_allocheaders.go (heapSetType, typePointers). */

#include <string.h>

#include "heap/mheap.h"

typedef struct {
  SpanClass span_class;
  bool header;
} MallocClass;

/* Where a small object (size_is_small) of `bytes` goes. Not for tiny ones. */
static inline MallocClass
malloc_class (uint64_t bytes, bool noscan)
{
  bool header = !noscan && !size_bits_in_span (bytes);
  unsigned size_class = size_class_for (bytes + (header ? MALLOC_HEADER_BYTES : 0));

  return (MallocClass) { span_class_make (size_class, noscan), header };
}

static inline bool
malloc_is_tiny (uint64_t bytes, bool noscan)
{
  return noscan && bytes < TINY_BLOCK_BYTES;
}

/* A piece of the current tiny block, or 0. bytes 1..15. */
static inline Addr
malloc_try_tiny (Mcache *c, uint64_t bytes)
{
  uint64_t offset = c->tiny_offset;

  if ((bytes & 7) == 0)
    offset = round_up_u64 (offset, 8);
  else if ((bytes & 3) == 0)
    offset = round_up_u64 (offset, 4);
  else if ((bytes & 1) == 0)
    offset = round_up_u64 (offset, 2);
  if (offset + bytes > TINY_BLOCK_BYTES || c->tiny == 0)
    return 0;
  c->tiny_offset = offset + bytes;
  c->tiny_allocs++;
  return c->tiny + offset;
}

/* The next slot of a cached span while alloc_cache has one and needs no refill after it; 0: ask malloc_next_free(). */
static inline Addr
malloc_next_free_fast (Mspan *s)
{
  uint64_t cache = s->alloc_cache;
  uint32_t index, next;
  unsigned bit;

  if (GCCORE_UNLIKELY (cache == 0))
    return 0;
  bit = (unsigned) __builtin_ctzll (cache);
  index = s->free_index + bit;
  next = index + 1;
  if (GCCORE_UNLIKELY (next % 64 == 0))
    return 0;
  s->alloc_cache = cache >> bit >> 1;
  s->free_index = (uint16_t) next;
  s->alloc_count++;
  return s->base + (uint64_t) index * s->elem_size;
}

/* The next slot of the P's span of the class, looking through all its bits; 0: full, refill. */
Addr malloc_next_free (const Heap *heap, Mspan *s);

/* Clears a slot; sizes are multiples of 8. Most are small, and a call to memset would cost more than the stores. */
static inline void
malloc_zero_slot (const Heap *heap, Addr slot, uint64_t bytes)
{
  typedef uint64_t Pair __attribute__ ((vector_size (16), aligned (8), may_alias));
  char *p = (char *) heap_ptr (heap, slot);

  if (bytes > 192)
    {
      memset (p, 0, bytes);
      return;
    }
  for (; bytes >= 16; p += 16, bytes -= 16)
    {
      *(Pair *) p = (Pair) { 0, 0 };
      __asm__ volatile ("" : : : "memory"); /* or the compiler makes a call of it again */
    }
  if (bytes != 0)
    *(uint64_t *) p = 0;
}

/* The pointer words of `bytes` of consecutive values of a type, at most 64 words, and how far a scan of them would go
 * (Go 1.22 runtime/mbitmap_allocheaders.go, writeHeapBitsSmall; an array of 8-byte pointers counts as one of them). */
uint64_t malloc_small_mask (const GcType *type, uint64_t bytes, uint64_t *scan_bytes);

/* Where one value of the type goes. */
HeapSite malloc_site (const GcType *type);

/* A slot gets another shape than the span's objects so far, or is the first of them. */
void malloc_change_mask (const Heap *heap, SpanId id, Addr slot, uint64_t mask);

/* Sets the pointer bits of one slot of at most 64 words. A span of one shape has all its bits in place already. */
static inline void
malloc_set_mask (const Heap *heap, SpanId id, Addr slot, uint64_t mask)
{
  if (GCCORE_UNLIKELY (heap->span_masks[id] != mask))
    malloc_change_mask (heap, id, slot, mask);
}

/* The pointer words of the slot at `object` (scan, elem_size <= 512), wherever they are quickest to be had. */
static inline uint64_t
heap_small_mask (const Heap *heap, const Mspan *s, Addr object)
{
  uint64_t common = heap->span_masks[heap_span_id (heap, s)];

  if (GCCORE_LIKELY (common != SPAN_MASK_NONE))
    return common;
  return mspan_small_pointer_mask (heap->image, s, object);
}

static inline void
malloc_clear (const Heap *heap, const Mspan *s, Addr slot, bool zero)
{
  if (zero && GCCORE_UNLIKELY (s->dirty))
    malloc_zero_slot (heap, slot, s->elem_size);
}

static inline Addr
malloc_put_header (const Heap *heap, Addr slot, TypeId type)
{
  *(uint64_t *) heap_ptr (heap, slot) = type;
  return slot + MALLOC_HEADER_BYTES;
}

/* A slot of the P's span of the class; 0: refill. */
static inline Addr
malloc_take_slot (const Heap *heap, Mspan *s)
{
  Addr slot = malloc_next_free_fast (s);

  if (GCCORE_UNLIKELY (slot == 0))
    return malloc_next_free (heap, s);
  /* Slots mostly follow each other: what comes soon is on its way into the cache (measured: -10 % and more). */
  __builtin_prefetch ((char *) heap_ptr (heap, slot) + 4 * s->elem_size, 1);
  return slot;
}

/* A fresh tiny block of which `bytes` are taken. */
Addr malloc_tiny_block (const Heap *heap, Mcache *c, uint64_t bytes, Mspan **span);

static inline __attribute__ ((always_inline)) Addr
malloc_tiny (const Heap *heap, Mcache *c, uint64_t bytes, Mspan **span)
{
  Addr piece = malloc_try_tiny (c, bytes);

  if (piece == 0)
    return malloc_tiny_block (heap, c, bytes, span);
  *span = NULL;
  return piece;
}

/* The general way: arrays. */
Addr malloc_any (const Heap *heap, Mcache *c, uint64_t bytes, TypeId type, bool zero, Mspan **span);

/* The two common ways: one value of a type with a class of its own, */
static inline __attribute__ ((always_inline)) Addr
malloc_value (const Heap *heap, Mcache *c, const HeapSite *site, TypeId type, bool zero, Mspan **span)
{
  SpanId id = c->alloc[site->span_class];
  Mspan *s = &heap->spans[id];
  Addr slot = malloc_take_slot (heap, s);

  if (GCCORE_UNLIKELY (slot == 0))
    return 0;
  *span = s;
  malloc_clear (heap, s, slot, zero);
  if (span_class_noscan (site->span_class))
    return slot;
  c->scan_alloc += site->scan_bytes;
  if (GCCORE_UNLIKELY (site->header))
    return malloc_put_header (heap, slot, type);
  malloc_set_mask (heap, id, slot, site->mask);
  return slot;
}

/* and bytes, at least TINY_BLOCK_BYTES of them, without pointers. */
static inline __attribute__ ((always_inline)) Addr
malloc_bytes (const Heap *heap, const Mcache *c, uint64_t bytes, bool zero, Mspan **span)
{
  Mspan *s = &heap->spans[c->alloc[span_class_make (size_class_for (bytes), true)]];
  Addr slot = malloc_take_slot (heap, s);

  *span = s;
  if (GCCORE_LIKELY (slot != 0))
    malloc_clear (heap, s, slot, zero);
  return slot;
}

/* The whole common path for 0 < bytes, size_is_small: the object, or 0 when a refill is needed (then nothing has
 * changed). *span gets the object's span; NULL when it shares a tiny block that was there. */
static inline __attribute__ ((always_inline)) Addr
malloc_fast (const Heap *heap, Mcache *c, uint64_t bytes, TypeId type, bool zero, Mspan **span)
{
  const HeapSite *site = &heap->sites[type];

  /* No value is TYPE_NONE: where the compiler knows the type, it need not ask. */
  if (!(__builtin_constant_p (type) && type == TYPE_NONE) && GCCORE_LIKELY (site->bytes == bytes))
    return malloc_value (heap, c, site, type, zero, span);
  if (type == TYPE_NONE)
    return bytes < TINY_BLOCK_BYTES ? malloc_tiny (heap, c, bytes, span) : malloc_bytes (heap, c, bytes, zero, span);
  return malloc_any (heap, c, bytes, type, zero, span);
}

/* A large object, its sweep debt and reclaiming paid by the caller: the span, in its set already, or NULL: out of
 * memory. heap_live grows by its pages. The object is at s->base. Zeroing that Go delays (large noscan, in 256 KiB
 * pieces) is *zero_bytes for the caller to do with malloc_zero_large(). */
Mspan *malloc_large (Heap *heap, Mcache *c, uint64_t bytes, TypeId type, bool zero, uint64_t *zero_bytes);
#define MALLOC_ZERO_PIECE_BYTES UINT64_C (262144)
void malloc_zero_large (const Heap *heap, Addr addr, uint64_t bytes);

/* ---- Which words of an object are pointers ---- */

/* Walks the pointer masks of [addr, addr+bytes) 64 words at a time:
 *
 *   HeapPointers it = heap_object_pointers (heap, s, object, object, s->elem_size);
 *   while (heap_pointers_next (&it))
 *     for (uint64_t m = it.mask; m != 0; m &= m - 1)
 *       visit (it.addr + 8 * ctz64 (m));
 */
typedef struct {
  uint64_t mask;              /* bit i: the word at addr + 8 i is a pointer */
  Addr addr;
  /*< private >*/
  Addr elem, limit;           /* start of the present value of `type`; end of the range */
  const GcType *type;         /* NULL: only one mask */
  uint64_t repeat;            /* arrays of small values: the mask of every 64 words, if it is always the same */
  uint32_t phase;             /* arrays of small values: where in a value `addr` lies, bytes */
  bool array, started;
} HeapPointers;

/* Pointers in the part [from, from+bytes) of the object at `object` in an IN_USE span; from a multiple of 8. For an
 * object with a header, `object` is its slot and the header is skipped. Reads a type index from the heap: an index out
 * of range yields no pointers. */
HeapPointers heap_object_pointers (const Heap *heap, const Mspan *s, Addr object, Addr from, uint64_t bytes);
/* Pointers in memory that holds consecutive values of `type` from `addr` on. */
HeapPointers heap_type_pointers (const Heap *heap, TypeId type, Addr addr, uint64_t bytes);
bool heap_pointers_next_type (HeapPointers *it);

static inline bool
heap_pointers_next (HeapPointers *it)
{
  if (!it->started)
    {
      it->started = true;
      if (it->mask != 0)
        return true;
    }
  return it->type != NULL && heap_pointers_next_type (it);
}

/* The type an object was allocated with, TYPE_NONE for noscan and for small objects, which only know their words. */
TypeId heap_object_type (const Heap *heap, const Mspan *s, Addr object);
