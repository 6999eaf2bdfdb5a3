#include "heap/mheap.h"

#include <string.h>

/* ---- Sets of a span class ---- */

Mspan *
mcentral_pop_partial_swept (Heap *heap, SpanClass spc)
{
  Mheap *m = heap->mheap;
  SpanId id = spanset_pop (mcentral_partial_swept (&m->central[spc], m->sweepgen), &m->spanset_pool, heap->image);

  return id == SPAN_NONE ? NULL : &heap->spans[id];
}

/* Spans that cannot be acquired were swept by somebody else, who also put them where they belong. */
static Mspan *
pop_unswept (Heap *heap, Spanset *set)
{
  SpanId id;

  /* Spans that wait here were not looked at for a cycle: fetch the one after next, and the marks of the next. */
  if (spanset_length (set) > 2)
    {
      __builtin_prefetch (&heap->spans[spanset_peek (set, heap->image, 2)], 1);
      __builtin_prefetch (mspan_mark_words (heap->image, &heap->spans[spanset_peek (set, heap->image, 1)]));
    }
  while ((id = spanset_pop (set, &heap->mheap->spanset_pool, heap->image)) != SPAN_NONE)
    if (mspan_try_acquire (heap, &heap->spans[id]))
      return &heap->spans[id];
  return NULL;
}

Mspan *
mcentral_pop_partial_unswept (Heap *heap, SpanClass spc)
{
  return pop_unswept (heap, mcentral_partial_unswept (&heap->mheap->central[spc], heap->mheap->sweepgen));
}

Mspan *
mcentral_pop_full_unswept (Heap *heap, SpanClass spc)
{
  return pop_unswept (heap, mcentral_full_unswept (&heap->mheap->central[spc], heap->mheap->sweepgen));
}

void
mcentral_push_swept (Heap *heap, Mspan *s)
{
  Mheap *m = heap->mheap;
  Mcentral *c = &m->central[s->span_class];
  Spanset *set = s->alloc_count == s->n_elems ? mcentral_full_swept (c, m->sweepgen)
                                              : mcentral_partial_swept (c, m->sweepgen);

  spanset_push (set, &m->spanset_pool, heap->image, heap_span_id (heap, s));
}

Mspan *
mcentral_grow (Heap *heap, Mcache *c, SpanClass spc)
{
  Mspan *s = mheap_alloc (heap, c, size_class_pages[span_class_size_class (spc)], spc);

  if (s != NULL && !mspan_noscan (s) && size_bits_in_span (s->elem_size))
    {
      memset ((void *) mspan_heap_bits (heap->image, s), 0, (uint64_t) s->n_pages * HEAP_PAGE_BYTES / 64);
      heap->span_masks[heap_span_id (heap, s)] = SPAN_MASK_NONE;
      s->mask_fresh = 1;
    }
  return s;
}

/* ---- What a P holds ---- */

/* Counts what was allocated from a cached span since it was cached. */
static void
count_allocated (Mheap *m, Mspan *s)
{
  uint64_t n = (uint64_t) (s->alloc_count - s->alloc_count_before_cache);

  m->stats.small_alloc_count[span_class_size_class (s->span_class)] += n;
  m->total_alloc += n * s->elem_size;
  s->alloc_count_before_cache = 0;
}

static void
count_tiny (Mheap *m, Mcache *c)
{
  m->stats.tiny_alloc_count += c->tiny_allocs;
  c->tiny_allocs = 0;
}

void
mcache_uncache_full (Heap *heap, Mcache *c, SpanClass spc)
{
  Mheap *m = heap->mheap;
  Mspan *s = &heap->spans[c->alloc[spc]];

  if (c->alloc[spc] == SPAN_NONE)
    return;
  if (s->alloc_count != s->n_elems || s->sweepgen != m->sweepgen + 3)
    GCCORE_THROW ("only a full, swept span is replaced");
  c->alloc[spc] = SPAN_NONE;
  s->sweepgen = m->sweepgen;
  heap_note_changed (heap, s);
  mcentral_push_swept (heap, s);
  count_allocated (m, s);
  if (spc == TINY_SPAN_CLASS)
    count_tiny (m, c);
}

/* Clears every free slot at once, where each will be asked for cleared: pointerful classes of small slots. One long
 * store is far cheaper than a short one at each allocation, and brings the slots into the cache just before they are
 * used. (To Go, and to the cost model, clearing stays part of the allocation.) */
#define CLEAR_AHEAD_BYTES 512u

static void
clear_ahead (const Heap *heap, Mspan *s)
{
  const uint64_t *taken = mspan_alloc_words (heap->image, s);
  uint32_t i = s->free_index, n = s->n_elems;

  while (i < n)
    {
      uint64_t bits = taken[i / 64] >> (i % 64);
      uint32_t first, end;

      if (bits & 1)
        {
          i += min_u64 (ctz64 (~bits), 64 - i % 64);
          continue;
        }
      /* A run of free slots, over as many words as it takes. */
      first = i;
      do
        {
          bits = taken[i / 64] >> (i % 64);
          i += min_u64 (ctz64 (bits), 64 - i % 64);
        }
      while (i < n && i % 64 == 0 && (taken[i / 64] & 1) == 0);
      end = i < n ? i : n;
      memset (heap_ptr (heap, mspan_object_base (s, first)), 0, (end - first) * s->elem_size);
    }
  s->dirty = 0;
}

