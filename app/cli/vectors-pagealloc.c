/* Vectors of kind pagealloc: the page allocator, page caches and one free-standing chunk bitmap.
 *
 * A case is a page allocator in an image of its own, of which only bookkeeping is touched: chunk numbers may lie
 * terabytes apart. Lines that would break the allocator's own promises (freeing what is free) are refused. */

#include "config.h"

#include "cli/vectors.h"

#include <string.h>

#include "base/bits.h"
#include "heap/palloc.h"

#define MAX_CHUNKS (UINT64_C (1) << 22)
#define MAX_PAGES (MAX_CHUNKS * PALLOC_CHUNK_PAGES)
#define META_BYTES (UINT64_C (1) << 30) /* tables for MAX_CHUNKS, filled in sparsely */
#define N_CACHES 16

typedef struct {
  Image image;
  Palloc pages;
  PageCache caches[N_CACHES];
  PageBits bits;
} PageallocVec;

static void *
pagealloc_vec_new (void)
{
  PageallocVec *v = g_new0 (PageallocVec, 1);
  ImageOptions options = { .heap_reserve_bytes = UINT64_C (64) << 20, .meta_reserve_bytes = META_BYTES };
  GccoreError error;
  Addr state;

  if (image_init (&v->image, &options, &error) != GCCORE_OK)
    g_error ("%s", error.text);
  state = image_carve (&v->image, sizeof (PallocState), 64);
  palloc_init (&v->pages, &v->image, IMAGE_AT (&v->image, PallocState, state), MAX_CHUNKS, 4096, 2 << 20);
  for (int i = 0; i < N_CACHES; i++)
    v->caches[i].base_page = PALLOC_NO_PAGE;
  return v;
}

static void
pagealloc_vec_free (void *state)
{
  PageallocVec *v = state;

  image_fini (&v->image);
  g_free (v);
}

/* --- helpers --- */

static void
answer_page (VecRun *run, uint64_t page)
{
  vec_answer_i64 (run, page == PALLOC_NO_PAGE ? -1 : (int64_t) page);
}

static void
answer_page_and_bytes (VecRun *run, uint64_t page, uint64_t scavenged_bytes)
{
  answer_page (run, page);
  vec_answer_u64 (run, scavenged_bytes);
}

static void
answer_cache (VecRun *run, const PageCache *c)
{
  answer_page (run, c->base_page);
  vec_answer_hex (run, c->cache);
  vec_answer_hex (run, c->scav);
}

static void
answer_sum (VecRun *run, PallocSum sum)
{
  vec_answer_u64 (run, palloc_sum_start (sum));
  vec_answer_u64 (run, palloc_sum_max (sum));
  vec_answer_u64 (run, palloc_sum_end (sum));
}

/* The maximal runs of ones. */
static void
answer_runs (VecRun *run, const PageBits *bits)
{
  uint32_t at[PALLOC_CHUNK_PAGES], length[PALLOC_CHUNK_PAGES], n = 0;

  for (uint32_t i = 0; i < PALLOC_CHUNK_PAGES; i++)
    if (bitmap_get (bits->words, i))
      {
        if (n > 0 && at[n - 1] + length[n - 1] == i)
          length[n - 1]++;
        else
          {
            at[n] = i;
            length[n++] = 1;
          }
      }
  vec_answer_u64 (run, n);
  for (uint32_t k = 0; k < n; k++)
    {
      vec_answer_u64 (run, at[k]);
      vec_answer_u64 (run, length[k]);
    }
}

static uint64_t
chunk_word (VecRun *run, const VecLine *line, int i)
{
  return (uint64_t) vec_range (run, line, i, 0, (int64_t) MAX_CHUNKS - 1);
}

static bool
chunk_known (const PageallocVec *v, uint64_t chunk)
{
  const PallocState *st = v->pages.state;
  const ChunkRange *r = IMAGE_AT (&v->image, ChunkRange, st->ranges);

  for (uint32_t i = 0; i < st->n_ranges; i++)
    if (chunk >= r[i].first_chunk && chunk < r[i].end_chunk)
      return true;
  return false;
}

