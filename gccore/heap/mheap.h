#pragma once

/* The page heap: where spans come from and go back to, and the counts that everything else is judged by.
 *
 * `Heap` is a host-side handle; `Mheap`, in the image, holds all that changes. Arenas are contiguous from
 * IMAGE_HEAP_BASE, so page number = (address - base) / 8192, page table and arena bitmaps are plain arrays, and chunk
 * numbers count from the base, too.
 *
 * What each byte of the heap's address space is, at every tick:
 *
 *   heap_in_use + in_stacks + in_work_bufs + in_ptr_scalar_bits + heap_free + heap_released = mapped
 *                                                                  (HeapSys counts the first and the last two)
 *
 * Allocation never blocks, sweeps or collects: those decisions are gc's, which calls the pieces here in Go's order.
 * What Go would scavenge inside an allocation is added up in `scavenge_owed_bytes` for gc to pay.
 *
 * Facts: Go 1.22 runtime/mheap.go, mcentral.go, mcache.go, stack.go, mgcsweep.go (sweepLocked.sweep). */

#include "heap/gcbits.h"
#include "heap/gctype.h"
#include "heap/mcache.h"
#include "heap/mcentral.h"
#include "heap/mspan.h"
#include "heap/palloc.h"

#define HEAP_ARENA_BYTES (UINT64_C (64) << 20)
#define HEAP_ARENA_PAGES (HEAP_ARENA_BYTES / HEAP_PAGE_BYTES)
#define HEAP_MAX_PROCS 64u
#define HEAP_N_STACK_LARGE 36
#define HEAP_RECLAIM_CHUNK_PAGES 512u /* Go's pagesPerReclaimerChunk */
#define HEAP_RECLAIM_DONE UINT64_MAX

/* Cumulative counts, Go's heapStatsDelta. Small counts lag behind by what mcaches hold until they are flushed. */
typedef struct {
  uint64_t small_alloc_count[N_SIZE_CLASSES], small_free_count[N_SIZE_CLASSES];
  uint64_t tiny_alloc_count;
  uint64_t large_alloc_bytes, large_alloc_count, large_free_bytes, large_free_count;
  uint64_t committed_bytes, released_bytes;
  uint64_t in_heap_bytes, in_stacks_bytes, in_work_bufs_bytes, in_ptr_scalar_bits_bytes;
} HeapStats;

typedef struct {
  SpanId first, last;
} SpanList;

typedef struct Mheap {
  uint32_t sweepgen;          /* grows by 2 a cycle; 2 at the start */
  uint32_t n_procs;           /* mcaches */
  PallocState pages;
  Addr cur_arena_base;        /* next byte to grow into (all below is known to `pages`) */
  Addr cur_arena_end;         /* end of the arenas reserved so far, multiple of 64 MiB */
  uint64_t heap_cap_bytes;    /* most that may ever be mapped */

  /* Tables by page or arena number, and the span table. */
  Addr spans;                 /* Mspan[max_spans] */
  Addr sites;                 /* HeapSite by TypeId; derived from the types, does not count as used */
  Addr span_masks;            /* uint64_t by span: the pointer words that all slots written so far share */
  Addr page_spans;            /* SpanId by page; of freed pages what it was */
  Addr mark_pages;            /* MarkPage by page; derived from the spans, does not count as used */
  Addr page_in_use;           /* bit by page: first page of an IN_USE span */
  Addr page_marks;            /* bit by page: first page of a span with a marked object in this cycle */
  Addr page_specials;         /* bit by page: first page of a span with specials */
  Addr zeroed_base;           /* by arena: bytes from its start that were handed out before */
  uint32_t n_spans, max_spans; /* ids 0..n_spans-1 have been used */
  uint32_t n_spans_in_use;    /* span structs handed out or in an mcache's store, as Go's fixalloc counts them */
  SpanId free_spans;          /* linked by next */

  Mcentral central[N_SPAN_CLASSES];
  SpansetPool spanset_pool;
  GcBits bits;
  Addr mcaches;               /* Mcache[HEAP_MAX_PROCS], n_procs in use */

  SpanList stack_pool[N_STACK_ORDERS];
  SpanList stack_large[HEAP_N_STACK_LARGE]; /* by log2 of pages, freed while a cycle marks */

  uint64_t pages_in_use;      /* pages of IN_USE spans */
  uint64_t pages_swept;       /* since the cycle began */
  uint64_t reclaim_index;     /* next page the reclaimer looks at; HEAP_RECLAIM_DONE: nothing left */
  uint64_t reclaim_credit;    /* pages freed beyond what was asked */
  uint64_t sweep_arenas_pages; /* pages of the arenas that existed when the cycle's sweep began */

  uint64_t heap_in_use, heap_free, heap_released; /* bytes */
  uint64_t total_alloc, total_free; /* bytes; small objects when their span leaves an mcache */
  HeapStats stats;

  /* Written by gc, read on span allocation (Go 1.22 runtime/mheap.go, allocSpan). */
  int64_t memory_limit;       /* bytes, INT64_MAX: none */
  uint64_t scavenge_gc_percent_goal; /* bytes, UINT64_MAX: none yet */
  uint64_t runtime_overhead_bytes; /* memory that Go's runtime has and this one has not: counts as mapped (GcOptions) */
  uint64_t limiter_on;        /* 1: the CPU limiter forbids scavenging for the limit */
  uint64_t scavenge_owed_bytes; /* to be paid by gc before the program goes on */
  uint64_t scavenge_owed_force; /* 1: all chunks may be taken */
} Mheap;

