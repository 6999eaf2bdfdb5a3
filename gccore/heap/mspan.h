#pragma once

/* A span: a run of pages cut into objects of one size, or one large object, or pages that are managed by hand (stacks,
 * work buffers).
 *
 *   base                                   limit    base + n_pages * 8192
 *   | 0 | 1 | 2 | ... | n_elems-1 | tail waste | [pointer bits, if scan and elem_size <= 512] |
 *
 * Which objects are free: everything below free_index is taken; from there on alloc_bits tells (1 = taken since the
 * last sweep or marked then). alloc_cache holds the complement of 64 of those bits, shifted so that its lowest bit
 * is free_index; slots beyond n_elems count as taken. gcmark_bits collect the marks of the running cycle; a sweep turns them into alloc_bits.
 *
 * sweepgen, with h the heap's (which grows by 2 a cycle):
 *
 *   h-2 needs sweeping · h-1 being swept · h swept · h+1 cached since before the sweep began, stale · h+3 swept, cached
 *
 * State:  DEAD --alloc--> IN_USE --sweep finds nothing--> DEAD      DEAD --alloc manual--> MANUAL --free--> DEAD
 *
 * Facts: Go 1.22 runtime/mheap.go (mspan, mSpanState), mbitmap.go (nextFreeIndex, refillAllocCache, markBits).
 * Spans live in one table of the image; elsewhere a span is its index, `SpanId`. Id 0 is the empty span that fills
 * unused places of an mcache: no object is ever free in it. */

#include "base/bits.h"
#include "base/check.h"
#include "base/image.h"
#include "heap/gctype.h"
#include "heap/sizeclass.h"

typedef uint32_t SpanId;
#define SPAN_NONE 0u

typedef enum { MSPAN_DEAD, MSPAN_IN_USE, MSPAN_MANUAL } MspanState;
/* What pages were asked for (Go's spanAllocType). */
typedef enum { SPAN_ALLOC_HEAP, SPAN_ALLOC_STACK, SPAN_ALLOC_PTR_SCALAR_BITS, SPAN_ALLOC_WORK_BUF } SpanAllocType;

typedef struct Mspan {
  /* What allocation and marking touch, in one cache line. */
  Addr base;
  uint64_t elem_size;         /* bytes; large: all its pages; manual: what the owner says */
  Addr limit;                 /* end of the objects */
  Addr gcmark_bits;
  uint64_t alloc_cache;
  uint16_t free_index, n_elems, alloc_count, alloc_count_before_cache;
  uint32_t div_magic;         /* 0 for large spans */
  uint32_t sweepgen;
  SpanClass span_class;
  uint8_t state;              /* MspanState */
  uint8_t needzero;           /* pages may hold old bytes, as Go sees it */
  uint8_t dirty;              /* free slots do hold old bytes: they are cleared ahead when a P takes the span */
  uint32_t n_pages;

  Addr alloc_bits;
  Addr manual_free_list;      /* free stacks of a stack span, linked by their first word */
  Addr specials;              /* list of finalizers and the like, ascending by offset; owned by gc */
  SpanId next, prev;          /* in a span list (stack pool, large stacks), or next in the free list when DEAD */
  TypeId large_type;          /* type of a large pointerful object */
  uint16_t in_list;           /* 1 while in a span list */
  uint8_t alloc_type;         /* SpanAllocType */
  uint8_t mask_fresh;         /* pointer bits are kept in the span, and none were written yet */
  uint32_t last_line;         /* source line of the latest allocation here, for the eye */
  uint32_t born_sweepgen;     /* the heap's sweepgen when the span was taken, for the eye */
  uint32_t pad[4];
} Mspan;

_Static_assert (sizeof (Mspan) == 128, "Mspan is two cache lines");

static inline Addr
mspan_end (const Mspan *s)
{
  return s->base + ((uint64_t) s->n_pages << HEAP_PAGE_SHIFT);
}

static inline bool
mspan_noscan (const Mspan *s)
{
  return span_class_noscan (s->span_class);
}

/* The object that holds offset base <= addr < limit. */
static inline uint32_t
mspan_object_index (const Mspan *s, Addr addr)
{
  return (uint32_t) (((addr - s->base) * s->div_magic) >> 32);
}

static inline Addr
mspan_object_base (const Mspan *s, uint32_t index)
{
  return s->base + (uint64_t) index * s->elem_size;
}

static inline uint64_t *
mspan_mark_words (const Image *im, const Mspan *s)
{
  return IMAGE_AT (im, uint64_t, s->gcmark_bits);
}

static inline uint64_t *
mspan_alloc_words (const Image *im, const Mspan *s)
{
  return IMAGE_AT (im, uint64_t, s->alloc_bits);
}

static inline bool
mspan_is_marked (const Image *im, const Mspan *s, uint32_t index)
{
  return bitmap_get (mspan_mark_words (im, s), index);
}

/* Sets the mark; true if it was not set before. */
static inline bool
mspan_mark (const Image *im, const Mspan *s, uint32_t index)
{
  uint64_t *word = mspan_mark_words (im, s) + index / 64;
  uint64_t bit = UINT64_C (1) << (index % 64);

  if (*word & bit)
    return false;
  *word |= bit;
  return true;
}

/* Whether slot `index` holds no object now (exact at every tick: slots below free_index are taken). */
static inline bool
mspan_is_free (const Image *im, const Mspan *s, uint32_t index)
{
  return index >= s->free_index && !bitmap_get (mspan_alloc_words (im, s), index);
}

/* Loads the 64 bits of alloc_bits from `index`, a multiple of 64 below n_elems, into alloc_cache. */
static inline void
mspan_refill_alloc_cache (const Image *im, Mspan *s, uint32_t index)
{
  s->alloc_cache = ~mspan_alloc_words (im, s)[index / 64] & low_mask64 (s->n_elems - index);
}

/* The next free slot, or n_elems when there is none; moves free_index past it. Does not touch alloc_count. */
uint32_t mspan_next_free_index (const Image *im, Mspan *s);

/* Marked objects (what the sweep will keep). */
uint32_t mspan_count_marked (const Image *im, const Mspan *s);

/* The pointer words of a slot in a span that keeps its pointer bits (scan, elem_size <= 512): bit i = word i. */
static inline const uint64_t *
mspan_heap_bits (const Image *im, const Mspan *s)
{
  uint64_t bytes = (uint64_t) s->n_pages << HEAP_PAGE_SHIFT;

  return IMAGE_AT (im, uint64_t, s->base + bytes - bytes / 64);
}

static inline uint64_t
mspan_small_pointer_mask (const Image *im, const Mspan *s, Addr object)
{
  const uint64_t *bits = mspan_heap_bits (im, s);
  uint64_t word = (object - s->base) / 8;
  unsigned shift = word % 64;
  unsigned n = (unsigned) (s->elem_size / 8);
  uint64_t mask = bits[word / 64] >> shift;

  if (shift + n > 64)
    mask |= bits[word / 64 + 1] << (64 - shift);
  return mask & low_mask64 (n);
}
