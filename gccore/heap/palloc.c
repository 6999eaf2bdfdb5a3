#include "heap/palloc.h"

#include <string.h>

#include "base/bits.h"
#include "base/check.h"

#define LEVEL_BITS 3u         /* children of an entry: 8 */
#define ENTRIES_PER_BLOCK (1u << LEVEL_BITS)
#define ROOT_CHUNKS (UINT64_C (1) << ((PALLOC_LEVELS - 1) * LEVEL_BITS)) /* chunks under a root entry: 4096 */
#define LEAF (PALLOC_LEVELS - 1)

/* log2 of the pages, or chunks, that an entry of a level covers. */
static inline unsigned
level_log_chunks (int level)
{
  return (unsigned) (LEAF - level) * LEVEL_BITS;
}

static inline unsigned
level_log_pages (int level)
{
  return 9 + level_log_chunks (level);
}

static inline uint64_t
level_length (const PallocState *st, int level)
{
  return st->max_chunks >> level_log_chunks (level);
}

void
palloc_attach (Palloc *p, Image *im, PallocState *state)
{
  p->image = im;
  p->state = state;
  for (int l = 0; l < PALLOC_LEVELS; l++)
    p->summaries[l] = IMAGE_AT (im, PallocSum, state->summaries[l]);
  p->chunks = IMAGE_AT (im, PallocChunk, state->chunks);
  p->scav_chunks = IMAGE_AT (im, uint64_t, state->scav_chunks);
}

void
palloc_init (Palloc *p, Image *im, PallocState *state, uint64_t max_chunks, uint64_t phys_page_bytes,
             uint64_t huge_page_bytes)
{
  memset (state, 0, sizeof *state);
  state->max_chunks = round_up_u64 (max_chunks, ROOT_CHUNKS);
  state->phys_page_bytes = phys_page_bytes;
  state->huge_page_bytes = huge_page_bytes;
  for (int l = 0; l < PALLOC_LEVELS; l++)
    state->summaries[l] = image_carve_sparse (im, level_length (state, l) * sizeof (PallocSum), IMAGE_PAGE_BYTES);
  state->chunks = image_carve_sparse (im, state->max_chunks * sizeof (PallocChunk), IMAGE_PAGE_BYTES);
  state->scav_chunks = image_carve_sparse (im, state->max_chunks * sizeof (uint64_t), IMAGE_PAGE_BYTES);
  state->search_page = PALLOC_NO_PAGE;
  scavindex_init (&state->scav);
  palloc_attach (p, im, state);
}

void
palloc_each_gap (const Palloc *p, ImageGapFunc func, void *context)
{
  const PallocState *st = p->state;

  func (context, st->chunks + st->end_chunk * sizeof (PallocChunk), st->chunks + st->max_chunks * sizeof (PallocChunk), true);
}

/* ---- Known address ranges ---- */

/* Adds chunks that were not known before. */
static void
ranges_add (Palloc *p, uint64_t first, uint64_t end)
{
  PallocState *st = p->state;
  ChunkRange *r = IMAGE_AT (p->image, ChunkRange, st->ranges);
  uint32_t i = 0;
  bool joins_below, joins_above;

  while (i < st->n_ranges && r[i].first_chunk < first)
    i++;
  joins_below = i > 0 && r[i - 1].end_chunk == first;
  joins_above = i < st->n_ranges && r[i].first_chunk == end;

  if (joins_below && joins_above)
    {
      r[i - 1].end_chunk = r[i].end_chunk;
      memmove (&r[i], &r[i + 1], (st->n_ranges - i - 1) * sizeof *r);
      st->n_ranges--;
    }
  else if (joins_below)
    r[i - 1].end_chunk = end;
  else if (joins_above)
    r[i].first_chunk = first;
  else
    {
      if (st->n_ranges == st->ranges_cap)
        {
          uint32_t cap = st->ranges_cap == 0 ? 16 : st->ranges_cap * 2;
          Addr table = image_carve (p->image, cap * sizeof *r, 8);

          if (st->n_ranges != 0)
            memcpy (image_ptr (p->image, table), r, st->n_ranges * sizeof *r);
          st->ranges = table;
          st->ranges_cap = cap;
          r = IMAGE_AT (p->image, ChunkRange, table);
        }
      memmove (&r[i + 1], &r[i], (st->n_ranges - i) * sizeof *r);
      r[i] = (ChunkRange) { first, end };
      st->n_ranges++;
    }
}