typedef struct {
  uint64_t heap_cap_bytes;    /* 0: all of the image's reserve */
  uint32_t n_procs;           /* GOMAXPROCS, 1..HEAP_MAX_PROCS */
  uint64_t phys_page_bytes;   /* 0: 4096 */
  uint64_t huge_page_bytes;   /* 0: 2 MiB; HEAP_NO_HUGE_PAGES: the modelled OS has none */
} HeapOptions;
#define HEAP_NO_HUGE_PAGES UINT64_MAX

/* Mheap.span_masks: most spans hold objects of one shape only, and the pointer bits at a span's end lie at the same
 * offset of every page, where they push each other out of the caches. So a scan looks here first. */
#define SPAN_MASK_NONE UINT64_C (0) /* slots differ, nothing was written yet, or they are too large: read the bits */

/* What marking asks of a page of small objects, four pages to a cache line: a marker that meets pointers in no order
 * finds these in a near cache, and the spans themselves in a far one. All 0 for every other page.
 *
 * An address `within` bytes into the page is at first + within * div_magic, in units of 2^-32 objects: above the point
 * the number of its mark bit in the mark bits' zone, below it how far into the object it points. */
typedef struct {
  uint64_t first;             /* of the page's first byte */
  uint32_t div_magic;
  uint16_t limit;             /* end of the objects in this page, bytes from its start */
  SpanClass span_class;
  uint8_t first_page;         /* how many pages before this one the span begins */
} MarkPage;

_Static_assert (sizeof (MarkPage) == 16, "four to a cache line");

/* Where one value of a type goes, worked out once. */
typedef struct {
  uint64_t bytes;             /* of the value; UINT64_MAX: size 0, tiny or large, which go other ways */
  uint64_t mask;              /* its pointer words, when they are kept in the span */
  uint32_t scan_bytes;        /* what it adds to heapScan */
  SpanClass span_class;
  bool header;
  uint8_t pad[2];             /* named, so that a copy has zeros there: it lies in the image, and is hashed */
} HeapSite;

typedef struct Heap {
  Image *image;
  uintptr_t delta;            /* image->delta, near at hand */
  const GcType *types;        /* immutable table; types[0] unused */
  uint32_t n_types;
  bool track_scanned;         /* keep the twin bits (grey or black) for the eye */
  uint64_t n_pages;           /* of the reserved heap */
  Mheap *mheap;
  Mspan *spans;
  uint64_t *span_masks;
  const HeapSite *sites;      /* by TypeId */
  SpanId *page_spans;
  MarkPage *mark_pages;
  uint64_t *page_in_use, *page_marks, *page_specials;
  Mcache *mcaches;
  Palloc pages;
  uint64_t *changed_spans;    /* bit by page: first page of a span that does not look as it did when the bit was cleared,
                               * of which see heap_note_changed(); NULL: nobody asks, or all may have changed. Whoever
                               * restores the image keeps it beyond heap_attach(), or lets go of it */
  GccoreError host_error;     /* code != GCCORE_OK: the host refused memory, the machine must stop */
} Heap;

