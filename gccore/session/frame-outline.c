#include "session/frame-outline.h"

#include <glib.h>

static uint32_t
last_bit (uint64_t word)
{
  return 63 - clz64 (word);
}

/* --- where runs begin --- */

/* Pages that wait in a P's page cache are free though the bitmap has them allocated. */
static void
find_free (FrameOutline *o, const Heap *heap)
{
  for (uint32_t w = 0; w < o->n_words; w++)
    {
      const PallocChunk *chunk = &heap->pages.chunks[w / PALLOC_CHUNK_WORDS];
      o->free[w] = ~chunk->alloc.words[w % PALLOC_CHUNK_WORDS];
      o->released[w] = o->free[w] & chunk->scavenged.words[w % PALLOC_CHUNK_WORDS];
    }
  for (uint32_t p = 0; p < heap->mheap->n_procs; p++)
    {
      const PageCache *c = &heap_mcache (heap, p)->page_cache;
      if (c->cache == 0)
        continue;
      o->free[c->base_page / OUTLINE_WORD_PAGES] |= c->cache;
      o->released[c->base_page / OUTLINE_WORD_PAGES] |= c->cache & c->scav;
    }
}

/* Which of these taken pages, none of them the first of an object span or the first after free ones, begin a run: the
 * page's span is not that of the page before. */
static uint64_t
starts_among (const SpanId *spans, uint32_t word_page, uint64_t pages)
{
  uint64_t starts = 0;
  while (pages != 0)
    {
      unsigned first = ctz64 (pages), n = ctz64 (~(pages >> first));
      const SpanId *span = &spans[word_page + first];
      pages &= ~(low_mask64 (n) << first);
      if (span[-1] == span[n - 1])
        continue; /* all of one span */
      for (unsigned i = 0; i < n; i++)
        if (span[i] != span[(int) i - 1])
          starts |= UINT64_C (1) << (first + i);
    }
  return starts;
}

static void
find_starts (FrameOutline *o, const Heap *heap)
{
  uint64_t free_before = 0, released_before = 0; /* bit 0: the page before this word */
  for (uint32_t w = 0; w < o->n_words; w++)
    {
      uint64_t free_pages = o->free[w], released = o->released[w];
      uint64_t starts = (free_pages ^ (free_pages << 1 | free_before)) | (released ^ (released << 1 | released_before));
      starts |= ~free_pages & heap->page_in_use[w];
      if (w == 0)
        starts |= 1;
      o->starts[w] = starts | starts_among (heap->page_spans, w * OUTLINE_WORD_PAGES, ~free_pages & ~starts);
      free_before = free_pages >> 63;
      released_before = released >> 63;
    }
}

/* The run that holds the page begins here. */
static uint32_t
start_of (const FrameOutline *o, uint32_t page)
{
  uint32_t w = page / OUTLINE_WORD_PAGES;
  uint64_t starts = o->starts[w] & low_mask64 (page % OUTLINE_WORD_PAGES + 1);
  while (starts == 0)
    starts = o->starts[--w];
  return w * OUTLINE_WORD_PAGES + last_bit (starts);
}

uint32_t
frame_outline_next (const FrameOutline *o, uint32_t page)
{
  uint32_t w = (page + 1) / OUTLINE_WORD_PAGES;
  uint64_t starts = o->starts[w] & ~low_mask64 ((page + 1) % OUTLINE_WORD_PAGES);
  while (starts == 0 && ++w < o->n_words)
    starts = o->starts[w];
  return starts != 0 ? w * OUTLINE_WORD_PAGES + ctz64 (starts) : o->n_pages;
}

/* --- which of them are told --- */

/* Of the 64 pages from this one on, those that begin a run. */
static uint64_t
starts_from (const FrameOutline *o, uint32_t page)
{
  unsigned shift = page % OUTLINE_WORD_PAGES;
  const uint64_t *starts = &o->starts[page / OUTLINE_WORD_PAGES];
  return shift == 0 ? starts[0] : starts[0] >> shift | starts[1] << (64 - shift);
}

/* The longest piece of a run that lies in [page, end), the first of equals. *start: where the run begins that holds the
 * page before; becomes the one that holds the last page. */
