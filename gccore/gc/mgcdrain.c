/* The marker's fast lane: what mark workers and assists do most of the time, scanning one small object after the other,
 * with its state in registers. It is run_worker()'s (and an assist's) loop over gc_next_grey() and gc_scan_object() to the
 * letter, tick for tick, for the case that nobody listens to events and the object keeps its pointer bits in its span;
 * everything else, and every edge, is left to those. A test compares the two. */

#include "gc/mark-words.h"

/* Places below the top of the buffer at which an object is fetched, and at which what it points to is: by then its own
 * words have come (measured: objects none +45 %, 2 +3 %, 4 +2 %, 16 the same; targets none +5 %, 2 and 4 the same,
 * 8 +35 %). */
#define PREFETCH_OBJECT 8
#define PREFETCH_TARGETS 3

/* What marking knows of the span of an object that this loop may scan, or NULL. */
static inline const SpanMarks *
small_span (const Heap *heap, Addr object)
{
  const SpanMarks *s = &heap->span_marks[heap->page_spans[heap_page_number (object)]];

  return GCCORE_LIKELY (s->elem_words - 1u < MAX_BYTES_BITS_IN_SPAN / 8) ? s : NULL;
}

/* The pointer words of the object: heap_small_mask(), from the marker's tables. */
static inline uint64_t
object_mask (const Heap *heap, const SpanMarks *s, Addr object)
{
  SpanId id = (SpanId) (s - heap->span_marks);
  uint64_t common = heap->span_masks[id];

  if (GCCORE_LIKELY (common != SPAN_MASK_NONE))
    return common;
  return mspan_small_pointer_mask (heap->image, heap_span (heap, id), object);
}

/* What an object points to, if its pointer words are those of the present one, as they are in most graphs of any size:
 * `mask` of its first `bytes`, or of the last that its page has. */
MARK_INLINE void
fetch_targets (const Heap *heap, const MarkLocal *l, Addr object, uint64_t mask, uint64_t bytes)
{
  uint64_t offset = object % HEAP_PAGE_BYTES;
  const Addr *words = heap_ptr (heap, object - offset + min_u64 (offset, HEAP_PAGE_BYTES - bytes));

  for (; mask != 0; mask &= mask - 1)
    {
      Addr word = words[__builtin_ctzll (mask)];

      if ((word - IMAGE_HEAP_BASE) >> HEAP_PAGE_SHIFT < l->n_heap_pages)
        __builtin_prefetch (heap_ptr (heap, word));
    }
}

static __attribute__ ((noinline)) void
note_scanned (const Heap *heap, const SpanMarks *s, Addr object)
{
  uint32_t index = mark_object_index (s, object - heap_page_addr (s->first_page));
  uint64_t *marks = IMAGE_AT (heap->image, uint64_t, heap->mheap->bits.zone) + s->mark_word;

  heap_note_scanned_bit (heap, marks + index / 64, UINT64_C (1) << (index % 64));
}

bool
gc_drain_run (Gc *gc, P *p, int64_t work_limit, Vtime *pending)
{
  const Heap *heap = gc->heap;
  const Sched *sched = gc->sched;
  GcP *gp = gc_p (gc, p);
  const SpanMarks *s;
  MarkLocal l;

  mark_load (gc, p, gp, &l);
  if (sched->sink.func != NULL || gc->st->work.full == 0 || gp->work.wbuf1 == 0 || l.buf->n == 0
      || (s = small_span (heap, l.buf->objects[l.buf->n - 1])) == NULL)
    return false;

  for (;;)
    {
      Addr object = l.buf->objects[--l.buf->n];
      uint64_t bytes = 8u * s->elem_words, mask = object_mask (heap, s, object);
      uint64_t scanned = 8 * (64 - clz64 (mask));
      Vtime cost = gc->st->object_cost + (Vtime) (scanned / 8) * COST_MARK_WORD;

      if (GCCORE_LIKELY (l.buf->n >= PREFETCH_OBJECT))
        {
          mark_fetch (heap, l.buf->objects[l.buf->n - PREFETCH_OBJECT], scanned);
          fetch_targets (heap, &l, l.buf->objects[l.buf->n - PREFETCH_TARGETS], mask, scanned);
        }
      cost += mark_words (gc, p, gp, &l, heap_ptr (heap, object), mask, object, bytes, true, scanned);
      if (GCCORE_UNLIKELY (heap->track_scanned))
        note_scanned (heap, s, object);
      l.bytes_marked += bytes;
      l.scan_work += (int64_t) scanned;
      l.n_scanned++;

      /* Who must act next, or what comes next, may be somebody else's. */
      if (l.scan_work >= work_limit || l.clock + cost >= sched->horizon || l.tick + 1 >= sched->tick_limit
          || l.buf->n == 0 || (s = small_span (heap, l.buf->objects[l.buf->n - 1])) == NULL)
        {
          mark_store (gc, p, gp, &l);
          *pending = cost;
          return true;
        }
      l.clock += cost;
      l.tick++;
    }
}
