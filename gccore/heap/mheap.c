#include "heap/mheap.h"

#include <string.h>

#include "heap/malloc.h"

#define SPANS_RESERVE_SLACK 1024u
/* Mark bits of one page at worst: 8-byte objects, both bitmaps of a fresh span and one more from its sweep, in each of
 * the four epochs that arenas live through. */
#define GCBITS_BYTES_PER_PAGE (HEAP_PAGE_BYTES / 8 / 8 * 3 * 4)

/* ---- Set-up ---- */

void
heap_attach (Heap *heap, Image *im, const GcTypeTable *types)
{
  Mheap *m = IMAGE_AT (im, Mheap, im->header->roots[IMAGE_ROOT_HEAP]);

  memset (heap, 0, sizeof *heap);
  heap->image = im;
  heap->delta = im->delta;
  heap->types = types->types;
  heap->n_types = types->n_types;
  heap->n_pages = (im->heap_end - im->heap_base) / HEAP_PAGE_BYTES;
  heap->mheap = m;
  heap->spans = IMAGE_AT (im, Mspan, m->spans);
  heap->span_masks = IMAGE_AT (im, uint64_t, m->span_masks);
  heap->sites = IMAGE_AT (im, HeapSite, m->sites);
  heap->page_spans = IMAGE_AT (im, SpanId, m->page_spans);
  heap->mark_pages = IMAGE_AT (im, MarkPage, m->mark_pages);
  heap->page_in_use = IMAGE_AT (im, uint64_t, m->page_in_use);
  heap->page_marks = IMAGE_AT (im, uint64_t, m->page_marks);
  heap->page_specials = IMAGE_AT (im, uint64_t, m->page_specials);
  heap->mcaches = IMAGE_AT (im, Mcache, m->mcaches);
  palloc_attach (&heap->pages, im, &m->pages);
}

void
heap_init (Heap *heap, Image *im, const GcTypeTable *types, const HeapOptions *options)
{
  uint64_t n_pages = (im->heap_end - im->heap_base) / HEAP_PAGE_BYTES;
  uint64_t page_bits_bytes = round_up_u64 (n_pages, 64) / 8;
  uint64_t huge = options->huge_page_bytes;
  Mheap *m;
  Palloc pages;

  im->header->roots[IMAGE_ROOT_HEAP] = image_carve (im, sizeof (Mheap), 64);
  m = IMAGE_AT (im, Mheap, im->header->roots[IMAGE_ROOT_HEAP]);
  m->sweepgen = 2;
  m->cur_arena_base = m->cur_arena_end = im->heap_base;
  m->heap_cap_bytes = options->heap_cap_bytes != 0 ? options->heap_cap_bytes : im->heap_end - im->heap_base;
  m->memory_limit = INT64_MAX;
  m->scavenge_gc_percent_goal = UINT64_MAX;
  if (huge == 0)
    huge = UINT64_C (2) << 20;
  else if (huge == HEAP_NO_HUGE_PAGES)
    huge = 0;
  palloc_init (&pages, im, &m->pages, n_pages / PALLOC_CHUNK_PAGES,
               options->phys_page_bytes != 0 ? options->phys_page_bytes : 4096, huge);

  m->max_spans = (uint32_t) min_u64 (n_pages + SPANS_RESERVE_SLACK + HEAP_MAX_PROCS * MSPAN_CACHE_SIZE, UINT32_MAX);
  m->spans = image_carve_sparse (im, (uint64_t) m->max_spans * sizeof (Mspan), IMAGE_PAGE_BYTES);
  m->span_masks = image_carve_sparse (im, (uint64_t) m->max_spans * sizeof (uint64_t), IMAGE_PAGE_BYTES);
  m->page_spans = image_carve_sparse (im, n_pages * sizeof (SpanId), IMAGE_PAGE_BYTES);
  m->page_in_use = image_carve_sparse (im, page_bits_bytes, IMAGE_PAGE_BYTES);
  m->page_marks = image_carve_sparse (im, page_bits_bytes, IMAGE_PAGE_BYTES);
  m->page_specials = image_carve_sparse (im, page_bits_bytes, IMAGE_PAGE_BYTES);
  m->zeroed_base = image_carve_sparse (im, n_pages / HEAP_ARENA_PAGES * sizeof (uint64_t), 64);
  gcbits_init (&m->bits, im, n_pages * GCBITS_BYTES_PER_PAGE + 16 * GCBITS_ARENA_BYTES);
  m->mcaches = image_carve_sparse (im, HEAP_MAX_PROCS * sizeof (Mcache), 64);
  m->sites = image_carve_sparse (im, max_u64 (types->n_types, 1) * sizeof (HeapSite), 64);
  IMAGE_AT (im, HeapSite, m->sites)[TYPE_NONE].bytes = UINT64_MAX;
  m->mark_pages = image_carve_sparse (im, n_pages * sizeof (MarkPage), IMAGE_PAGE_BYTES);
  for (TypeId type = 1; type < types->n_types; type++)
    IMAGE_AT (im, HeapSite, m->sites)[type] = malloc_site (&types->types[type]);
  m->n_spans = 1; /* 0 is the empty span: nothing free, and no address lies in it */

  heap_attach (heap, im, types);
  m->n_procs = 0;
  heap_set_procs (heap, options->n_procs);
}