static void
show_longest_of_many (FrameOutline *o, uint32_t page, uint32_t end, uint32_t *start)
{
  uint32_t piece = page, longest = 0, shown = *start;
  for (uint32_t at = page; at < end; at += OUTLINE_WORD_PAGES)
    for (uint64_t starts = starts_from (o, at) & low_mask64 (MIN (64, end - at)); starts != 0; starts &= starts - 1)
      {
        uint32_t next = at + ctz64 (starts);
        if (next - piece > longest)
          {
            longest = next - piece;
            shown = *start;
          }
        *start = piece = next;
      }
  bitmap_set (o->shown, end - piece > longest ? *start : shown);
}

/* The same; most cells are a few pages of one run, or of as many runs. */
static inline void
show_longest (FrameOutline *o, uint32_t page, uint32_t end, uint32_t *start)
{
  uint64_t all = low_mask64 (end - page), starts = starts_from (o, page) & all;
  if (end - page > OUTLINE_WORD_PAGES)
    show_longest_of_many (o, page, end, start);
  else if (starts == all)
    {
      bitmap_set (o->shown, page);
      *start = end - 1;
    }
  else if (starts == 0)
    bitmap_set (o->shown, *start);
  else
    show_longest_of_many (o, page, end, start);
}

/* Cells of `n` pages in [page, end). */
static void
show_even_cells (FrameOutline *o, uint64_t page, uint64_t end, uint32_t n)
{
  uint32_t start = page < end ? start_of (o, (uint32_t) page) : 0;
  for (; page < end; page += n)
    show_longest (o, (uint32_t) page, (uint32_t) MIN (page + n, end), &start);
}

/* The cells of the rows that are seen; each row is cut at the same places. */
static void
show_rows (FrameOutline *o, const GccoreMapCells *cells, uint64_t page, uint64_t end)
{
  g_autofree uint32_t *cuts = g_new (uint32_t, cells->per_row + 1);
  const double pages_per_cell = (double) cells->pages_per_row / cells->per_row;
  uint32_t start = page < end ? start_of (o, (uint32_t) page) : 0;
  for (uint32_t i = 0; i <= cells->per_row; i++)
    cuts[i] = (uint32_t) (i * pages_per_cell);
  for (; page < end; page += cells->pages_per_row)
    for (uint32_t i = 0; i < cells->per_row && page + cuts[i] < end; i++)
      show_longest (o, (uint32_t) (page + cuts[i]), (uint32_t) MIN (page + cuts[i + 1], end), &start);
}

static void
show_all (FrameOutline *o, uint64_t page, uint64_t end)
{
  if (page >= end)
    return;
  bitmap_set (o->shown, start_of (o, (uint32_t) page));
  for (; page < end && page % OUTLINE_WORD_PAGES != 0; page++)
    if (bitmap_get (o->starts, page))
      bitmap_set (o->shown, page);
  for (; page < end; page += OUTLINE_WORD_PAGES)
    {
      uint64_t there = low_mask64 ((unsigned) MIN (OUTLINE_WORD_PAGES, end - page));
      o->shown[page / OUTLINE_WORD_PAGES] |= o->starts[page / OUTLINE_WORD_PAGES] & there;
    }
}

/* Of each word one taken page stands for all, a different one from word to word, so that sums over what stands on it
 * come out right whatever the lengths of the runs. */
static void
show_sample (FrameOutline *o)
{
  uint32_t start_before = 0;
  for (uint32_t w = 0; w < o->n_words; w++)
    {
      uint64_t taken = ~o->free[w], left = taken;
      o->sampled[w] = OUTLINE_NO_PAGE;
      if (taken != 0)
        {
          unsigned skip = (unsigned) (w * UINT64_C (0x9e3779b97f4a7c15) >> 58) % popcount64 (taken);
          unsigned bit = skip;
          if (taken != UINT64_MAX)
            {
              for (; skip > 0; skip--)
                left &= left - 1;
              bit = ctz64 (left);
            }
          uint64_t starts = o->starts[w] & low_mask64 (bit + 1);
          o->sampled[w] = starts != 0 ? w * OUTLINE_WORD_PAGES + last_bit (starts) : start_before;
          bitmap_set (o->shown, o->sampled[w]);
        }
      if (o->starts[w] != 0)
        start_before = w * OUTLINE_WORD_PAGES + last_bit (o->starts[w]);
    }
}

static void
show_address (FrameOutline *o, uint64_t addr)
{
  uint64_t page = addr >= IMAGE_HEAP_BASE ? heap_page_number (addr) : o->n_pages;
  if (page < o->n_pages)
    bitmap_set (o->shown, start_of (o, (uint32_t) page));
}