HeapLiveDelta
mcache_cache_span (Heap *heap, Mcache *c, SpanClass spc, Mspan *s)
{
  HeapLiveDelta delta;

  GCCORE_ASSERT (s->span_class == spc && s->alloc_count < s->n_elems && s->free_index < s->n_elems);
  mspan_refill_alloc_cache (heap->image, s, s->free_index & ~63u);
  s->alloc_cache >>= s->free_index % 64;

  if (s->dirty && !mspan_noscan (s) && s->elem_size <= CLEAR_AHEAD_BYTES)
    clear_ahead (heap, s);
  image_touch (heap->image, s->base, s->n_pages * HEAP_PAGE_BYTES);

  s->sweepgen = heap->mheap->sweepgen + 3;
  s->alloc_count_before_cache = s->alloc_count;
  c->alloc[spc] = heap_span_id (heap, s);

  /* The whole span counts as live from now on, its tail waste included; a flush takes the unused slots back. */
  delta.heap_live = (int64_t) (s->n_pages * HEAP_PAGE_BYTES - s->alloc_count * s->elem_size);
  delta.heap_scan = (int64_t) c->scan_alloc;
  c->scan_alloc = 0;
  return delta;
}

HeapLiveDelta
mcache_release_all (Heap *heap, Mcache *c, Mspan **stale, uint32_t *n_stale)
{
  Mheap *m = heap->mheap;
  HeapLiveDelta delta = { 0, (int64_t) c->scan_alloc };

  c->scan_alloc = 0;
  *n_stale = 0;
  for (unsigned spc = 0; spc < N_SPAN_CLASSES; spc++)
    {
      Mspan *s = &heap->spans[c->alloc[spc]];

      if (c->alloc[spc] == SPAN_NONE)
        continue;
      c->alloc[spc] = SPAN_NONE;
      heap_note_changed (heap, s);
      count_allocated (m, s);
      if (s->sweepgen == m->sweepgen + 1)
        {
          /* Cached before the sweep began: heapLive was computed from marks and never included its free slots. */
          s->sweepgen = m->sweepgen - 1;
          stale[(*n_stale)++] = s;
        }
      else
        {
          delta.heap_live -= (int64_t) ((uint64_t) (s->n_elems - s->alloc_count) * s->elem_size);
          s->sweepgen = m->sweepgen;
          mcentral_push_swept (heap, s);
        }
    }
  c->tiny = 0;
  c->tiny_offset = 0;
  count_tiny (m, c);
  return delta;
}

void
mcache_flush_pages (Heap *heap, Mcache *c)
{
  page_cache_flush (&c->page_cache, &heap->pages);
}

/* ---- Sweeping one span ---- */

/* What becomes of a small span that nobody asked to keep. */
static bool
put_away_small (Heap *heap, Mcache *c, Mspan *s)
{
  if (s->alloc_count != 0)
    {
      mcentral_push_swept (heap, s);
      return false;
    }
  mheap_free_span (heap, c, s);
  return true;
}

/* Marking does not ask whether a slot is free; a sound collector never meets a pointer to one. Otherwise (Go throws
 * "found pointer to free object" here, reportZombies) the mark is taken back. */
static void
drop_stale_marks (const Heap *heap, const Mspan *s, SweepResult *result)
{
  uint64_t *marks = mspan_mark_words (heap->image, s);
  const uint64_t *allocs = mspan_alloc_words (heap->image, s);

  for (uint32_t i = s->free_index; i < s->n_elems; i = (i | 63) + 1)
    {
      uint64_t stale = marks[i / 64] & ~allocs[i / 64] & ~low_mask64 (i % 64);

      if (GCCORE_LIKELY (stale == 0))
        continue;
      if (result->n_stale == 0)
        result->first_stale = (uint16_t) ((i & ~63u) + ctz64 (stale));
      result->n_stale = (uint16_t) (result->n_stale + popcount64 (stale));
      marks[i / 64] &= ~stale;
    }
}

SweepResult
mspan_sweep (Heap *heap, Mcache *c, Mspan *s, bool preserve)
{
  Mheap *m = heap->mheap;
  SweepResult result = { .n_pages = s->n_pages };
  uint32_t n_alloc;

  if (s->state != MSPAN_IN_USE || s->sweepgen != m->sweepgen - 1)
    GCCORE_THROW ("only an acquired span in use can be swept");
  m->pages_swept += s->n_pages;

  drop_stale_marks (heap, s, &result);
  n_alloc = mspan_count_marked (heap->image, s);
  if (n_alloc > s->alloc_count)
    GCCORE_THROW ("a sweep found more objects than were allocated");
  result.n_freed = s->alloc_count - n_alloc;
  s->alloc_count = (uint16_t) n_alloc;
  s->free_index = 0;
  s->alloc_bits = s->gcmark_bits;
  s->gcmark_bits = gcbits_take (&m->bits, heap->image, s->n_elems, heap->track_scanned);
  heap_note_marks (heap, s);
  mspan_refill_alloc_cache (heap->image, s, 0);
  s->sweepgen = m->sweepgen;
  heap_note_changed (heap, s);

  if (s->div_magic != 0)
    {
      if (result.n_freed > 0)
        {
          s->needzero = s->dirty = 1;
          m->stats.small_free_count[span_class_size_class (s->span_class)] += result.n_freed;
          m->total_free += result.n_freed * s->elem_size;
        }
      if (!preserve)
        result.freed_span = put_away_small (heap, c, s);
    }
  else if (!preserve)
    {
      if (result.n_freed == 0)
        mcentral_push_swept (heap, s);
      else
        {
          m->stats.large_free_count++;
          m->stats.large_free_bytes += s->elem_size;
          m->total_free += s->elem_size;
          mheap_free_span (heap, c, s);
          result.freed_span = true;
        }
    }
  return result;
}
