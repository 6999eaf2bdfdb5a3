#include "heap/verify.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "heap/malloc.h"
#include "heap/mstats.h"

#define LEAF (PALLOC_LEVELS - 1)

/* Where a span was met. */
typedef enum {
  IN_UNSWEPT = 1,
  IN_SWEPT_PARTIAL = 2,
  IN_SWEPT_FULL = 4,
  IN_MCACHE = 8,
  IS_HELD = 16,
  IN_FREE_LIST = 32
} Place;

typedef struct {
  const Heap *heap;
  const Mheap *m;
  GccoreError *error;
  uint8_t *places;            /* of each span, bits of Place */
  uint8_t *epochs;            /* of each arena of mark bits: 1 next, 2 current, 3 previous, 4 free */
  uint64_t n_arenas;
  bool bad;
} Verify;

#define FAIL(v, ...)                                                                                                  \
  do                                                                                                                  \
    {                                                                                                                 \
      if (!(v)->bad)                                                                                                  \
        gccore_error_set ((v)->error, GCCORE_ERR_VERIFY, __VA_ARGS__);                                                \
      (v)->bad = true;                                                                                                \
    }                                                                                                                 \
  while (0)

#define EXPECT_EQUAL(v, what, have, want)                                                                             \
  do                                                                                                                  \
    {                                                                                                                 \
      uint64_t have_ = (have), want_ = (want);                                                                        \
      if (have_ != want_)                                                                                             \
        FAIL (v, N_("%s is %llu, should be %llu"), what, (unsigned long long) have_, (unsigned long long) want_);         \
    }                                                                                                                 \
  while (0)

static inline unsigned long long
span_name (const Mspan *s)
{
  return (unsigned long long) s->base;
}

/* ---- Who holds which span ---- */

static void
meet (Verify *v, SpanId id, Place place)
{
  if (id == SPAN_NONE || id >= v->m->n_spans)
    {
      FAIL (v, N_("a span set or mcache names span %u of %u"), id, v->m->n_spans);
      return;
    }
  if ((v->places[id] & place) && place != IN_UNSWEPT)
    FAIL (v, N_("span 0x%llx is twice in the same kind of place (%d)"), span_name (&v->heap->spans[id]), place);
  v->places[id] |= place;
}

static void
meet_set (Verify *v, const Spanset *set, Place place, SpanClass spc)
{
  for (uint32_t i = 0; i < spanset_length (set); i++)
    {
      SpanId id = spanset_peek (set, v->heap->image, i);
      const Mspan *s = &v->heap->spans[id];

      /* What an unswept set names may have been swept by somebody else since, freed, even used again. */
      if (place == IN_UNSWEPT && (s->state != MSPAN_IN_USE || s->sweepgen != v->m->sweepgen - 2))
        continue;
      if (place == IN_UNSWEPT && (v->places[id] & IN_UNSWEPT))
        FAIL (v, N_("span 0x%llx is twice in unswept sets"), span_name (s));
      if (s->span_class != spc)
        FAIL (v, N_("span 0x%llx of class %u is in the sets of class %u"), span_name (s), s->span_class, spc);
      meet (v, id, place);
    }
}

static void
meet_all (Verify *v, const SpanId *held, uint32_t n_held)
{
  Mheap *m = v->heap->mheap;
  uint32_t n_free = 0, n_cached = 0;

  for (unsigned spc = 0; spc < N_SPAN_CLASSES; spc++)
    {
      Mcentral *c = &m->central[spc];

      meet_set (v, mcentral_partial_unswept (c, m->sweepgen), IN_UNSWEPT, (SpanClass) spc);
      meet_set (v, mcentral_full_unswept (c, m->sweepgen), IN_UNSWEPT, (SpanClass) spc);
      meet_set (v, mcentral_partial_swept (c, m->sweepgen), IN_SWEPT_PARTIAL, (SpanClass) spc);
      meet_set (v, mcentral_full_swept (c, m->sweepgen), IN_SWEPT_FULL, (SpanClass) spc);
    }
  for (uint32_t p = 0; p < m->n_procs; p++)
    {
      const Mcache *c = &v->heap->mcaches[p];

      for (unsigned spc = 0; spc < N_SPAN_CLASSES; spc++)
        if (c->alloc[spc] != SPAN_NONE)
          {
            if (v->heap->spans[c->alloc[spc]].span_class != spc)
              FAIL (v, N_("P%u's mcache holds span 0x%llx under class %u"), p,
                    span_name (&v->heap->spans[c->alloc[spc]]), spc);
            meet (v, c->alloc[spc], IN_MCACHE);
          }
      for (uint32_t i = 0; i < c->n_mspan_cache; i++, n_cached++)
        meet (v, c->mspan_cache[i], IN_FREE_LIST);
    }
  for (SpanId id = m->free_spans; id != SPAN_NONE && !v->bad; id = v->heap->spans[id].next, n_free++)
    meet (v, id, IN_FREE_LIST);
  for (uint32_t i = 0; i < n_held; i++)
    meet (v, held[i], IS_HELD);
  EXPECT_EQUAL (v, N_("the number of span structs in use"), m->n_spans_in_use, m->n_spans - 1 - n_free);
}