/* The first known page at or above `page`. */
static uint64_t
first_known_page (const Palloc *p, uint64_t page)
{
  const ChunkRange *r = IMAGE_AT (p->image, ChunkRange, p->state->ranges);
  uint32_t lo = 0, hi = p->state->n_ranges;

  while (lo < hi)
    {
      uint32_t mid = lo + (hi - lo) / 2;

      if (r[mid].end_chunk * PALLOC_CHUNK_PAGES <= page)
        lo = mid + 1;
      else
        hi = mid;
    }
  if (lo == p->state->n_ranges)
    return PALLOC_NO_PAGE;
  return max_u64 (page, r[lo].first_chunk * PALLOC_CHUNK_PAGES);
}

/* ---- Summaries ---- */

/* Sums up 8 neighbours of a level whose entries cover 1 << log_pages pages each. */
static PallocSum
merge_summaries (const PallocSum *sums, unsigned log_pages)
{
  uint32_t start = palloc_sum_start (sums[0]), most = palloc_sum_max (sums[0]), end = palloc_sum_end (sums[0]);

  for (uint32_t i = 1; i < ENTRIES_PER_BLOCK; i++)
    {
      uint32_t si = palloc_sum_start (sums[i]), mi = palloc_sum_max (sums[i]), ei = palloc_sum_end (sums[i]);

      if (start == i << log_pages)
        start += si;
      if (end + si > most)
        most = end + si;
      if (mi > most)
        most = mi;
      if (ei == 1u << log_pages)
        end += 1u << log_pages;
      else
        end = ei;
    }
  return palloc_sum_pack (start, most, end);
}

PallocSum
palloc_recompute (const Palloc *p, int level, uint64_t index)
{
  if (level == LEAF)
    return pagebits_summarize (&p->chunks[index].alloc);
  return merge_summaries (&p->summaries[level + 1][index << LEVEL_BITS], level_log_pages (level + 1));
}

/* What is above the summaries of the chunks from sc to ec. */
static void
update_above (Palloc *p, uint64_t sc, uint64_t ec)
{
  bool changed = true;

  for (int l = LEAF - 1; l >= 0 && changed; l--)
    {
      uint64_t lo = sc >> level_log_chunks (l), hi = ec >> level_log_chunks (l);

      changed = false;
      for (uint64_t i = lo; i <= hi; i++)
        {
          PallocSum sum = palloc_recompute (p, l, i);

          if (p->summaries[l][i] != sum)
            {
              p->summaries[l][i] = sum;
              changed = true;
            }
        }
    }
}

static void
update_chunk (Palloc *p, uint64_t chunk, PallocSum sum)
{
  if (p->summaries[LEAF][chunk] == sum)
    return;
  p->summaries[LEAF][chunk] = sum;
  update_above (p, chunk, chunk);
}

void
palloc_update (Palloc *p, uint64_t page, uint64_t n_pages, bool contiguous, bool allocated)
{
  PallocSum *leaf = p->summaries[LEAF];
  uint64_t last = page + n_pages - 1;
  uint64_t sc = page / PALLOC_CHUNK_PAGES, ec = last / PALLOC_CHUNK_PAGES;

  if (sc == ec)
    update_chunk (p, sc, pagebits_summarize (&p->chunks[sc].alloc));
  else
    {
      for (uint64_t c = sc; c <= ec; c++)
        {
          if (contiguous && c != sc && c != ec)
            leaf[c] = allocated ? 0 : PALLOC_SUM_FREE_CHUNK;
          else
            leaf[c] = pagebits_summarize (&p->chunks[c].alloc);
        }
      update_above (p, sc, ec);
    }
}

void
palloc_grow (Palloc *p, uint64_t chunk, uint64_t n)
{
  PallocState *st = p->state;
  bool first_growth = st->n_ranges == 0;

  if (chunk + n > st->max_chunks)
    GCCORE_THROW ("chunk beyond the page allocator's tables");
  scavindex_grow (&st->scav, chunk);
  if (first_growth || chunk < st->start_chunk)
    st->start_chunk = chunk;
  if (chunk + n > st->end_chunk)
    st->end_chunk = chunk + n;
  ranges_add (p, chunk, chunk + n);
  image_meta_use (p->image, n * (sizeof (PallocChunk) + sizeof (uint64_t) + sizeof (PallocSum) * 8 / 7));

  if (chunk * PALLOC_CHUNK_PAGES < st->search_page)
    st->search_page = chunk * PALLOC_CHUNK_PAGES;
  for (uint64_t c = chunk; c < chunk + n; c++)
    pagebits_set (&p->chunks[c].scavenged, 0, PALLOC_CHUNK_PAGES);
  palloc_update (p, chunk * PALLOC_CHUNK_PAGES, n * PALLOC_CHUNK_PAGES, true, false);
}