/* ---- What has changed ---- */

void
heap_note_cached (const Heap *heap)
{
  for (uint32_t p = 0; p < heap->mheap->n_procs; p++)
    for (uint32_t c = 0; c < N_SPAN_CLASSES; c++)
      if (heap_mcache (heap, p)->alloc[c] != SPAN_NONE)
        heap_note_changed (heap, heap_span (heap, heap_mcache (heap, p)->alloc[c]));
}

/* Both tables begin with a page of their own. */
void
heap_note_restored (const Heap *heap, Addr addr, const void *bytes)
{
  const Mheap *m = heap->mheap;
  const void *now = heap_ptr (heap, addr);

  if (heap->changed_spans == NULL)
    return;
  if (addr - m->spans < (uint64_t) m->max_spans * sizeof (Mspan))
    for (uint32_t i = 0; i < IMAGE_PAGE_BYTES / sizeof (Mspan); i++)
      {
        const Mspan *s = (const Mspan *) bytes + i;

        if (s->state != MSPAN_DEAD && memcmp (s, (const Mspan *) now + i, sizeof *s) != 0)
          heap_note_changed (heap, s);
      }
  else if (addr - m->page_spans < heap->n_pages * sizeof (SpanId))
    for (uint32_t i = 0; i < IMAGE_PAGE_BYTES / sizeof (SpanId); i++)
      if (((const SpanId *) bytes)[i] != ((const SpanId *) now)[i])
        bitmap_set (heap->changed_spans, (addr - m->page_spans) / sizeof (SpanId) + i);
}

/* ---- Span structs ---- */

static SpanId
take_span_struct (Heap *heap)
{
  Mheap *m = heap->mheap;
  SpanId id = m->free_spans;

  if (id != SPAN_NONE)
    m->free_spans = heap->spans[id].next;
  else
    {
      if (m->n_spans == m->max_spans)
        GCCORE_THROW ("the span table is too small");
      id = m->n_spans++;
      image_meta_use (heap->image, sizeof (Mspan) + sizeof (uint64_t));
    }
  m->n_spans_in_use++;
  return id;
}

/* Go 1.22 runtime/mheap.go, allocMSpanLocked: a P keeps up to 128 structs at hand and takes 64 at a time. */
static Mspan *
alloc_span_struct (Heap *heap, Mcache *c)
{
  if (c == NULL)
    return &heap->spans[take_span_struct (heap)];
  if (c->n_mspan_cache == 0)
    while (c->n_mspan_cache < MSPAN_CACHE_SIZE / 2)
      c->mspan_cache[c->n_mspan_cache++] = take_span_struct (heap);
  return &heap->spans[c->mspan_cache[--c->n_mspan_cache]];
}