/* ---- Mark bit arenas ---- */

static void
note_epoch (Verify *v, Addr list, uint8_t epoch)
{
  const GcBits *bits = &v->m->bits;

  for (; list != 0 && !v->bad; list = IMAGE_AT (v->heap->image, GcBitsArena, list)->link)
    {
      uint64_t i = (list - bits->zone) / GCBITS_ARENA_BYTES;

      if (i >= v->n_arenas || v->epochs[i] != 0)
        FAIL (v, N_("a mark bit arena is in two lists"));
      else
        v->epochs[i] = epoch;
    }
}

static uint8_t
epoch_of (const Verify *v, Addr bits)
{
  uint64_t i = (bits - v->m->bits.zone) / GCBITS_ARENA_BYTES;

  return bits % 8 == 0 && i < v->n_arenas ? v->epochs[i] : 0;
}

/* ---- One span ---- */

static uint32_t
count_taken (const Verify *v, const Mspan *s)
{
  const uint64_t *words = mspan_alloc_words (v->heap->image, s);
  uint32_t n = s->free_index;

  for (uint32_t i = s->free_index; i < s->n_elems; i++)
    n += bitmap_get (words, i);
  return n;
}

static void
check_bits (Verify *v, const Mspan *s)
{
  const uint64_t *marks = mspan_mark_words (v->heap->image, s);
  const uint64_t *taken = mspan_alloc_words (v->heap->image, s);
  uint8_t mark_epoch = epoch_of (v, s->gcmark_bits), alloc_epoch = epoch_of (v, s->alloc_bits);

  if (mark_epoch != 1 && mark_epoch != 2)
    FAIL (v, N_("span 0x%llx has mark bits of an old epoch"), span_name (s));
  if (alloc_epoch < 1 || alloc_epoch > 3)
    FAIL (v, N_("span 0x%llx has alloc bits of an old epoch"), span_name (s));
  if (v->bad)
    return;
  EXPECT_EQUAL (v, N_("a span's count of taken slots"), s->alloc_count, count_taken (v, s));
  for (uint32_t i = s->free_index; i < s->n_elems; i++)
    if (bitmap_get (marks, i) && !bitmap_get (taken, i))
      FAIL (v, N_("span 0x%llx: free slot %u is marked"), span_name (s), i);
  if (s->free_index < s->n_elems && s->sweepgen != v->m->sweepgen - 2)
    for (uint32_t i = s->free_index; i < s->n_elems && i / 64 == s->free_index / 64u; i++)
      if ((v->places[s - v->heap->spans] & IN_MCACHE)
          && ((s->alloc_cache >> (i - s->free_index)) & 1) == bitmap_get (taken, i))
        FAIL (v, N_("span 0x%llx: alloc_cache disagrees with alloc_bits at slot %u"), span_name (s), i);
  if ((v->places[s - v->heap->spans] & IN_MCACHE) && (s->alloc_cache & ~low_mask64 (s->n_elems - s->free_index)) != 0)
    FAIL (v, N_("span 0x%llx: alloc_cache has slots beyond the last"), span_name (s));
}

/* What a scan takes for the pointer words of a taken slot is what its bits say. */
static void
check_masks (Verify *v, const Mspan *s)
{
  if (mspan_noscan (s) || !size_bits_in_span (s->elem_size))
    return;
  for (uint32_t i = 0; i < s->n_elems; i++)
    {
      Addr object = mspan_object_base (s, i);

      if (!mspan_is_free (v->heap->image, s, i)
          && heap_small_mask (v->heap, s, object) != mspan_small_pointer_mask (v->heap->image, s, object))
        FAIL (v, N_("span 0x%llx: the shape kept for all slots is not that of slot %u"), span_name (s), i);
    }
}