/* Builds a heap in a fresh image; IMAGE_ROOT_HEAP names it. `types` is borrowed for the heap's life. */
void heap_init (Heap *heap, Image *im, const GcTypeTable *types, const HeapOptions *options);
/* A handle on the heap that the image holds (after restoring one). */
void heap_attach (Heap *heap, Image *im, const GcTypeTable *types);

/* GOMAXPROCS changes (Go 1.22 runtime/proc.go, procresize), world stopped. Ps that go must have given back their spans
 * and stacks (mcache_release_all, mcache_clear_stacks); their cached pages and span structs follow here. Ps that come
 * start with empty caches. At most HEAP_MAX_PROCS. */
void heap_set_procs (Heap *heap, uint32_t n_procs);
/* The heap's gaps (base/image.h). */
void heap_each_gap (const Heap *heap, ImageGapFunc func, void *context);

static inline void *
heap_ptr (const Heap *heap, Addr addr)
{
  return (void *) (uintptr_t) (addr + heap->delta);
}

static inline Mspan *
heap_span (const Heap *heap, SpanId id)
{
  return &heap->spans[id];
}

static inline SpanId
heap_span_id (const Heap *heap, const Mspan *s)
{
  return (SpanId) (s - heap->spans);
}

static inline Mcache *
heap_mcache (const Heap *heap, uint32_t p)
{
  return &heap->mcaches[p];
}

static inline uint64_t
heap_page_number (Addr addr)
{
  return (addr - IMAGE_HEAP_BASE) >> HEAP_PAGE_SHIFT;
}

static inline Addr
heap_page_addr (uint64_t page)
{
  return IMAGE_HEAP_BASE + (page << HEAP_PAGE_SHIFT);
}

/* From here on nothing in the arena of `addr` was ever handed out: all is zero. */
static inline Addr
heap_fresh_from (const Heap *heap, Addr addr)
{
  uint64_t arena = (addr - IMAGE_HEAP_BASE) / HEAP_ARENA_BYTES;

  return IMAGE_HEAP_BASE + arena * HEAP_ARENA_BYTES + IMAGE_AT (heap->image, uint64_t, heap->mheap->zeroed_base)[arena];
}

/* The span whose pages hold addr, in whatever state, or the empty span. Any word may be asked. The page table keeps the
 * last owner of freed pages: check the state. */
static inline Mspan *
heap_span_of (const Heap *heap, Addr addr)
{
  uint64_t page = heap_page_number (addr);

  return &heap->spans[page < heap->n_pages ? heap->page_spans[page] : SPAN_NONE];
}

/* The object that a word points to or into: its span and index; NULL if the word is no pointer into an object slot.
 * (The slot may be free: for a stale word, or one from a broken program; see mspan_is_free.) Any word may be asked. */
static inline Mspan *
heap_find_object (const Heap *heap, Addr word, uint32_t *index)
{
  Mspan *s = heap_span_of (heap, word);

  if (s->state != MSPAN_IN_USE || word - s->base >= s->limit - s->base)
    return NULL;
  *index = mspan_object_index (s, word);
  return s;
}

/* Scanned ("black") bits, kept only when heap->track_scanned. */
static inline uint64_t *
heap_scanned_words (const Heap *heap, const Mspan *s)
{
  return (uint64_t *) heap_ptr (heap, gcbits_twin (&heap->mheap->bits, s->gcmark_bits));
}

static inline void
heap_note_scanned (const Heap *heap, const Mspan *s, uint32_t index)
{
  if (GCCORE_UNLIKELY (heap->track_scanned))
    bitmap_set (heap_scanned_words (heap, s), index);
}

/* The same for the object whose mark is `bit` of *mark. */
static inline void
heap_note_scanned_bit (const Heap *heap, uint64_t *mark, uint64_t bit)
{
  const GcBits *bits = &heap->mheap->bits;

  if (GCCORE_UNLIKELY (heap->track_scanned))
    mark[(bits->twin - bits->zone) / 8] |= bit;
}

/* Marks an object and its span's page (so that the reclaimer leaves it alone); true if it was white.
 * The caller queues it and counts bytes. */
static inline bool
heap_mark_object (const Heap *heap, const Mspan *s, uint32_t index)
{
  if (!mspan_mark (heap->image, s, index))
    return false;
  bitmap_set (heap->page_marks, heap_page_number (s->base));
  return true;
}