static void
free_span_struct (Heap *heap, Mcache *c, Mspan *s)
{
  SpanId id = heap_span_id (heap, s);

  if (c != NULL && c->n_mspan_cache < MSPAN_CACHE_SIZE)
    {
      c->mspan_cache[c->n_mspan_cache++] = id;
      return;
    }
  s->next = heap->mheap->free_spans;
  heap->mheap->free_spans = id;
  heap->mheap->n_spans_in_use--;
}

/* ---- Processors ---- */

static void
retire_mcache (Heap *heap, Mcache *c)
{
  for (unsigned spc = 0; spc < N_SPAN_CLASSES; spc++)
    if (c->alloc[spc] != SPAN_NONE)
      GCCORE_THROW ("a P that goes still holds spans");
  page_cache_flush (&c->page_cache, &heap->pages);
  while (c->n_mspan_cache > 0)
    free_span_struct (heap, NULL, &heap->spans[c->mspan_cache[--c->n_mspan_cache]]);
}

void
heap_set_procs (Heap *heap, uint32_t n_procs)
{
  Mheap *m = heap->mheap;

  GCCORE_ASSERT (n_procs >= 1 && n_procs <= HEAP_MAX_PROCS);
  for (uint32_t p = n_procs; p < m->n_procs; p++)
    retire_mcache (heap, &heap->mcaches[p]);
  for (uint32_t p = m->n_procs; p < n_procs; p++)
    {
      Mcache *c = &heap->mcaches[p];

      /* One that was used before counts already. */
      if (c->flush_gen == 0)
        image_meta_use (heap->image, sizeof *c);
      memset (c, 0, sizeof *c);
      c->flush_gen = m->sweepgen;
      c->page_cache.base_page = PALLOC_NO_PAGE;
    }
  m->n_procs = n_procs;
}

/* ---- Growing ---- */

/* Makes at least n_pages more known to the page allocator, a multiple of 4 MiB. Returns bytes, 0 when that is not
 * possible. Go 1.22 runtime/mheap.go, mheap.grow; arenas here always continue where the last one ended. */
static uint64_t
grow (Heap *heap, uint64_t n_pages)
{
  Mheap *m = heap->mheap;
  Image *im = heap->image;
  uint64_t ask = round_up_u64 (n_pages, PALLOC_CHUNK_PAGES) * HEAP_PAGE_BYTES;
  Addr base = m->cur_arena_base;

  if (n_pages > heap->n_pages || ask > m->heap_cap_bytes
      || base - im->heap_base > m->heap_cap_bytes - ask || ask > im->heap_end - base)
    return 0;
  if (image_map_heap (im, base, ask, &heap->host_error) != GCCORE_OK)
    return 0;
  if (base + ask > m->cur_arena_end)
    m->cur_arena_end += round_up_u64 (ask, HEAP_ARENA_BYTES);
  m->cur_arena_base = base + ask;
  m->heap_released += ask;
  m->stats.released_bytes += ask;
  image_meta_use (im, ask / HEAP_PAGE_BYTES * sizeof (SpanId) + ask / HEAP_PAGE_BYTES / 8 * 3);
  palloc_grow (&heap->pages, heap_page_number (base) / PALLOC_CHUNK_PAGES, ask / PALLOC_CHUNK_BYTES);
  return ask;
}

/* ---- Spans of pages ---- */

/* Whether any of the pages was handed out before; moves the arenas' high-water marks. */
static bool
alloc_needs_zero (Heap *heap, Addr base, uint64_t n_pages)
{
  uint64_t *zeroed_base = IMAGE_AT (heap->image, uint64_t, heap->mheap->zeroed_base);
  bool needs_zero = false;

  for (uint64_t offset = base - IMAGE_HEAP_BASE, end = offset + n_pages * HEAP_PAGE_BYTES; offset < end;)
    {
      uint64_t arena = offset / HEAP_ARENA_BYTES;
      uint64_t limit = min_u64 (end, (arena + 1) * HEAP_ARENA_BYTES);

      if (offset - arena * HEAP_ARENA_BYTES < zeroed_base[arena])
        needs_zero = true;
      zeroed_base[arena] = max_u64 (zeroed_base[arena], limit - arena * HEAP_ARENA_BYTES);
      offset = limit;
    }
  return needs_zero;
}