/* A run of pages of one chunk, from words first and first + 1 of the line. */
static bool
bit_range (VecRun *run, const VecLine *line, int first, uint32_t *i, uint32_t *n)
{
  *i = (uint32_t) vec_range (run, line, first, 0, PALLOC_CHUNK_PAGES - 1);
  *n = (uint32_t) vec_range (run, line, first + 1, 1, PALLOC_CHUNK_PAGES - *i);
  return vec_line_ok (run);
}

/* --- set-up --- */

static void
do_grow (VecRun *run, PageallocVec *v, uint64_t chunk, uint64_t n, bool live)
{
  Palloc *p = &v->pages;

  for (uint64_t c = chunk; vec_line_ok (run) && c < chunk + n; c++)
    if (c >= MAX_CHUNKS || chunk_known (v, c))
      vec_bad (run, "the chunk is known, or too far away");
  if (!vec_line_ok (run))
    return;
  palloc_grow (p, chunk, n);
  if (live)
    return;
  pagebits_clear (&p->chunks[chunk].scavenged, 0, PALLOC_CHUNK_PAGES);
  scavindex_alloc (&p->state->scav, p->scav_chunks, chunk, PALLOC_CHUNK_PAGES);
  scavindex_free (&p->state->scav, p->scav_chunks, chunk, 0, PALLOC_CHUNK_PAGES);
}

static void
do_run (PageallocVec *v)
{
  PallocState *st = v->pages.state;
  const ChunkRange *r = IMAGE_AT (&v->image, ChunkRange, st->ranges);

  for (uint32_t i = 0; i < st->n_ranges; i++)
    palloc_update (&v->pages, r[i].first_chunk * PALLOC_CHUNK_PAGES,
                   (r[i].end_chunk - r[i].first_chunk) * PALLOC_CHUNK_PAGES, false, false);
  st->search_page = st->n_ranges > 0 ? st->start_chunk * PALLOC_CHUNK_PAGES : PALLOC_NO_PAGE;
}

static bool
line_setup (VecRun *run, PageallocVec *v, const VecLine *line)
{
  Palloc *p = &v->pages;
  const char *op = line->word[0];
  uint64_t c;
  uint32_t i, n;

  if (strcmp (op, "phys") == 0)
    {
      uint64_t page = vec_u64 (run, line, 1), huge = vec_u64 (run, line, 2);

      if (!is_power_of_two_u64 (page) || page > 64 * 8192 || (huge != 0 && !is_power_of_two_u64 (huge)))
        vec_bad (run, "no such page size");
      if (!vec_line_ok (run))
        return true;
      p->state->phys_page_bytes = page;
      p->state->huge_page_bytes = huge;
    }
  else if (strcmp (op, "grow") == 0)
    do_grow (run, v, chunk_word (run, line, 1), 1, false);
  else if (strcmp (op, "growlive") == 0)
    {
      c = chunk_word (run, line, 1);
      do_grow (run, v, c, (uint64_t) vec_range (run, line, 2, 1, (int64_t) MAX_CHUNKS), true);
    }
  else if (strcmp (op, "scav") == 0 || strcmp (op, "used") == 0)
    {
      c = chunk_word (run, line, 1);
      if (!bit_range (run, line, 2, &i, &n))
        return true;
      if (!chunk_known (v, c))
        vec_bad (run, "the chunk is not known");
      else if (op[0] == 's')
        pagebits_set (&p->chunks[c].scavenged, i, n);
      else if (pagebits_popcount (&p->chunks[c].alloc, i, n) != 0)
        vec_bad (run, "pages are in use");
      else
        {
          palloc_chunk_alloc (&p->chunks[c], i, n);
          scavindex_alloc (&p->state->scav, p->scav_chunks, c, n);
        }
    }
  else if (strcmp (op, "run") == 0)
    do_run (v);
  else
    return false;
  return true;
}

/* --- the allocator and its caches --- */

/* Whether the pages are known and all allocated. */
static bool
all_allocated (const PageallocVec *v, uint64_t page, uint64_t n_pages)
{
  for (uint64_t at = page, end = page + n_pages; at < end;)
    {
      uint64_t c = at / PALLOC_CHUNK_PAGES;
      uint32_t i = (uint32_t) (at % PALLOC_CHUNK_PAGES);
      uint32_t n = (uint32_t) MIN (PALLOC_CHUNK_PAGES - i, end - at);

      if (!chunk_known (v, c) || pagebits_popcount (&v->pages.chunks[c].alloc, i, n) != n)
        return false;
      at += n;
    }
  return true;
}