/* ---- Allocation ---- */

/* Marks pages allocated; returns how many bytes of them were scavenged. */
static uint64_t
alloc_range (Palloc *p, uint64_t page, uint64_t n_pages)
{
  uint64_t n_scavenged = 0;

  for (uint64_t at = page, end = page + n_pages; at < end;)
    {
      uint64_t c = at / PALLOC_CHUNK_PAGES;
      uint32_t i = (uint32_t) (at % PALLOC_CHUNK_PAGES);
      uint32_t n = (uint32_t) min_u64 (PALLOC_CHUNK_PAGES - i, end - at);

      n_scavenged += pagebits_popcount (&p->chunks[c].scavenged, i, n);
      palloc_chunk_alloc (&p->chunks[c], i, n);
      scavindex_alloc (&p->state->scav, p->scav_chunks, c, n);
      at += n;
    }
  palloc_update (p, page, n_pages, true, true);
  return n_scavenged * 8192;
}

/* What a search learned about the first free page of all: it lies in [base, bound]. Ranges only ever narrow. */
typedef struct {
  uint64_t base, bound;
} FirstFree;

static inline void
found_free (FirstFree *f, uint64_t page, uint64_t n)
{
  if (f->base <= page && page + n - 1 <= f->bound)
    {
      f->base = page;
      f->bound = page + n - 1;
    }
}

/* Looks through one block of a level for a run that starts and ends anywhere in it, or for the one entry that holds the
 * whole run. Returns true with *page when the run crosses entries; otherwise *child is the entry to descend into, or
 * UINT64_MAX. */
static bool
find_in_block (const Palloc *p, int level, uint64_t first_entry, uint64_t n_entries, uint64_t n_pages,
               FirstFree *first_free, uint64_t *page, uint64_t *child)
{
  const PallocSum *entries = &p->summaries[level][first_entry];
  unsigned log_pages = level_log_pages (level);
  uint64_t whole = UINT64_C (1) << log_pages;
  uint64_t search_entry = p->state->search_page >> log_pages;
  uint64_t base = 0, size = 0, j = 0;

  *child = UINT64_MAX;
  if (search_entry >= first_entry && search_entry < first_entry + n_entries)
    j = search_entry - first_entry;
  for (; j < n_entries; j++)
    {
      PallocSum sum = entries[j];
      uint64_t start;

      if (sum == 0)
        {
          size = 0;
          continue;
        }
      found_free (first_free, (first_entry + j) << log_pages, whole);
      start = palloc_sum_start (sum);
      if (size + start >= n_pages)
        {
          if (size == 0)
            base = j << log_pages;
          *page = (first_entry << log_pages) + base;
          return true;
        }
      if (palloc_sum_max (sum) >= n_pages)
        {
          *child = first_entry + j;
          return false;
        }
      if (size == 0 || start < whole)
        {
          size = palloc_sum_end (sum);
          base = ((j + 1) << log_pages) - size;
        }
      else
        size += whole;
    }
  return false;
}

/* First fit over everything known. Returns the page, or PALLOC_NO_PAGE; *search_page gets a page below which nothing is
 * free. */
static uint64_t
find (const Palloc *p, uint64_t n_pages, uint64_t *search_page)
{
  FirstFree first_free = { 0, UINT64_MAX };
  uint64_t entry = 0, page = PALLOC_NO_PAGE;
  uint32_t i, first;

  for (int l = 0; l < PALLOC_LEVELS; l++)
    {
      uint64_t n_entries = l == 0 ? level_length (p->state, 0) : ENTRIES_PER_BLOCK;
      uint64_t child;

      if (find_in_block (p, l, l == 0 ? 0 : entry << LEVEL_BITS, n_entries, n_pages, &first_free, &page, &child))
        {
          *search_page = first_known_page (p, first_free.base);
          return page;
        }
      if (child == UINT64_MAX)
        {
          if (l != 0)
            GCCORE_THROW ("page summaries disagree");
          *search_page = PALLOC_NO_PAGE;
          return PALLOC_NO_PAGE;
        }
      entry = child;
    }

  /* The run lies inside one chunk. */
  i = pagebits_find (&p->chunks[entry].alloc, (uint32_t) n_pages, 0, &first);
  if (i == PALLOC_NOT_FOUND)
    GCCORE_THROW ("a chunk's summary disagrees with its bitmap");
  found_free (&first_free, entry * PALLOC_CHUNK_PAGES + first, PALLOC_CHUNK_PAGES - first);
  *search_page = first_known_page (p, first_free.base);
  return entry * PALLOC_CHUNK_PAGES + i;
}