static void
check_place (Verify *v, const Mspan *s, uint8_t places)
{
  uint32_t h = v->m->sweepgen, gen = s->sweepgen;
  uint8_t swept = s->alloc_count == s->n_elems ? IN_SWEPT_FULL : IN_SWEPT_PARTIAL;

  if (gen == h - 2 ? places != IN_UNSWEPT
      : gen == h - 1 ? places != 0
      : gen == h ? places != swept && places != IS_HELD
      : gen == h + 1 || gen == h + 3 ? places != IN_MCACHE : true)
    FAIL (v, N_("span 0x%llx (class %u, sweepgen h%+d) is in the wrong places (%#x)"), span_name (s), s->span_class,
          (int) (gen - h), places);
}

static void
check_in_use_span (Verify *v, const Mspan *s, uint8_t places)
{
  unsigned size_class = span_class_size_class (s->span_class);

  EXPECT_EQUAL (v, N_("a span's number of slots"), s->n_elems, span_class_n_elems (s->span_class));
  EXPECT_EQUAL (v, N_("a span's slot size"), s->elem_size,
                size_class != 0 ? size_class_bytes[size_class] : s->n_pages * HEAP_PAGE_BYTES);
  if (size_class != 0)
    EXPECT_EQUAL (v, N_("a span's number of pages"), s->n_pages, size_class_pages[size_class]);
  if (s->free_index > s->n_elems || s->limit > mspan_end (s) || s->limit <= s->base)
    FAIL (v, N_("span 0x%llx has impossible bounds"), span_name (s));
  if (!bitmap_get (v->heap->page_in_use, heap_page_number (s->base)))
    FAIL (v, N_("span 0x%llx is not in the bitmap of spans in use"), span_name (s));
  if (!v->bad)
    check_place (v, s, places);
  if (!v->bad)
    check_bits (v, s);
  if (!v->bad)
    check_masks (v, s);
}

static void
check_stack_span (Verify *v, const Mspan *s)
{
  uint64_t n_free = 0, n_slots;

  if (s->alloc_type != SPAN_ALLOC_STACK || s->elem_size == 0 || s->elem_size > STACK_CACHE_BYTES / 2)
    return;
  n_slots = s->n_pages * HEAP_PAGE_BYTES / s->elem_size;
  for (Addr a = s->manual_free_list; a != 0 && n_free <= n_slots; a = *(const Addr *) heap_ptr (v->heap, a))
    {
      if (a < s->base || a >= s->limit || (a - s->base) % s->elem_size != 0)
        {
          FAIL (v, N_("the free list of stack span 0x%llx leaves it"), span_name (s));
          return;
        }
      n_free++;
    }
  EXPECT_EQUAL (v, N_("free and used stacks of a span"), n_free + s->alloc_count, n_slots);
}

/* ---- Pages ---- */

static void
check_span_pages (Verify *v, const Mspan *s, SpanId id)
{
  uint64_t page = heap_page_number (s->base);

  if (s->base < IMAGE_HEAP_BASE || s->n_pages == 0 || mspan_end (s) > v->m->cur_arena_base)
    {
      FAIL (v, N_("span 0x%llx lies outside the heap"), span_name (s));
      return;
    }
  for (uint64_t i = page; i < page + s->n_pages && !v->bad; i++)
    {
      const PallocChunk *chunk = &v->heap->pages.chunks[i / PALLOC_CHUNK_PAGES];

      if (v->heap->page_spans[i] != id)
        FAIL (v, N_("page %llu belongs to span 0x%llx, the page table says another"), (unsigned long long) i,
              span_name (s));
      if (!bitmap_get (chunk->alloc.words, i % PALLOC_CHUNK_PAGES)
          || bitmap_get (chunk->scavenged.words, i % PALLOC_CHUNK_PAGES))
        FAIL (v, N_("page %llu of span 0x%llx is free or scavenged"), (unsigned long long) i, span_name (s));
    }
}