static uint64_t *
in_use_counter (HeapStats *stats, SpanAllocType type)
{
  switch (type)
    {
    case SPAN_ALLOC_HEAP:
      return &stats->in_heap_bytes;
    case SPAN_ALLOC_STACK:
      return &stats->in_stacks_bytes;
    case SPAN_ALLOC_PTR_SCALAR_BITS:
      return &stats->in_ptr_scalar_bits_bytes;
    case SPAN_ALLOC_WORK_BUF:
      return &stats->in_work_bufs_bytes;
    }
  GCCORE_UNREACHABLE ();
}

/* What Go would scavenge at this moment, before it maps the span: the excess over the memory limit, or growth beyond
 * the background goal. */
static void
owe_scavenging (Mheap *m, uint64_t mapped_ready, uint64_t scavenged, uint64_t growth)
{
  uint64_t owed = 0;
  bool force = false;

  if (!m->limiter_on && scavenged + mapped_ready > (uint64_t) m->memory_limit)
    {
      owed = scavenged + mapped_ready - (uint64_t) m->memory_limit;
      force = true;
    }
  if (m->scavenge_gc_percent_goal != UINT64_MAX && growth > 0)
    {
      uint64_t retained = m->heap_in_use + m->heap_free;

      if (retained + growth > m->scavenge_gc_percent_goal)
        owed = max_u64 (owed, min_u64 (growth, retained + growth - m->scavenge_gc_percent_goal));
    }
  m->scavenge_owed_bytes = max_u64 (m->scavenge_owed_bytes, owed);
  m->scavenge_owed_force |= force;
}

static void
init_span (Heap *heap, Mspan *s, SpanAllocType type, SpanClass spc, Addr base, uint64_t n_pages)
{
  Mheap *m = heap->mheap;
  uint64_t page = heap_page_number (base);
  SpanId id = heap_span_id (heap, s);

  memset (s, 0, sizeof *s);
  s->base = base;
  s->n_pages = (uint32_t) n_pages;
  s->needzero = s->dirty = alloc_needs_zero (heap, base, n_pages);
  s->alloc_type = (uint8_t) type;
  if (type != SPAN_ALLOC_HEAP)
    {
      s->limit = mspan_end (s);
      s->state = MSPAN_MANUAL;
    }
  else
    {
      unsigned size_class = span_class_size_class (spc);

      s->span_class = spc;
      s->n_elems = (uint16_t) span_class_n_elems (spc);
      s->elem_size = size_class == 0 ? n_pages * HEAP_PAGE_BYTES : size_class_bytes[size_class];
      s->div_magic = size_class_div_magic[size_class];
      s->limit = base + s->n_elems * s->elem_size;
      s->alloc_cache = low_mask64 (s->n_elems);
      s->gcmark_bits = gcbits_take (&m->bits, heap->image, s->n_elems, heap->track_scanned);
      s->alloc_bits = gcbits_take (&m->bits, heap->image, s->n_elems, false);
      s->sweepgen = s->born_sweepgen = m->sweepgen;
      s->state = MSPAN_IN_USE;
      bitmap_set (heap->page_in_use, page);
      m->pages_in_use += n_pages;
      image_touch (heap->image, base, n_pages * HEAP_PAGE_BYTES);
    }
  heap_note_marks (heap, s);
  heap_note_changed (heap, s);
  for (uint64_t i = 0; i < n_pages; i++)
    heap->page_spans[page + i] = id;
}