/* Whether a search can start at all: the search page lies in or below known memory. */
static inline bool
may_have_free_pages (const PallocState *st)
{
  return st->search_page != PALLOC_NO_PAGE && st->search_page / PALLOC_CHUNK_PAGES < st->end_chunk;
}

uint64_t
palloc_alloc (Palloc *p, uint64_t n_pages, uint64_t *scavenged_bytes)
{
  PallocState *st = p->state;
  uint64_t search_page = 0, page = PALLOC_NO_PAGE;
  uint64_t chunk;
  uint32_t index;

  *scavenged_bytes = 0;
  if (!may_have_free_pages (st))
    return PALLOC_NO_PAGE;

  /* First the search page's own chunk, if the request could fit between it and the chunk's end. */
  chunk = st->search_page / PALLOC_CHUNK_PAGES;
  index = (uint32_t) (st->search_page % PALLOC_CHUNK_PAGES);
  if (PALLOC_CHUNK_PAGES - index >= n_pages && palloc_sum_max (p->summaries[LEAF][chunk]) >= n_pages)
    {
      uint32_t first, i = pagebits_find (&p->chunks[chunk].alloc, (uint32_t) n_pages, index, &first);

      if (i == PALLOC_NOT_FOUND)
        GCCORE_THROW ("a chunk's summary disagrees with its bitmap");
      page = chunk * PALLOC_CHUNK_PAGES + i;
      search_page = chunk * PALLOC_CHUNK_PAGES + first;
    }
  else
    {
      page = find (p, n_pages, &search_page);
      if (page == PALLOC_NO_PAGE)
        {
          if (n_pages == 1)
            st->search_page = PALLOC_NO_PAGE;
          return PALLOC_NO_PAGE;
        }
    }

  *scavenged_bytes = alloc_range (p, page, n_pages);
  if (st->search_page < search_page)
    st->search_page = search_page;
  return page;
}

void
palloc_free (Palloc *p, uint64_t page, uint64_t n_pages)
{
  uint64_t first = page / PALLOC_CHUNK_PAGES;
  uint32_t in_first = (uint32_t) (page % PALLOC_CHUNK_PAGES);

  if (page < p->state->search_page)
    p->state->search_page = page;
  for (uint64_t at = page, end = page + n_pages; at < end;)
    {
      uint64_t c = at / PALLOC_CHUNK_PAGES;
      uint32_t i = (uint32_t) (at % PALLOC_CHUNK_PAGES);
      uint32_t n = (uint32_t) min_u64 (PALLOC_CHUNK_PAGES - i, end - at);

      pagebits_clear (&p->chunks[c].alloc, i, n);
      scavindex_free (&p->state->scav, p->scav_chunks, c, i, n);
      at += n;
    }
  if (in_first + n_pages <= PALLOC_CHUNK_PAGES) /* nearly always; then most of the chunk need not be looked at */
    update_chunk (p, first,
                  pagebits_summarize_freed (&p->chunks[first].alloc, p->summaries[LEAF][first], in_first, (uint32_t) n_pages));
  else
    palloc_update (p, page, n_pages, true, false);
}

/* ---- Page caches ---- */

