#pragma once

/* The marker's inner loop, for inlining: words become marks, and what is pointerful goes to the queue.
 *
 * It does what gc_grey_word() does with each word, in order, for the case that nobody listens to events: the same marks,
 * queue, counts and costs. Small objects are found by `mark_pages` alone; every other word is gc_grey_word()'s. A test
 * compares the two.
 *
 * Callers keep a `MarkLocal` over many calls, so that it lies in registers: loaded first, stored before anybody else may
 * look; its address goes to nothing that is not inlined. */

#include "gc/state.h"

typedef struct {
  /* What does not change: Heap's, GcState's, */
  uintptr_t delta;
  uint64_t heap_bytes;
  const MarkPage *mark_pages;
  uint64_t *page_marks;
  uint64_t *mark_zone;      /* whose bits MarkPage counts, */
  Vtime far_cost, far_grey_cost; /* and of a pointer to another page than the one before */
  WorkBuf *buf;             /* gp->work.wbuf1, or a full one that is nobody's */
  Vtime clock;
  Vtime cost;               /* of what was met since the caller took it */
  uint64_t tick;
  uint64_t last_page, last_grey_page;
  uint64_t bytes_marked, n_marked, n_scanned;
  int64_t scan_work;
} MarkLocal;

#define MARK_INLINE static inline __attribute__ ((always_inline))

static const WorkBuf mark_no_buffer = { .n = GC_WORK_BUF_OBJECTS };

MARK_INLINE void
mark_load_buffer (const Gc *gc, const GcP *gp, MarkLocal *l)
{
  l->buf = gp->work.wbuf1 != 0 ? gc_work_buf (gc, gp->work.wbuf1) : (WorkBuf *) &mark_no_buffer;
}

MARK_INLINE void
mark_load (const Gc *gc, const P *p, const GcP *gp, MarkLocal *l)
{
  const Heap *heap = gc->heap;

  l->delta = heap->delta;
  l->heap_bytes = heap->n_pages << HEAP_PAGE_SHIFT;
  l->mark_pages = heap->mark_pages;
  l->page_marks = heap->page_marks;
  l->mark_zone = IMAGE_AT (gc->im, uint64_t, heap->mheap->bits.zone);
  l->far_cost = gc->st->far_cost + COST_MARK_POINTER;
  l->far_grey_cost = gc->st->far_grey_cost;
  mark_load_buffer (gc, gp, l);
  l->clock = p->clock;
  l->cost = 0;
  l->tick = gc->sched->st->tick;
  l->last_page = gp->last_page;
  l->last_grey_page = gp->last_grey_page;
  l->bytes_marked = gp->work.bytes_marked;
  l->scan_work = gp->work.heap_scan_work;
  l->n_marked = gc->st->objects_marked;
  l->n_scanned = gc->st->objects_scanned;
}

MARK_INLINE void
mark_store (Gc *gc, P *p, GcP *gp, const MarkLocal *l)
{
  p->clock = l->clock;
  gc->sched->st->tick = l->tick;
  gp->last_page = l->last_page;
  gp->last_grey_page = l->last_grey_page;
  gp->work.bytes_marked = l->bytes_marked;
  gp->work.heap_scan_work = l->scan_work;
  gc->st->objects_marked = l->n_marked;
  gc->st->objects_scanned = l->n_scanned;
}

/* Both lines of an object whose pointer words end at `bytes`, as those of the present one do: half of all 48-byte objects
 * lie across two, and the last pointer leads to what is scanned next (measured, a random graph: -12 % for what waits in
 * the buffer and -6 % for what is pointed to, against the first line alone). */
MARK_INLINE void
mark_fetch (uintptr_t at, uint64_t bytes)
{
  __builtin_prefetch ((const void *) at);
  __builtin_prefetch ((const void *) (at + bytes - 8));
}

/* The two ways out of the loop take and return what it keeps by value: an address that they were given would keep it in
 * memory all the time. */