static Mspan *
alloc_span (Heap *heap, Mcache *c, uint64_t n_pages, SpanAllocType type, SpanClass spc)
{
  Mheap *m = heap->mheap;
  uint64_t page = PALLOC_NO_PAGE, scavenged = 0, growth = 0, bytes = n_pages * HEAP_PAGE_BYTES;
  Mspan *s;

  if (c != NULL && n_pages < PAGE_CACHE_PAGES / 4)
    {
      if (c->page_cache.cache == 0)
        c->page_cache = palloc_to_cache (&heap->pages);
      page = page_cache_alloc (&c->page_cache, n_pages, &scavenged);
    }
  if (page == PALLOC_NO_PAGE)
    page = palloc_alloc (&heap->pages, n_pages, &scavenged);
  if (page == PALLOC_NO_PAGE)
    {
      growth = grow (heap, n_pages);
      if (growth == 0)
        return NULL;
      page = palloc_alloc (&heap->pages, n_pages, &scavenged);
      if (page == PALLOC_NO_PAGE)
        GCCORE_THROW ("the heap grew and still has no room");
    }
  s = alloc_span_struct (heap, c);
  owe_scavenging (m, mheap_mapped_ready (heap), scavenged, growth);

  init_span (heap, s, type, spc, heap_page_addr (page), n_pages);
  m->heap_released -= scavenged;
  m->heap_free -= bytes - scavenged;
  m->stats.committed_bytes += scavenged;
  m->stats.released_bytes -= scavenged;
  if (type == SPAN_ALLOC_HEAP)
    m->heap_in_use += bytes;
  *in_use_counter (&m->stats, type) += bytes;
  return s;
}

Mspan *
mheap_alloc (Heap *heap, Mcache *c, uint64_t n_pages, SpanClass spc)
{
  return alloc_span (heap, c, n_pages, SPAN_ALLOC_HEAP, spc);
}

Mspan *
mheap_alloc_manual (Heap *heap, Mcache *c, uint64_t n_pages, SpanAllocType type)
{
  GCCORE_ASSERT (type != SPAN_ALLOC_HEAP);
  return alloc_span (heap, c, n_pages, type, 0);
}

static void
free_span (Heap *heap, Mcache *c, Mspan *s)
{
  Mheap *m = heap->mheap;
  uint64_t bytes = (uint64_t) s->n_pages * HEAP_PAGE_BYTES;
  SpanAllocType type = (SpanAllocType) s->alloc_type;

  m->heap_free += bytes;
  if (type == SPAN_ALLOC_HEAP)
    m->heap_in_use -= bytes;
  *in_use_counter (&m->stats, type) -= bytes;
  palloc_free (&heap->pages, heap_page_number (s->base), s->n_pages);
  s->state = MSPAN_DEAD;
  heap_note_marks (heap, s);
  free_span_struct (heap, c, s);
}

void
mheap_free_span (Heap *heap, Mcache *c, Mspan *s)
{
  if (s->state != MSPAN_IN_USE || s->alloc_count != 0 || s->sweepgen != heap->mheap->sweepgen)
    GCCORE_THROW ("a span that is not empty and swept cannot be freed");
  heap->mheap->pages_in_use -= s->n_pages;
  bitmap_clear (heap->page_in_use, heap_page_number (s->base));
  free_span (heap, c, s);
}

void
mheap_free_manual (Heap *heap, Mcache *c, Mspan *s)
{
  if (s->state != MSPAN_MANUAL || s->alloc_count != 0)
    GCCORE_THROW ("a manual span in use cannot be freed");
  free_span (heap, c, s);
}

Mspan *
mheap_find_unmarked (Heap *heap, uint64_t *page, uint64_t end)
{
  while (*page < end)
    {
      uint64_t word = *page / 64;
      uint64_t candidates = heap->page_in_use[word] & ~heap->page_marks[word] & (UINT64_MAX << (*page % 64));

      if (candidates == 0)
        {
          *page = min_u64 ((word + 1) * 64, end);
          continue;
        }
      *page = word * 64 + ctz64 (candidates);
      if (*page >= end)
        break;
      Mspan *s = &heap->spans[heap->page_spans[(*page)++]];
      if (mspan_try_acquire (heap, s))
        return s;
    }
  *page = end;
  return NULL;
}

/* ---- Scavenging ---- */

uint64_t
mheap_mapped_ready (const Heap *heap)
{
  const Mheap *m = heap->mheap;

  return m->heap_in_use + m->heap_free + m->stats.in_stacks_bytes + m->stats.in_work_bufs_bytes
         + m->stats.in_ptr_scalar_bits_bytes + image_meta_used_bytes (heap->image) + m->runtime_overhead_bytes;
}