static bool
line_allocator (VecRun *run, PageallocVec *v, const VecLine *line)
{
  Palloc *p = &v->pages;
  const char *op = line->word[0];
  uint64_t page, n, scavenged = 0;

  if (strcmp (op, "alloc") == 0)
    {
      n = (uint64_t) vec_range (run, line, 1, 1, (int64_t) MAX_PAGES);
      if (!vec_line_ok (run))
        return true;
      page = palloc_alloc (p, n, &scavenged);
      answer_page_and_bytes (run, page, scavenged);
    }
  else if (strcmp (op, "free") == 0)
    {
      page = (uint64_t) vec_range (run, line, 1, 0, (int64_t) MAX_PAGES - 1);
      n = (uint64_t) vec_range (run, line, 2, 1, (int64_t) (MAX_PAGES - page));
      if (vec_line_ok (run) && !all_allocated (v, page, n))
        vec_bad (run, "pages are not in use");
      if (vec_line_ok (run))
        palloc_free (p, page, n);
    }
  else if (strcmp (op, "search") == 0)
    answer_page (run, p->state->search_page);
  else if (strcmp (op, "scavenge") == 0 || strcmp (op, "scavbg") == 0)
    {
      n = vec_u64 (run, line, 1);
      if (vec_line_ok (run))
        vec_answer_u64 (run, palloc_scavenge (p, n, strcmp (op, "scavenge") == 0, NULL, NULL, NULL));
    }
  else if (strcmp (op, "nextgen") == 0)
    scavindex_next_gen (&p->state->scav);
  else
    return false;
  return true;
}

static bool
line_caches (VecRun *run, PageallocVec *v, const VecLine *line)
{
  static const char *const ops[] = { "tocache", "newcache", "calloc", "flush", "cache", NULL };
  const char *op = line->word[0];
  uint64_t n, scavenged = 0;
  PageCache *c;

  if (!g_strv_contains (ops, op))
    return false;
  c = &v->caches[vec_range (run, line, 1, 0, N_CACHES - 1)];
  if (!vec_line_ok (run))
    return true;

  if (strcmp (op, "tocache") == 0)
    {
      *c = palloc_to_cache (&v->pages);
      answer_cache (run, c);
    }
  else if (strcmp (op, "newcache") == 0)
    {
      PageCache fresh = { (uint64_t) vec_range (run, line, 2, 0, (int64_t) MAX_PAGES - 64), vec_hex (run, line, 3),
                          vec_hex (run, line, 4) };

      if (fresh.base_page % 64 != 0)
        vec_bad (run, "not the first page of a block of 64");
      if (vec_line_ok (run))
        *c = fresh;
    }
  else if (strcmp (op, "calloc") == 0)
    {
      n = (uint64_t) vec_range (run, line, 2, 1, (int64_t) MAX_PAGES);
      if (!vec_line_ok (run))
        return true;
      n = page_cache_alloc (c, n, &scavenged);
      answer_page_and_bytes (run, n, scavenged);
    }
  else if (strcmp (op, "flush") == 0)
    {
      uint64_t page = c->base_page;
      bool given_back = c->cache == 0;

      for (uint64_t m = c->cache; m != 0; m &= m - 1)
        given_back = all_allocated (v, page + ctz64 (m), 1);
      if (given_back)
        page_cache_flush (c, &v->pages);
      else
        vec_bad (run, "the cache's pages are not in use");
    }
  else
    answer_cache (run, c);
  return true;
}