/* No slot of a small object: a large object, a stack, free pages. */
static __attribute__ ((noinline)) MarkLocal
mark_other (Gc *gc, P *p, GcP *gp, MarkLocal l, Addr word)
{
  Vtime cost = l.cost;

  mark_store (gc, p, gp, &l);
  cost += gc_grey_word (gc, p, word, 0);
  mark_load (gc, p, gp, &l);
  l.cost = cost;
  return l;
}

static __attribute__ ((noinline)) MarkLocal
mark_put_slow (Gc *gc, P *p, GcP *gp, MarkLocal l, Addr object)
{
  mark_store (gc, p, gp, &l);
  gc_work_put_slow (gc, p, object);
  mark_load_buffer (gc, gp, &l);
  return l;
}

MARK_INLINE void
mark_meet (MarkLocal *l, uint64_t page)
{
  l->cost += page != l->last_page ? l->far_cost : COST_MARK_POINTER;
  l->last_page = page;
}

/* A word that points `offset` bytes into the heap. What it makes grey is to be fetched, unless the caller did so. */
MARK_INLINE void
mark_pointer (Gc *gc, P *p, GcP *gp, MarkLocal *l, uint64_t offset, bool fetch)
{
  uint64_t page = offset >> HEAP_PAGE_SHIFT, at, bit, bytes, *marks, before;
  const MarkPage *m = &l->mark_pages[page];
  Addr object;

  if (GCCORE_UNLIKELY (offset % HEAP_PAGE_BYTES >= m->limit))
    {
      *l = mark_other (gc, p, gp, *l, IMAGE_HEAP_BASE + offset);
      return;
    }
  mark_meet (l, page);
  at = mark_page_at (m, offset);
  bit = at >> 32;
  marks = l->mark_zone + bit / 64;
  before = *marks;
  if (before >> (bit % 64) & 1)
    return;
  *marks = before | UINT64_C (1) << (bit % 64);
  bitmap_set (l->page_marks, page - m->first_page);
  l->n_marked++;
  bytes = size_class_bytes[span_class_size_class (m->span_class)];
  if (GCCORE_UNLIKELY (span_class_noscan (m->span_class)))
    {
      l->bytes_marked += bytes;
      heap_note_scanned_bit (gc->heap, marks, UINT64_C (1) << (bit % 64));
      return;
    }
  l->cost += page != l->last_grey_page ? l->far_grey_cost : 0;
  l->last_grey_page = page;
  object = mark_page_object (at, IMAGE_HEAP_BASE + offset, bytes);
  if (fetch)
    __builtin_prefetch ((const void *) (object + l->delta));
  if (GCCORE_LIKELY (l->buf->n < GC_WORK_BUF_OBJECTS))
    l->buf->objects[l->buf->n++] = object;
  else
    *l = mark_put_slow (gc, p, gp, *l, object);
}

/* The words at[i] for each bit i of `mask`. A word that points into [self, self + bytes) is met, but no second look is taken
 * at its object. */
MARK_INLINE void
mark_words (Gc *gc, P *p, GcP *gp, MarkLocal *l, const Addr *at, uint64_t mask, Addr self, uint64_t bytes,
            bool fetch)
{
  for (; mask != 0; mask >>= 1, at++)
    if (mask & 1)
      {
        uint64_t offset = *at - IMAGE_HEAP_BASE;

        if (offset >= l->heap_bytes)
          continue;
        if (*at - self < bytes)
          mark_meet (l, offset >> HEAP_PAGE_SHIFT);
        else
          mark_pointer (gc, p, gp, l, offset, fetch);
      }
}

/* Fetches what those words point to: objects whose pointers end at `bytes`. */
MARK_INLINE void
mark_fetch_words (const MarkLocal *l, const Addr *at, uint64_t mask, uint64_t bytes)
{
  for (; mask != 0; mask >>= 1, at++)
    if (mask & 1 && *at - IMAGE_HEAP_BASE < l->heap_bytes)
      mark_fetch (*at + l->delta, bytes);
}