/* What mark_pages should say of a span's i-th page. */
static inline MarkPage
mspan_mark_page (const Heap *heap, const Mspan *s, uint32_t i)
{
  uint64_t first_bit = (s->gcmark_bits - heap->mheap->bits.zone) * 8;
  uint64_t offset = (uint64_t) i * HEAP_PAGE_BYTES, limit = s->limit - s->base;

  if (s->state != MSPAN_IN_USE || s->div_magic == 0 || first_bit + s->n_elems > UINT32_MAX)
    return (MarkPage) { 0 };
  return (MarkPage) { .first = (first_bit << 32) + offset * s->div_magic,
                      .div_magic = s->div_magic,
                      .limit = (uint16_t) (limit > offset ? min_u64 (limit - offset, HEAP_PAGE_BYTES) : 0),
                      .span_class = s->span_class,
                      .first_page = (uint8_t) i };
}

/* How many of a span's pages mark_pages knows of: all that hold small objects. */
static inline uint32_t
mspan_n_mark_pages (const Mspan *s)
{
  return s->div_magic != 0 ? s->n_pages : 0;
}

/* A span's state or its mark bits have changed. */
static inline void
heap_note_marks (const Heap *heap, const Mspan *s)
{
  MarkPage *pages = &heap->mark_pages[heap_page_number (s->base)];

  for (uint32_t i = 0; i < mspan_n_mark_pages (s); i++)
    pages[i] = mspan_mark_page (heap, s, i);
}

/* Where an address in the page lies, in the units of MarkPage. */
static inline uint64_t
mark_page_at (const MarkPage *m, Addr addr)
{
  return m->first + addr % HEAP_PAGE_BYTES * m->div_magic;
}

/* The start of the object of `bytes` that has `addr`, which lies there. Exact: div_magic * bytes exceeds 2^32 by less
 * than `bytes`, and that times any offset into a span of the class is below 2^32. */
static inline Addr
mark_page_object (uint64_t at, Addr addr, uint64_t bytes)
{
  return addr - ((uint32_t) at * bytes >> 32);
}

/* A span is new, has left a P's cache, or was swept, which is done in the tick that acquired it: its counts and its place
 * are not what they were. Allocation from a P's cache and marks come too often to be noted, and that pages are free can be
 * seen. */
static inline void
heap_note_changed (const Heap *heap, const Mspan *s)
{
  if (GCCORE_UNLIKELY (heap->changed_spans != NULL))
    bitmap_set (heap->changed_spans, heap_page_number (s->base));
}

/* The same of all spans that Ps have. */
void heap_note_cached (const Heap *heap);
/* The same when a page of metadata, at `addr`, is about to become what it is at another moment: of the spans that are
 * others there, and of pages that are other spans'. Bits of objects do not count. */
void heap_note_restored (const Heap *heap, Addr addr, const void *bytes);

/* ---- Spans of pages ---- */

/* n pages for objects of a span class (class 0: one large object), ready to allocate from, swept, in no set. `c` is the
 * allocating P's, or NULL. NULL: the heap cap is reached or the host refused (host_error). */
Mspan *mheap_alloc (Heap *heap, Mcache *c, uint64_t n_pages, SpanClass spc);
/* n pages for other use; contents are not zeroed (needzero says if they may be dirty). */
Mspan *mheap_alloc_manual (Heap *heap, Mcache *c, uint64_t n_pages, SpanAllocType type);
/* Gives back a swept span without objects. */
void mheap_free_span (Heap *heap, Mcache *c, Mspan *s);
void mheap_free_manual (Heap *heap, Mcache *c, Mspan *s);

/* Releases free memory to the OS: at most n_bytes rounded up, from the top; force: every chunk. One run. Returns bytes
 * released and their place in *first (may be NULL); 0 when the chunk looked at had nothing. *more gets whether looking
 * again makes sense. */
uint64_t mheap_scavenge_one (Heap *heap, uint64_t n_bytes, bool force, Addr *first, bool *more);
/* The same until n_bytes are released or nothing is left. */
uint64_t mheap_scavenge (Heap *heap, uint64_t n_bytes, bool force);
/* Heap bytes that the OS backs and Go's heap retains: in use and free (heapRetained). */
static inline uint64_t
mheap_retained (const Heap *heap)
{
  return heap->mheap->heap_in_use + heap->mheap->heap_free;
}
/* All that is mapped and ready: heap, stacks, work buffers, metadata and the runtime's overhead, less what is released
 * (Go's mappedReady). */
uint64_t mheap_mapped_ready (const Heap *heap);