static bool
line_state (VecRun *run, PageallocVec *v, const VecLine *line)
{
  const Palloc *p = &v->pages;
  const PallocState *st = p->state;
  const char *op = line->word[0];

  if (strcmp (op, "usedset") == 0)
    answer_runs (run, &p->chunks[chunk_word (run, line, 1)].alloc);
  else if (strcmp (op, "scavset") == 0)
    answer_runs (run, &p->chunks[chunk_word (run, line, 1)].scavenged);
  else if (strcmp (op, "sum") == 0)
    answer_sum (run, p->summaries[PALLOC_LEVELS - 1][chunk_word (run, line, 1)]);
  else if (strcmp (op, "level") == 0)
    {
      int level = (int) vec_range (run, line, 1, 0, PALLOC_LEVELS - 1);
      uint64_t chunk = chunk_word (run, line, 2);

      answer_sum (run, p->summaries[level][chunk >> 3 * (PALLOC_LEVELS - 1 - level)]);
    }
  else if (strcmp (op, "bounds") == 0)
    {
      vec_answer_u64 (run, st->start_chunk);
      vec_answer_u64 (run, st->end_chunk);
    }
  else if (strcmp (op, "ranges") == 0)
    vec_answer_u64 (run, st->n_ranges);
  else if (strcmp (op, "range") == 0)
    {
      int64_t i = vec_range (run, line, 1, 0, (int64_t) st->n_ranges - 1);
      const ChunkRange *r = IMAGE_AT (&v->image, ChunkRange, st->ranges);

      if (!vec_line_ok (run))
        return true;
      vec_answer_u64 (run, r[i].first_chunk);
      vec_answer_u64 (run, r[i].end_chunk);
    }
  else
    return false;
  return true;
}

/* --- one bitmap --- */

static void
answer_index (VecRun *run, uint32_t index)
{
  vec_answer_i64 (run, index == PALLOC_NOT_FOUND ? -1 : (int64_t) index);
}

static bool
line_bitmap (VecRun *run, PageallocVec *v, const VecLine *line)
{
  PageBits *bits = &v->bits;
  const char *op = line->word[0];
  uint32_t i, n;

  if (strcmp (op, "set") == 0)
    {
      if (bit_range (run, line, 1, &i, &n))
        pagebits_set (bits, i, n);
    }
  else if (strcmp (op, "clear") == 0)
    {
      if (bit_range (run, line, 1, &i, &n))
        pagebits_clear (bits, i, n);
    }
  else if (strcmp (op, "invert") == 0)
    for (int w = 0; w < (int) PALLOC_CHUNK_WORDS; w++)
      bits->words[w] = ~bits->words[w];
  else if (strcmp (op, "load") == 0)
    for (int w = 0; w < (int) PALLOC_CHUNK_WORDS; w++)
      bits->words[w] = vec_hex (run, line, w + 1);
  else if (strcmp (op, "words") == 0)
    for (int w = 0; w < (int) PALLOC_CHUNK_WORDS; w++)
      vec_answer_hex (run, bits->words[w]);
  else if (strcmp (op, "bitset") == 0)
    answer_runs (run, bits);
  else if (strcmp (op, "popcnt") == 0)
    {
      if (bit_range (run, line, 1, &i, &n))
        vec_answer_u64 (run, pagebits_popcount (bits, i, n));
    }
  else if (strcmp (op, "summarize") == 0)
    answer_sum (run, pagebits_summarize (bits));
  else if (strcmp (op, "find") == 0)
    {
      uint32_t first;

      n = (uint32_t) vec_range (run, line, 1, 1, PALLOC_CHUNK_PAGES);
      i = (uint32_t) vec_range (run, line, 2, 0, PALLOC_CHUNK_PAGES - 1);
      if (!vec_line_ok (run))
        return true;
      i = pagebits_find (bits, n, i, &first);
      answer_index (run, i);
      answer_index (run, first);
    }
  else if (strcmp (op, "range64") == 0)
    {
      uint64_t x = vec_hex (run, line, 1);

      n = (uint32_t) vec_range (run, line, 2, 1, 64);
      if (vec_line_ok (run))
        vec_answer_u64 (run, find_bit_range_64 (x, n));
    }
  else
    return false;
  return true;
}

static void
pagealloc_vec_line (VecRun *run, void *state, const VecLine *line)
{
  if (!line_setup (run, state, line) && !line_allocator (run, state, line) && !line_caches (run, state, line)
      && !line_state (run, state, line) && !line_bitmap (run, state, line))
    vec_bad (run, "unknown operation");
}

const VecKind vec_kind_pagealloc = {
  .name = "pagealloc",
  .state_new = pagealloc_vec_new,
  .state_free = pagealloc_vec_free,
  .line = pagealloc_vec_line,
};