/* Of every page: those of no small objects have zeros. */
static void
check_mark_pages (Verify *v)
{
  const uint64_t n_pages = heap_page_number (v->m->cur_arena_base);

  for (uint64_t page = 0; page < n_pages && !v->bad; page++)
    {
      const Mspan *s = &v->heap->spans[v->heap->page_spans[page]];
      uint64_t i = page - heap_page_number (s->base);
      MarkPage want = { 0 };

      if (i < mspan_n_mark_pages (s))
        want = mspan_mark_page (v->heap, s, (uint32_t) i);
      if (memcmp (&v->heap->mark_pages[page], &want, sizeof want) != 0)
        FAIL (v, N_("what marking knows of page %llu is not true of it"), (unsigned long long) page);
    }
}

typedef struct {
  uint64_t n_free, n_scavenged; /* pages */
} FreePages;

static void
check_chunk (Verify *v, uint64_t c, FreePages *free_pages)
{
  const PallocChunk *chunk = &v->heap->pages.chunks[c];
  uint64_t search_page = v->m->pages.search_page;
  uint32_t n_taken = pagebits_popcount (&chunk->alloc, 0, PALLOC_CHUNK_PAGES), first;

  EXPECT_EQUAL (v, N_("a chunk's pages in use"), scavchunk_unpack (v->heap->pages.scav_chunks[c]).in_use, n_taken);
  free_pages->n_free += PALLOC_CHUNK_PAGES - n_taken;
  for (uint32_t w = 0; w < PALLOC_CHUNK_WORDS; w++)
    free_pages->n_scavenged += popcount64 (chunk->scavenged.words[w] & ~chunk->alloc.words[w]);
  if (pagebits_find (&chunk->alloc, 1, 0, &first) != PALLOC_NOT_FOUND && c * PALLOC_CHUNK_PAGES + first < search_page)
    FAIL (v, N_("page %llu is free, below the search address"), (unsigned long long) (c * PALLOC_CHUNK_PAGES + first));
}

/* Chunks, summaries, page caches, and the counters that follow from them. */
static void
check_pages (Verify *v, uint64_t n_span_pages)
{
  const Mheap *m = v->m;
  const Palloc *p = &v->heap->pages;
  FreePages free_pages = { 0, 0 };
  uint64_t n_chunks = (m->cur_arena_base - IMAGE_HEAP_BASE) / PALLOC_CHUNK_BYTES, n_cached = 0;

  EXPECT_EQUAL (v, N_("the number of known chunks"), m->pages.end_chunk, n_chunks);
  for (uint64_t c = 0; c < n_chunks && !v->bad; c++)
    check_chunk (v, c, &free_pages);
  for (int l = LEAF; l >= 0 && !v->bad; l--)
    for (uint64_t i = 0; i << 3 * (LEAF - l) < n_chunks; i++)
      if (p->summaries[l][i] != palloc_recompute (p, l, i))
        FAIL (v, N_("summary %llu of level %d is wrong"), (unsigned long long) i, l);

  for (uint32_t i = 0; i < m->n_procs && !v->bad; i++)
    {
      const PageCache *c = &v->heap->mcaches[i].page_cache;

      n_cached += popcount64 (c->cache);
      free_pages.n_scavenged += popcount64 (c->cache & c->scav);
      for (uint64_t bits = c->cache; bits != 0; bits &= bits - 1)
        {
          uint64_t page = c->base_page + ctz64 (bits);

          if (!bitmap_get (p->chunks[page / PALLOC_CHUNK_PAGES].alloc.words, page % PALLOC_CHUNK_PAGES))
            FAIL (v, N_("page %llu in P%u's page cache is free in the page allocator"), (unsigned long long) page, i);
        }
    }
  EXPECT_EQUAL (v, N_("the number of pages"), free_pages.n_free + n_cached + n_span_pages,
                n_chunks * PALLOC_CHUNK_PAGES);
  EXPECT_EQUAL (v, N_("HeapReleased"), m->heap_released, free_pages.n_scavenged * HEAP_PAGE_BYTES);
  EXPECT_EQUAL (v, N_("free heap bytes that the OS backs"), m->heap_free,
                (free_pages.n_free + n_cached - free_pages.n_scavenged) * HEAP_PAGE_BYTES);
}

/* ---- Totals ---- */

typedef struct {
  uint64_t pages[SPAN_ALLOC_WORK_BUF + 1]; /* by SpanAllocType */
  uint64_t n_objects, object_bytes, n_in_use_spans;
} Totals;