static void
release_pages (void *context, uint64_t page, uint64_t n_pages)
{
  Heap *heap = context;
  Mheap *m = heap->mheap;
  uint64_t bytes = n_pages * HEAP_PAGE_BYTES;

  image_release (heap->image, heap_page_addr (page), bytes);
  m->heap_released += bytes;
  m->heap_free -= bytes;
  m->stats.committed_bytes -= bytes;
  m->stats.released_bytes += bytes;
}

typedef struct {
  Heap *heap;
  Addr first;
} ReleaseOne;

static void
release_one_run (void *context, uint64_t page, uint64_t n_pages)
{
  ReleaseOne *one = context;

  one->first = heap_page_addr (page);
  release_pages (one->heap, page, n_pages);
}

uint64_t
mheap_scavenge_one (Heap *heap, uint64_t n_bytes, bool force, Addr *first, bool *more)
{
  ReleaseOne one = { .heap = heap };
  uint64_t chunk, released = 0;
  uint32_t page;

  *more = scavindex_find (&heap->mheap->pages.scav, heap->pages.scav_chunks, force, &chunk, &page);
  if (*more)
    released = palloc_scavenge_one (&heap->pages, chunk, page, n_bytes, release_one_run, &one);
  if (first != NULL)
    *first = one.first;
  return released;
}

uint64_t
mheap_scavenge (Heap *heap, uint64_t n_bytes, bool force)
{
  return palloc_scavenge (&heap->pages, n_bytes, force, release_pages, NULL, heap);
}

/* ---- Cycle ---- */

void
mheap_start_sweep (Heap *heap)
{
  Mheap *m = heap->mheap;

  m->sweepgen += 2;
  m->pages_swept = 0;
  m->sweep_arenas_pages = (m->cur_arena_end - IMAGE_HEAP_BASE) / HEAP_PAGE_BYTES;
  m->reclaim_index = 0;
  m->reclaim_credit = 0;
}

void
mheap_finish_sweep (Heap *heap)
{
  Mheap *m = heap->mheap;

  for (unsigned spc = 0; spc < N_SPAN_CLASSES; spc++)
    {
      spanset_reset (mcentral_partial_unswept (&m->central[spc], m->sweepgen), &m->spanset_pool, heap->image);
      spanset_reset (mcentral_full_unswept (&m->central[spc], m->sweepgen), &m->spanset_pool, heap->image);
    }
  gcbits_next_epoch (&m->bits, heap->image);
}

void
mheap_clear_page_marks (Heap *heap)
{
  uint64_t pages = (heap->mheap->cur_arena_end - IMAGE_HEAP_BASE) / HEAP_PAGE_BYTES;

  memset (heap->page_marks, 0, pages / 8);
}

/* ---- Gaps ---- */

void
heap_each_gap (const Heap *heap, ImageGapFunc func, void *context)
{
  const Mheap *m = heap->mheap;
  const uint64_t n_pages = image_heap_mapped_bytes (heap->image) / HEAP_PAGE_BYTES;
  const uint64_t bit_bytes = round_up_u64 (n_pages, 64) / 8, all_bit_bytes = round_up_u64 (heap->n_pages, 64) / 8;
  const Addr bitmaps[] = { m->page_in_use, m->page_marks, m->page_specials };

  func (context, m->spans + m->n_spans * sizeof (Mspan), m->spans + m->max_spans * sizeof (Mspan), true);
  func (context, m->span_masks + m->n_spans * sizeof (uint64_t), m->span_masks + m->max_spans * sizeof (uint64_t), true);
  func (context, m->page_spans + n_pages * sizeof (SpanId), m->page_spans + heap->n_pages * sizeof (SpanId), true);
  func (context, m->mark_pages + n_pages * sizeof (MarkPage), m->mark_pages + heap->n_pages * sizeof (MarkPage), true);
  for (unsigned i = 0; i < sizeof bitmaps / sizeof bitmaps[0]; i++)
    func (context, bitmaps[i] + bit_bytes, bitmaps[i] + all_bit_bytes, true);
  palloc_each_gap (&heap->pages, func, context);
  gcbits_each_gap (&m->bits, heap->image, func, context);
}