/* The next IN_USE span without a mark that still needs sweeping, looking at pages from *page to `end`; it is acquired
 * (sweepgen h-1) for the caller to sweep. NULL: none; *page is then `end`. For the reclaimer. */
Mspan *mheap_find_unmarked (Heap *heap, uint64_t *page, uint64_t end);

/* ---- Span lists by class, in the pieces that refill and sweep are made of ---- */

/* Takes an unswept span for sweeping: true if it was h-2 and is now h-1. */
static inline bool
mspan_try_acquire (const Heap *heap, Mspan *s)
{
  if (s->sweepgen != heap->mheap->sweepgen - 2)
    return false;
  s->sweepgen = heap->mheap->sweepgen - 1;
  return true;
}

Mspan *mcentral_pop_partial_swept (Heap *heap, SpanClass spc);
/* The next span of the set that could be acquired for sweeping, or NULL when the set is empty. */
Mspan *mcentral_pop_partial_unswept (Heap *heap, SpanClass spc);
Mspan *mcentral_pop_full_unswept (Heap *heap, SpanClass spc);
/* Puts a swept span into the set that its free slots ask for. */
void mcentral_push_swept (Heap *heap, Mspan *s);
/* A fresh span of the class. NULL: out of memory. */
Mspan *mcentral_grow (Heap *heap, Mcache *c, SpanClass spc);

/* What a refill or flush changes in the pacer's world. */
typedef struct {
  int64_t heap_live, heap_scan; /* bytes to add */
} HeapLiveDelta;

/* First half of a refill: counts and returns to mcentral the full span that P holds for the class (or does nothing if
 * it holds none). */
void mcache_uncache_full (Heap *heap, Mcache *c, SpanClass spc);
/* Second half: `s`, swept, with a free slot, in no set, becomes the class's span. */
HeapLiveDelta mcache_cache_span (Heap *heap, Mcache *c, SpanClass spc, Mspan *s);
/* Gives every cached span back. Spans cached before the present sweep began (h+1) are left in h-1 and handed out
 * through `stale` (room for N_SPAN_CLASSES), for the caller to sweep and put away with mspan_sweep(). */
HeapLiveDelta mcache_release_all (Heap *heap, Mcache *c, Mspan **stale, uint32_t *n_stale);
/* Gives back the P's small stacks / its page cache. */
void mcache_clear_stacks (Heap *heap, Mcache *c, bool gc_running);
void mcache_flush_pages (Heap *heap, Mcache *c);

typedef struct {
  uint32_t n_freed;           /* objects */
  uint32_t n_pages;           /* of the span */
  bool freed_span;            /* the pages went back to the heap */
  uint16_t n_stale;           /* marks on free slots, dropped: a collector broken on purpose, or a made-up pointer */
  uint16_t first_stale;       /* index of the first of them */
} SweepResult;
/* Sweeps a span in h-1, its specials done by the caller: marks become alloc bits, counts follow, and (unless
 * `preserve`: the caller wants it) the span goes to its set or back to the heap. */
SweepResult mspan_sweep (Heap *heap, Mcache *c, Mspan *s, bool preserve);

/* sweepgen += 2, the sets' roles swap, sweep and reclaim counters restart: between mark termination and the sweep,
 * world stopped (Go's gcSweep). */
void mheap_start_sweep (Heap *heap);
/* When every span has been swept, before the next cycle marks, world stopped (Go's finishsweep_m): the unswept sets,
 * now empty, number from 0 again; mark bit arenas move on by an epoch. */
void mheap_finish_sweep (Heap *heap);
/* Before marking: clears page_marks (Go's gcResetMarkState). */
void mheap_clear_page_marks (Heap *heap);

/* ---- Stacks: 2, 4, 8, 16 KiB from 32 KiB spans through the P's cache; larger ones are spans of their own ---- */

/* n_bytes: a power of two, at least 2 KiB. 0: out of memory. `c` NULL: straight from the pool. */
Addr stack_alloc (Heap *heap, Mcache *c, uint64_t n_bytes);
/* `gc_running`: in a cycle freed spans are kept until it ends, so that no stale word finds something else there. */
void stack_free (Heap *heap, Mcache *c, Addr stack, uint64_t n_bytes, bool gc_running);
/* At the end of a cycle: gives back what was kept (Go's freeStackSpans). */
void stack_free_kept (Heap *heap);
