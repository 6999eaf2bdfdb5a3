#pragma once

/* The marker's inner loop, for inlining: words become marks, and what is pointerful goes to the queue.
 *
 * It does what gc_grey_word() does with each word, in order, for the case that nobody listens to events: the same marks,
 * queue, counts and costs. Small objects are found by `span_marks` alone; every other word is gc_grey_word()'s. A test
 * compares the two.
 *
 * Callers keep a `MarkLocal` over many calls, so that it lies in registers: loaded first, stored before anybody else may
 * look; its address goes to nothing that is not inlined. */

#include "gc/state.h"

typedef struct {
  uint64_t *mark_zone;      /* where SpanMarks.mark_word counts from, */
  Vtime far_cost;           /* and GcState's: neither changes */
  uint64_t n_heap_pages;
  WorkBuf *buf;             /* gp->work.wbuf1, or a full one that is nobody's */
  Vtime clock;
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
  l->mark_zone = IMAGE_AT (gc->im, uint64_t, gc->heap->mheap->bits.zone);
  l->far_cost = gc->st->far_cost;
  l->n_heap_pages = gc->heap->n_pages;
  mark_load_buffer (gc, gp, l);
  l->clock = p->clock;
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

/* Both lines of an object whose pointer words end at `bytes`, as those of the present one do: half of all 48-byte objects lie
 * across two (measured: -12 % of a random graph's marking, against the first line alone). */
static inline void
mark_fetch (const Heap *heap, Addr object, uint64_t bytes)
{
  const char *at = heap_ptr (heap, object);

  __builtin_prefetch (at);
  __builtin_prefetch (at + bytes - 8);
}

static inline uint32_t
mark_object_index (const SpanMarks *s, uint64_t offset)
{
  return (uint32_t) ((offset * s->div_magic) >> 32);
}

/* A word on its way to its mark bit: into the heap, on a page of this span. */
typedef struct {
  uint64_t offset;          /* from the heap's start */
  const SpanMarks *target;
} MarkPointer;

/* False: it points nowhere. */
MARK_INLINE bool
mark_find (const Heap *heap, const MarkLocal *l, Addr word, MarkPointer *ptr)
{
  uint64_t offset = word - IMAGE_HEAP_BASE, page = offset >> HEAP_PAGE_SHIFT;

  if (page >= l->n_heap_pages)
    return false;
  *ptr = (MarkPointer) { offset, &heap->span_marks[heap->page_spans[page]] };
  return true;
}

/* The two ways out of the loop take and return what it keeps by value: an address that they were given would keep it in
 * memory all the time. */

/* No slot of a small object: a large object, a stack, free pages. Adds the cost beyond that of a pointer met. */
static __attribute__ ((noinline)) MarkLocal
mark_other (Gc *gc, P *p, GcP *gp, MarkLocal l, Addr word, Vtime *cost)
{
  mark_store (gc, p, gp, &l);
  *cost += gc_grey_word (gc, p, word, 0) - COST_MARK_POINTER;
  mark_load (gc, p, gp, &l);
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

/* `soon`, constant: what is greyed comes off the queue again soon; its pointers end at `ptr_bytes`. Returns the cost beyond
 * that of a pointer met. */
MARK_INLINE Vtime
mark_pointer (Gc *gc, P *p, GcP *gp, MarkLocal *l, const MarkPointer *ptr, bool soon, uint64_t ptr_bytes)
{
  const Heap *heap = gc->heap;
  const SpanMarks *s = ptr->target;
  uint64_t first_page = s->first_page, page = ptr->offset >> HEAP_PAGE_SHIFT;
  uint64_t offset = ptr->offset - (first_page << HEAP_PAGE_SHIFT), *marks, before;
  uint32_t index;
  Vtime cost;
  Addr object;

  if (GCCORE_UNLIKELY (offset >= 8u * s->limit_words))
    {
      Vtime more = 0;

      *l = mark_other (gc, p, gp, *l, IMAGE_HEAP_BASE + ptr->offset, &more);
      return more;
    }
  cost = page != l->last_page ? l->far_cost : 0;
  l->last_page = page;
  index = mark_object_index (s, offset);
  marks = l->mark_zone + s->mark_word + index / 64;
  before = *marks;
  if (before >> (index % 64) & 1)
    return cost;
  *marks = before | UINT64_C (1) << (index % 64);
  if (soon || before == 0) /* with a first mark, the page has its own; no guess in a loop that waits for memory */
    bitmap_set (heap->page_marks, first_page);
  l->n_marked++;
  if (s->noscan)
    {
      l->bytes_marked += 8u * s->elem_words;
      heap_note_scanned_bit (heap, marks, UINT64_C (1) << (index % 64));
      return cost;
    }
  cost += page != l->last_grey_page ? gc->st->far_grey_cost : 0;
  l->last_grey_page = page;
  object = heap_page_addr (first_page) + 8u * index * s->elem_words;
  mark_fetch (heap, object, ptr_bytes);
  if (GCCORE_LIKELY (l->buf->n < GC_WORK_BUF_OBJECTS))
    l->buf->objects[l->buf->n++] = object;
  else
    *l = mark_put_slow (gc, p, gp, *l, object);
  return cost;
}

/* The words at[i] for each bit i of `mask`, in two passes, so that the loads for all of them are under way together. Words
 * that point into [object, object + bytes) itself need no second look. Returns the cost. */
MARK_INLINE Vtime
mark_words (Gc *gc, P *p, GcP *gp, MarkLocal *l, const Addr *at, uint64_t mask, Addr object, uint64_t bytes,
            bool soon, uint64_t ptr_bytes)
{
  const Heap *heap = gc->heap;
  MarkPointer found[64], *end = found;
  Vtime cost;

  if (!soon && mask == UINT64_MAX)
    for (unsigned i = 0; i < 64; i++)
      end += at[i] - object >= bytes && mark_find (heap, l, at[i], end);
  else
    for (; mask != 0; mask &= mask - 1)
      {
        Addr word = at[__builtin_ctzll (mask)];

        if (word - object < bytes || !mark_find (heap, l, word, end))
          continue;
        /* It may be the next to be scanned: fetched before anybody knows whether it is white (measured: -6 %). */
        if (soon)
          __builtin_prefetch (heap_ptr (heap, word));
        end++;
      }
  cost = (Vtime) (end - found) * COST_MARK_POINTER;
  for (const MarkPointer *ptr = found; ptr < end; ptr++)
    cost += mark_pointer (gc, p, gp, l, ptr, soon, ptr_bytes);
  return cost;
}