PageCache
palloc_to_cache (Palloc *p)
{
  PallocState *st = p->state;
  PageCache c = { PALLOC_NO_PAGE, 0, 0 };
  PallocChunk *chunk;
  uint64_t ci;
  uint32_t index, word;

  if (!may_have_free_pages (st))
    return c;

  ci = st->search_page / PALLOC_CHUNK_PAGES;
  if (p->summaries[LEAF][ci] != 0)
    {
      uint32_t first;

      index = pagebits_find (&p->chunks[ci].alloc, 1, (uint32_t) (st->search_page % PALLOC_CHUNK_PAGES), &first);
      if (index == PALLOC_NOT_FOUND)
        GCCORE_THROW ("a chunk's summary disagrees with its bitmap");
    }
  else
    {
      uint64_t search_page, page = find (p, 1, &search_page);

      if (page == PALLOC_NO_PAGE)
        {
          st->search_page = PALLOC_NO_PAGE;
          return c;
        }
      ci = page / PALLOC_CHUNK_PAGES;
      index = (uint32_t) (page % PALLOC_CHUNK_PAGES);
    }

  chunk = &p->chunks[ci];
  word = index / 64;
  c.base_page = ci * PALLOC_CHUNK_PAGES + word * 64;
  c.cache = ~chunk->alloc.words[word];
  c.scav = chunk->scavenged.words[word];
  chunk->alloc.words[word] = UINT64_MAX;
  chunk->scavenged.words[word] &= ~(c.cache & c.scav);
  palloc_update (p, c.base_page, PAGE_CACHE_PAGES, false, true);
  scavindex_alloc (&st->scav, p->scav_chunks, ci, popcount64 (c.cache));

  /* Everything up to the block's end is taken; the next search starts at its last page. */
  st->search_page = c.base_page + PAGE_CACHE_PAGES - 1;
  return c;
}

uint64_t
page_cache_alloc (PageCache *c, uint64_t n_pages, uint64_t *scavenged_bytes)
{
  uint64_t mask;
  uint32_t i;

  *scavenged_bytes = 0;
  if (c->cache == 0 || n_pages > PAGE_CACHE_PAGES)
    return PALLOC_NO_PAGE;
  i = find_bit_range_64 (c->cache, (uint32_t) n_pages);
  if (i >= 64)
    return PALLOC_NO_PAGE;
  mask = low_mask64 ((unsigned) n_pages) << i;
  *scavenged_bytes = popcount64 (c->scav & mask) * UINT64_C (8192);
  c->cache &= ~mask;
  c->scav &= ~mask;
  return c->base_page + i;
}

void
page_cache_flush (PageCache *c, Palloc *p)
{
  uint64_t chunk = c->base_page / PALLOC_CHUNK_PAGES;
  uint32_t index = (uint32_t) (c->base_page % PALLOC_CHUNK_PAGES);

  if (c->cache == 0)
    return;
  p->chunks[chunk].alloc.words[index / 64] &= ~c->cache;
  p->chunks[chunk].scavenged.words[index / 64] |= c->scav;
  for (uint64_t m = c->cache; m != 0; m &= m - 1)
    scavindex_free (&p->state->scav, p->scav_chunks, chunk, index + ctz64 (m), 1);
  if (c->base_page < p->state->search_page)
    p->state->search_page = c->base_page;
  palloc_update (p, c->base_page, PAGE_CACHE_PAGES, false, false);
  *c = (PageCache) { PALLOC_NO_PAGE, 0, 0 };
}

/* ---- Scavenging ---- */

uint64_t
palloc_scavenge_one (Palloc *p, uint64_t chunk, uint32_t page, uint64_t max_bytes, PallocReleaseFunc release,
                     void *context)
{
  PallocState *st = p->state;
  uint64_t max_pages = div_round_up_u64 (max_bytes, 8192);
  uint64_t min_pages = max_u64 (st->phys_page_bytes / 8192, 1);
  uint32_t huge_pages = st->huge_page_bytes > st->phys_page_bytes ? (uint32_t) (st->huge_page_bytes / 8192) : 0;

  if (palloc_sum_max (p->summaries[LEAF][chunk]) >= min_pages)
    {
      uint32_t start;
      uint32_t n = palloc_chunk_find_scavenge (&p->chunks[chunk], page, min_pages, max_pages, huge_pages, &start);

      if (n != 0)
        {
          uint64_t first = chunk * PALLOC_CHUNK_PAGES + start;

          if (release != NULL)
            release (context, first, n);
          /* Go holds the run as allocated while it is being released; freeing it again moves the search address. */
          if (first < st->search_page)
            st->search_page = first;
          pagebits_set (&p->chunks[chunk].scavenged, start, n);
          return n * UINT64_C (8192);
        }
    }
  scavindex_set_empty (p->scav_chunks, chunk);
  return 0;
}

uint64_t
palloc_scavenge (Palloc *p, uint64_t n_bytes, bool force, PallocReleaseFunc release,
                 bool (*should_stop) (void *context), void *context)
{
  uint64_t released = 0, chunk;
  uint32_t page;

  while (released < n_bytes && scavindex_find (&p->state->scav, p->scav_chunks, force, &chunk, &page))
    {
      released += palloc_scavenge_one (p, chunk, page, n_bytes - released, release, context);
      if (should_stop != NULL && should_stop (context))
        break;
    }
  return released;
}