static void
check_totals (Verify *v, const Totals *t)
{
  const Mheap *m = v->m;
  uint64_t backed = 0, n_bits = 0;
  MemStats *stats = calloc (1, sizeof *stats);

  for (int type = 0; type <= SPAN_ALLOC_WORK_BUF; type++)
    backed += t->pages[type] * HEAP_PAGE_BYTES;
  EXPECT_EQUAL (v, N_("HeapInuse"), m->heap_in_use, t->pages[SPAN_ALLOC_HEAP] * HEAP_PAGE_BYTES);
  EXPECT_EQUAL (v, N_("HeapInuse in the statistics"), m->stats.in_heap_bytes, m->heap_in_use);
  EXPECT_EQUAL (v, N_("pages in use"), m->pages_in_use, t->pages[SPAN_ALLOC_HEAP]);
  EXPECT_EQUAL (v, N_("StackInuse"), m->stats.in_stacks_bytes, t->pages[SPAN_ALLOC_STACK] * HEAP_PAGE_BYTES);
  EXPECT_EQUAL (v, N_("work buffer bytes"), m->stats.in_work_bufs_bytes,
                t->pages[SPAN_ALLOC_WORK_BUF] * HEAP_PAGE_BYTES);
  EXPECT_EQUAL (v, N_("HeapReleased in the statistics"), m->stats.released_bytes, m->heap_released);
  EXPECT_EQUAL (v, N_("committed bytes"), m->stats.committed_bytes, backed + m->heap_free);
  for (uint64_t i = 0; i < heap_page_number (m->cur_arena_end) / 64; i++)
    n_bits += popcount64 (v->heap->page_in_use[i]);
  EXPECT_EQUAL (v, N_("bits of spans in use"), n_bits, t->n_in_use_spans);
  if (stats == NULL)
    return;
  memstats_peek (v->heap, stats);
  EXPECT_EQUAL (v, N_("HeapObjects less tiny pieces"), stats->heap_objects, t->n_objects);
  EXPECT_EQUAL (v, N_("HeapAlloc"), stats->heap_alloc, t->object_bytes);
  EXPECT_EQUAL (v, N_("HeapSys"), stats->heap_sys, stats->heap_inuse + stats->heap_idle);
  free (stats);
}

static void
check_spans (Verify *v)
{
  Totals t = { 0 };
  uint64_t n_pages = 0;

  for (SpanId id = 1; id < v->m->n_spans && !v->bad; id++)
    {
      const Mspan *s = &v->heap->spans[id];

      if (s->state == MSPAN_DEAD)
        {
          if (v->places[id] != IN_FREE_LIST)
            FAIL (v, N_("dead span %u is in the wrong places (%#x)"), id, v->places[id]);
          continue;
        }
      check_span_pages (v, s, id);
      n_pages += s->n_pages;
      t.pages[s->alloc_type] += s->n_pages;
      if (s->state == MSPAN_IN_USE)
        {
          check_in_use_span (v, s, v->places[id]);
          t.n_in_use_spans++;
          t.n_objects += s->alloc_count;
          t.object_bytes += s->alloc_count * s->elem_size;
        }
      else
        {
          if (v->places[id] != 0)
            FAIL (v, N_("manual span 0x%llx is in a span set"), span_name (s));
          check_stack_span (v, s);
        }
    }
  if (!v->bad)
    check_pages (v, n_pages);
  check_mark_pages (v);
  if (!v->bad)
    check_totals (v, &t);
}

GccoreStatus
heap_verify (const Heap *heap, const SpanId *held, uint32_t n_held, GccoreError *error)
{
  const GcBits *bits = &heap->mheap->bits;
  Verify v = { .heap = heap, .m = heap->mheap, .error = error };

  v.n_arenas = (bits->zone_cursor - bits->zone) / GCBITS_ARENA_BYTES;
  v.places = calloc (heap->mheap->n_spans, 1);
  v.epochs = calloc (v.n_arenas + 1, 1);
  if (v.places == NULL || v.epochs == NULL)
    {
      free (v.places);
      free (v.epochs);
      gccore_error_set (error, GCCORE_ERR_HOST_MEMORY, "no memory to verify the heap with");
      return GCCORE_ERR_HOST_MEMORY;
    }
  note_epoch (&v, bits->next, 1);
  note_epoch (&v, bits->current, 2);
  note_epoch (&v, bits->previous, 3);
  note_epoch (&v, bits->free, 4);
  if (!v.bad)
    meet_all (&v, held, n_held);
  if (!v.bad)
    check_spans (&v);
  free (v.places);
  free (v.epochs);
  return v.bad ? GCCORE_ERR_VERIFY : GCCORE_OK;
}