/* Those that the list gives out first. `unswept`: among them are some that others have swept, which are no longer its. */
static void
show_list (FrameOutline *o, const Heap *heap, const Spanset *list, bool unswept, uint32_t n)
{
  const uint32_t length = spanset_length (list);
  for (uint32_t i = 0; i < length && n > 0; i++)
    {
      const Mspan *s = heap_span (heap, spanset_peek (list, heap->image, i));
      if (unswept && s->sweepgen != heap->mheap->sweepgen - 2)
        continue;
      show_address (o, s->base);
      n--;
    }
}

static void
show_lists (FrameOutline *o, const Heap *heap, uint32_t n)
{
  const uint32_t sweepgen = heap->mheap->sweepgen;
  for (guint c = 0; n > 0 && c < N_SPAN_CLASSES; c++)
    {
      Mcentral *central = &heap->mheap->central[c];
      show_list (o, heap, mcentral_partial_swept (central, sweepgen), false, n);
      show_list (o, heap, mcentral_partial_unswept (central, sweepgen), true, n);
      show_list (o, heap, mcentral_full_swept (central, sweepgen), false, n);
      show_list (o, heap, mcentral_full_unswept (central, sweepgen), true, n);
      for (uint32_t p = 0; p < heap->mheap->n_procs; p++)
        if (heap_mcache (heap, p)->alloc[c] != SPAN_NONE)
          show_address (o, heap_span (heap, heap_mcache (heap, p)->alloc[c])->base);
    }
}

/* The first and the last run are always there, so that what is told reaches as far as the heap. */
static void
choose_shown (FrameOutline *o, const Heap *heap, const GccoreFrameRequest *request, const GccoreFrame *f)
{
  const GccoreMapCells *cells = &request->cells;
  uint64_t first = MIN (cells->first_row * cells->pages_per_row, o->n_pages);
  uint64_t end = CLAMP (cells->end_row * cells->pages_per_row, first, o->n_pages);
  show_even_cells (o, 0, first, OUTLINE_WORD_PAGES);
  if (cells->per_row < cells->pages_per_row)
    show_rows (o, cells, first, end);
  else
    show_all (o, first, end);
  show_even_cells (o, end, o->n_pages, OUTLINE_WORD_PAGES);
  show_sample (o);
  for (uint32_t i = 0; i < request->n_detail_spans; i++)
    show_address (o, request->detail_spans[i]);
  for (uint32_t i = 0; i < f->n_changed; i++)
    show_address (o, f->changed[i]);
  for (uint32_t i = 0; i < f->graph.n_nodes; i++)
    show_address (o, f->graph.nodes[i].addr);
  show_address (o, request->object);
  show_lists (o, heap, request->list_spans);
  if (o->n_pages > 0)
    {
      bitmap_set (o->shown, 0);
      bitmap_set (o->shown, start_of (o, o->n_pages - 1));
    }
}

static uint32_t
count_bits (const uint64_t *words, uint32_t n_words)
{
  uint32_t n = 0;
  for (uint32_t w = 0; w < n_words; w++)
    n += popcount64 (words[w]);
  return n;
}

void
frame_outline_init (FrameOutline *o, const Heap *heap, const GccoreFrameRequest *request, const GccoreFrame *frame)
{
  gsize n_words = (heap->mheap->cur_arena_base - IMAGE_HEAP_BASE) / HEAP_PAGE_BYTES / OUTLINE_WORD_PAGES;
  uint64_t *words = g_new0 (uint64_t, 4 * n_words + 1); /* a word after the starts may be read */
  *o = (FrameOutline) { .n_pages = (uint32_t) (n_words * OUTLINE_WORD_PAGES), .n_words = (uint32_t) n_words,
                        .words = words, .free = words, .released = words + n_words, .shown = words + 2 * n_words,
                        .starts = words + 3 * n_words };
  find_free (o, heap);
  find_starts (o, heap);
  o->n_shown = o->n_starts = count_bits (o->starts, o->n_words);
  if (request->cells.pages_per_row > 0 && frame->n_pages > GCCORE_MAX_WHOLE_PAGES)
    {
      o->sampled = g_new (uint32_t, n_words);
      choose_shown (o, heap, request, frame);
      o->n_shown = count_bits (o->shown, o->n_words);
    }
  if (o->n_shown == o->n_starts)
    {
      g_clear_pointer (&o->sampled, g_free);
      o->shown = o->starts;
    }
}

void
frame_outline_clear (FrameOutline *o)
{
  g_free (o->words);
  g_free (o->sampled);
}
