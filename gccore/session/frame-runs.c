#include "session/frame-runs.h"

#include <string.h>

struct FrameRuns {
  RunBlocks blocks;
  uint64_t *changed;          /* Heap.changed_spans since the latest */
};

/* --- what is told of a run --- */

static GccorePagesState
span_state (const Mspan *s, int sweepgen_rel, bool cached)
{
  if (s->state == MSPAN_MANUAL)
    return GCCORE_PAGES_STACK;
  if (sweepgen_rel == -2)
    return GCCORE_PAGES_NEEDS_SWEEP;
  if (sweepgen_rel == -1)
    return GCCORE_PAGES_SWEEPING;
  if (span_class_size_class (s->span_class) == 0)
    return GCCORE_PAGES_LARGE;
  return cached ? GCCORE_PAGES_CACHED : GCCORE_PAGES_SWEPT;
}

static GccoreSpanSet
span_set (const Mspan *s, int sweepgen_rel, bool cached)
{
  bool full = s->alloc_count == s->n_elems, swept = sweepgen_rel >= 0;
  if (s->state != MSPAN_IN_USE || sweepgen_rel == -1)
    return GCCORE_SET_NONE;
  if (cached)
    return GCCORE_SET_MCACHE;
  if (full)
    return swept ? GCCORE_SET_FULL_SWEPT : GCCORE_SET_FULL_UNSWEPT;
  return swept ? GCCORE_SET_PARTIAL_SWEPT : GCCORE_SET_PARTIAL_UNSWEPT;
}

/* Marked and not scanned. */
static uint32_t
count_grey (const uint64_t *marks, const uint64_t *scanned, uint32_t n_elems)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < n_elems; i += 64)
    n += popcount64 (marks[i / 64] & ~scanned[i / 64] & low_mask64 (MIN (64, n_elems - i)));
  return n;
}

static uint32_t
count_slots (const uint64_t *bits, uint32_t n_elems)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < n_elems; i += 64)
    n += popcount64 (bits[i / 64] & low_mask64 (MIN (64, n_elems - i)));
  return n;
}

/* The P whose mcache holds the span, or -1; only spans with a sweepgen ahead of the heap's can be in one. */
static int8_t
owner_of (const Heap *heap, const Mspan *s, int sweepgen_rel)
{
  SpanId id = heap_span_id (heap, s);
  if (sweepgen_rel > 0 && s->state == MSPAN_IN_USE)
    for (uint32_t p = 0; p < heap->mheap->n_procs; p++)
      if (heap_mcache (heap, p)->alloc[s->span_class] == id)
        return (int8_t) p;
  return -1;
}

static bool
is_marking (const GccoreMachine *m)
{
  return gc_phase (&m->gc) == GC_PHASE_MARK || gc_phase (&m->gc) == GC_PHASE_MARK_TERM;
}

/* Where it can be seen what survived the last mark. */
static Addr
survivor_bits (const Heap *heap, const Mspan *s)
{
  return (int) (s->sweepgen - heap->mheap->sweepgen) < 0 ? s->gcmark_bits : s->alloc_bits;
}

static void
tell_span (const GccoreMachine *m, uint32_t page, const Mspan *s, bool marking, GccoreRun *run)
{
  int rel = (int) (s->sweepgen - m->heap.mheap->sweepgen);
  int8_t p = owner_of (&m->heap, s, rel);
  *run = (GccoreRun) { .page = page, .n_pages = s->n_pages, .state = (uint8_t) span_state (s, rel, p >= 0), .p = p,
                       .span_class = s->span_class, .n_counted = run->n_counted };
  if (s->state != MSPAN_IN_USE)
    return;
  run->set = (uint8_t) span_set (s, rel, p >= 0);
  run->elem_size = (uint32_t) s->elem_size;
  run->n_elems = s->n_elems;
  run->n_alloc = s->alloc_count;
  if (!marking) /* else marks are counted for all */
    run->n_marked = (uint16_t) count_slots (IMAGE_AT (&m->image, uint64_t, survivor_bits (&m->heap, s)), s->n_elems);
  run->sweepgen_rel = (int8_t) rel;
  run->sweepgen = s->sweepgen;
  run->line = s->last_line;
  run->age = (m->heap.mheap->sweepgen - s->born_sweepgen) / 2;
}

static void
tell_free (const FrameOutline *o, uint32_t page, GccoreRun *run)
{
  bool released = bitmap_get (o->released, page);
  *run = (GccoreRun) { .page = page, .n_pages = frame_outline_next (o, page) - page, .p = -1,
                       .state = released ? GCCORE_PAGES_RELEASED : GCCORE_PAGES_FREE };
}

/* --- many of them --- */

/* What is told of a span lies in places far from each other, and far from those of the next: they are asked for ahead,
 * the span first, then the bits that it leads to. */
#define SPAN_AHEAD 96u
#define BITS_AHEAD 48u

typedef struct {
  const GccoreMachine *m;
  const FrameOutline *o;
  bool marking;
  uint32_t sweepgen;          /* the heap's when what can be told again was told */
  const RunBlock *latest;     /* NULL: it does not help */
  RunBlock *block;            /* to be filled */
  uint32_t *untold, n_untold; /* places of the runs that must be told anew */
  const Mspan *ahead[SPAN_AHEAD]; /* by the place in `untold`, modulo; NULL: free pages */
} Teller;

/* Pages of the words from this one on for which the run that begins here stands in sums. */
static uint32_t
count_sampled (const FrameOutline *o, uint32_t w, uint32_t page)
{
  uint32_t n = 0;
  if (o->sampled == NULL)
    return 0;
  for (; w < o->n_words && (o->sampled[w] <= page || o->sampled[w] == OUTLINE_NO_PAGE); w++)
    if (o->sampled[w] == page)
      n += OUTLINE_WORD_PAGES - popcount64 (o->free[w]);
  return n;
}

static void
copy_runs (Teller *t, uint32_t k, uint32_t i, uint32_t n)
{
  memcpy (&t->block->runs[i], &t->latest->runs[k], n * sizeof (GccoreRun));
  memcpy (&t->block->marks[i], &t->latest->marks[k], n * sizeof (RunMarks));
}

/* The runs of a word, one by one; those that must be told anew get their page only. `k`: place of the word's first run in
 * the latest block, `has` those that it has; `i`: in the new one. */
static void
tell_word (Teller *t, uint32_t w, uint64_t has, uint32_t k, uint32_t i)
{
  const FrameOutline *o = t->o;
  for (uint64_t shown = o->shown[w]; shown != 0; shown &= shown - 1, i++)
    {
      unsigned bit = ctz64 (shown);
      uint32_t page = w * OUTLINE_WORD_PAGES + bit;
      if ((has >> bit & 1) != 0 && ((t->latest->stale[w] | o->free[w]) >> bit & 1) == 0)
        copy_runs (t, k + popcount64 (has & low_mask64 (bit)), i, 1);
      else
        {
          t->block->runs[i].page = page;
          t->block->marks[i].bits = 0;
          t->untold[t->n_untold++] = i;
        }
      t->block->runs[i].n_counted = count_sampled (o, w, page);
    }
}

/* Tells again what can be told again: words of runs that the block has in their places stay as they are, those that the
 * latest has are copied, many at a time. `here`, `latest`: bits of the words that are unlike. */
static void
tell_kept (Teller *t, const uint64_t *here, const uint64_t *latest)
{
  uint32_t i = 0, at = 0, k = 0, n_copied = 0; /* these end just before k and i */
  for (uint32_t w = 0; w < t->o->n_words; w++)
    {
      uint64_t shown = t->o->shown[w], was = w < t->block->n_words ? t->block->shown[w] : 0;
      uint64_t has = t->latest != NULL && w < t->latest->n_words ? t->latest->shown[w] : 0;
      bool stays = at == i && !bitmap_get (here, w), copied = !stays && !bitmap_get (latest, w);
      if (!copied && n_copied > 0)
        {
          copy_runs (t, k - n_copied, i - n_copied, n_copied);
          n_copied = 0;
        }
      if (copied)
        n_copied += popcount64 (shown);
      else if (!stays)
        tell_word (t, w, has, k, i);
      i += popcount64 (shown);
      at += popcount64 (was);
      k += popcount64 (has);
    }
  if (n_copied > 0)
    copy_runs (t, k - n_copied, i - n_copied, n_copied);
}

/* A sweep has begun since: it has all to do, but for what has changed. */
static void
tell_unswept (Teller *t)
{
  for (uint32_t i = 0; i < t->o->n_shown; i++)
    {
      GccoreRun *run = &t->block->runs[i];
      RunMarks *marks = &t->block->marks[i];
      if (i + BITS_AHEAD < t->o->n_shown)
        __builtin_prefetch (IMAGE_AT (&t->m->image, uint64_t, marks[BITS_AHEAD].bits));
      if (marks->bits == 0)
        continue;
      if (run->sweepgen_rel != 0)
        {
          t->untold[t->n_untold++] = i;
          continue;
        }
      run->sweepgen_rel = -2;
      run->state = GCCORE_PAGES_NEEDS_SWEEP;
      run->set = run->n_alloc == run->n_elems ? GCCORE_SET_FULL_UNSWEPT : GCCORE_SET_PARTIAL_UNSWEPT;
      run->n_marked = (uint16_t) count_slots (IMAGE_AT (&t->m->image, uint64_t, marks->bits), run->n_elems);
      run->n_grey = 0;
      run->age++;
      marks->n_marked = run->n_marked;
      marks->n_grey = 0;
    }
}

static void
fetch_span (Teller *t, uint32_t i)
{
  const Heap *heap = &t->m->heap;
  uint32_t page = t->block->runs[t->untold[i]].page;
  const Mspan *s = bitmap_get (t->o->free, page) ? NULL : heap_span (heap, heap->page_spans[page]);
  t->ahead[i % SPAN_AHEAD] = s;
  if (s == NULL)
    return;
  __builtin_prefetch (s);
  __builtin_prefetch (&s->alloc_bits);
}

static void
fetch_bits (const Teller *t, uint32_t i)
{
  const Mspan *s = t->ahead[i % SPAN_AHEAD];
  if (s == NULL || s->state != MSPAN_IN_USE)
    return;
  if (!t->marking) /* else they are counted later */
    __builtin_prefetch (IMAGE_AT (&t->m->image, uint64_t, survivor_bits (&t->m->heap, s)));
}

static void
tell_untold (Teller *t)
{
  uint32_t n = t->n_untold;
  for (uint32_t i = 0; i < n + SPAN_AHEAD; i++)
    {
      if (i >= SPAN_AHEAD)
        {
          uint32_t place = t->untold[i - SPAN_AHEAD];
          const Mspan *s = t->ahead[i % SPAN_AHEAD];
          GccoreRun *run = &t->block->runs[place];
          if (s != NULL)
            tell_span (t->m, run->page, s, t->marking, run);
          else
            tell_free (t->o, run->page, run);
          if (s != NULL && s->state == MSPAN_IN_USE)
            t->block->marks[place] = (RunMarks) { s->gcmark_bits, run->n_elems, run->n_marked, run->n_grey,
                                                  mspan_noscan (s) };
          else
            t->block->marks[place] = (RunMarks) { 0 };
        }
      if (i < n)
        fetch_span (t, i);
      if (i >= SPAN_AHEAD - BITS_AHEAD && i < n + SPAN_AHEAD - BITS_AHEAD)
        fetch_bits (t, i - (SPAN_AHEAD - BITS_AHEAD));
    }
}

/* Counts the running cycle's marks. */
static void
tell_marks (const Teller *t)
{
  const Heap *heap = &t->m->heap;
  const GcBits *bits = &heap->mheap->bits;
  for (uint32_t i = 0; i < t->o->n_shown; i++)
    {
      RunMarks *marks = &t->block->marks[i];
      if (i + BITS_AHEAD < t->o->n_shown)
        __builtin_prefetch (IMAGE_AT (&t->m->image, uint64_t, marks[BITS_AHEAD].bits));
      if (marks->bits == 0)
        continue;
      const uint64_t *words = IMAGE_AT (&t->m->image, uint64_t, marks->bits);
      uint32_t n_marked = count_slots (words, marks->n_elems), n_grey = 0;
      if (n_marked > 0 && heap->track_scanned && !marks->noscan)
        n_grey = count_grey (words, words + (bits->twin - bits->zone) / 8, marks->n_elems);
      if (n_marked == marks->n_marked && n_grey == marks->n_grey)
        continue;
      t->block->runs[i].n_marked = marks->n_marked = (uint16_t) n_marked;
      t->block->runs[i].n_grey = marks->n_grey = (uint16_t) n_grey;
    }
}

/* --- what was told last --- */

static FrameRuns *
frame_runs_new (const Heap *heap)
{
  FrameRuns *kept = g_new0 (FrameRuns, 1);
  kept->blocks.n_words = (uint32_t) (heap->n_pages / OUTLINE_WORD_PAGES + 1);
  kept->changed = g_new0 (uint64_t, kept->blocks.n_words);
  return kept;
}

void
frame_runs_free (FrameRuns *kept)
{
  if (kept == NULL)
    return;
  run_blocks_clear (&kept->blocks);
  g_free (kept->changed);
  g_free (kept);
}

void
frame_runs_forget (FrameRuns *kept)
{
  if (kept != NULL)
    run_blocks_forget (&kept->blocks);
}

/* Brings together what has changed since the blocks were filled. What the Ps allocate from changes all the time. */
static void
note_changes (FrameRuns *kept, Heap *heap)
{
  heap->changed_spans = kept->changed; /* the first time no block knows anything */
  heap_note_cached (heap);
  run_blocks_note (&kept->blocks, kept->changed);
  memset (kept->changed, 0, kept->blocks.n_words * sizeof *kept->changed);
}

static bool
sweep_has_begun (const Teller *t)
{
  return t->sweepgen != t->m->heap.mheap->sweepgen;
}

/* A cycle's marks are told from those of the cycle before by its sweep alone. */
static bool
is_current (const RunBlock *block, const Teller *t)
{
  return block->sweepgen == t->sweepgen && (!block->marking || t->marking || sweep_has_begun (t));
}

/* What was told since the sweep before can be brought up to date when the next one begins; older things cannot. */
static uint32_t
helpful_sweepgen (const Teller *t)
{
  uint32_t now = t->m->heap.mheap->sweepgen;
  bool helps = t->latest != NULL && t->latest->n_words > 0 && !t->marking;
  return helps && t->latest->sweepgen + 2 == now ? now - 2 : now;
}

/* Fills the block, as far as possible from what it has and from the latest. */
static void
fill_block (Teller *t)
{
  uint32_t n = t->o->n_words / 64 + 1;
  g_autofree uint64_t *here = g_new0 (uint64_t, n), *latest = g_new0 (uint64_t, n);
  g_autofree uint32_t *untold = g_new (uint32_t, t->o->n_shown);
  t->untold = untold;
  t->sweepgen = helpful_sweepgen (t);
  if (!is_current (t->block, t))
    t->block->n_words = 0;
  if (t->latest != NULL && !is_current (t->latest, t))
    t->latest = NULL;
  run_block_find_unlike (t->block, t->o, here);
  if (t->latest != NULL)
    run_block_find_unlike (t->latest, t->o, latest);
  else
    memset (latest, 0xff, n * sizeof *latest);
  tell_kept (t, here, latest);
  if (sweep_has_begun (t))
    tell_unswept (t);
  tell_untold (t);
  if (t->marking)
    tell_marks (t);
  t->block->n_runs = t->o->n_shown;
  t->block->sweepgen = t->m->heap.mheap->sweepgen;
  t->block->marking = t->marking;
}

/* --- sums --- */

static void
count_runs (const RunBlock *block, GccoreFrame *f)
{
  for (uint32_t i = 0; i < block->n_runs; i++)
    f->pages_by_state[block->runs[i].state] += block->runs[i].n_pages;
}

/* Both the words and the runs that they are counted for ascend. These lie far apart, and are asked for ahead. */
static void
count_samples (const FrameOutline *o, const RunBlock *block, GccoreFrame *f)
{
  const GccoreRun *ahead[SPAN_AHEAD] = { NULL };
  uint32_t i = 0, word = 0; /* runs before the word */
  for (uint32_t w = 0; w < o->n_words + SPAN_AHEAD; w++)
    {
      const GccoreRun **run = &ahead[w % SPAN_AHEAD];
      uint32_t page = w < o->n_words ? o->sampled[w] : OUTLINE_NO_PAGE;
      if (*run != NULL)
        f->pages_by_state[(*run)->state] += OUTLINE_WORD_PAGES - popcount64 (o->free[w - SPAN_AHEAD]);
      *run = NULL;
      if (page == OUTLINE_NO_PAGE)
        continue;
      for (; word < page / OUTLINE_WORD_PAGES; word++)
        i += popcount64 (o->shown[word]);
      *run = &block->runs[i + popcount64 (o->shown[word] & low_mask64 (page % OUTLINE_WORD_PAGES))];
      __builtin_prefetch (*run);
    }
}

/* Which of the pages in use are how far in the sweep, by the sample's shares. */
static void
share_out (uint64_t in_use, uint64_t *by_state)
{
  static const GccorePagesState others[] = { GCCORE_PAGES_NEEDS_SWEEP, GCCORE_PAGES_SWEEPING, GCCORE_PAGES_LARGE };
  uint64_t sampled = by_state[GCCORE_PAGES_SWEPT], rest = in_use;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    sampled += by_state[others[i]];
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    rest -= by_state[others[i]] = sampled > 0 ? by_state[others[i]] * in_use / sampled : 0;
  by_state[GCCORE_PAGES_SWEPT] = rest;
}

/* Free pages are counted; of taken ones the sample was. What the heap itself counts is put right. */
static void
count_known (const GccoreMachine *m, const FrameOutline *o, GccoreFrame *f)
{
  const Mheap *h = m->heap.mheap;
  const HeapStats *stats = &h->stats;
  uint64_t manual = stats->in_stacks_bytes + stats->in_work_bufs_bytes + stats->in_ptr_scalar_bits_bytes;
  uint64_t large = (stats->large_alloc_bytes - stats->large_free_bytes) / HEAP_PAGE_BYTES, cached = 0;
  uint64_t n_free = 0, n_released = 0;
  for (uint32_t w = 0; w < o->n_words; w++)
    {
      n_free += popcount64 (o->free[w]);
      n_released += popcount64 (o->released[w]);
    }
  for (uint32_t p = 0; p < h->n_procs; p++)
    for (guint c = 0; c < N_SPAN_CLASSES; c++)
      cached += heap_span (&m->heap, heap_mcache (&m->heap, p)->alloc[c])->n_pages; /* the empty span has none */
  f->pages_by_state[GCCORE_PAGES_RELEASED] = n_released;
  f->pages_by_state[GCCORE_PAGES_FREE] = n_free - n_released;
  f->pages_by_state[GCCORE_PAGES_STACK] = manual / HEAP_PAGE_BYTES;
  f->pages_by_state[GCCORE_PAGES_CACHED] = cached;
  if (f->states_estimated)
    share_out (h->pages_in_use - cached, f->pages_by_state);
  else
    {
      f->pages_by_state[GCCORE_PAGES_NEEDS_SWEEP] = f->pages_by_state[GCCORE_PAGES_SWEEPING] = 0;
      f->pages_by_state[GCCORE_PAGES_LARGE] = large;
      f->pages_by_state[GCCORE_PAGES_SWEPT] = h->pages_in_use - cached - large;
    }
}

static void
count_states (const GccoreMachine *m, const FrameOutline *o, const RunBlock *block, GccoreFrame *f)
{
  bool sweeps = f->phase == GCCORE_PHASE_SWEEP || f->phase == GCCORE_PHASE_SWEEP_TERM;
  f->states_estimated = o->sampled != NULL && sweeps;
  if (o->sampled == NULL)
    {
      count_runs (block, f);
      return;
    }
  if (sweeps)
    count_samples (o, block, f);
  count_known (m, o, f);
}

RunBlock *
frame_runs_build (GccoreMachine *m, const GccoreFrameRequest *request, GccoreFrame *f)
{
  const Mheap *h = m->heap.mheap;
  FrameOutline o;

  if (m->frame_runs == NULL)
    m->frame_runs = frame_runs_new (&m->heap);
  RunBlocks *blocks = &m->frame_runs->blocks;
  f->heap_base = IMAGE_HEAP_BASE;
  f->n_pages = (h->cur_arena_end - IMAGE_HEAP_BASE) / HEAP_PAGE_BYTES;
  frame_outline_init (&o, &m->heap, request, f);
  note_changes (m->frame_runs, &m->heap);
  Teller t = { .m = m, .o = &o, .marking = is_marking (m), .latest = run_blocks_latest (blocks),
               .block = run_blocks_take (blocks, o.n_shown + 1) };
  fill_block (&t);
  run_blocks_put (blocks, t.block, &o);
  count_states (m, &o, t.block, f);
  f->runs = t.block->runs;
  f->n_runs = o.n_shown;
  f->n_left_out = o.n_starts - o.n_shown;
  if (f->n_pages > o.n_pages)
    t.block->runs[f->n_runs++] = (GccoreRun) { .page = o.n_pages, .n_pages = (uint32_t) (f->n_pages - o.n_pages), .p = -1,
                                               .state = GCCORE_PAGES_RESERVED };
  f->pages_by_state[GCCORE_PAGES_RESERVED] = f->n_pages - o.n_pages;
  frame_outline_clear (&o);
  return run_block_ref (t.block);
}
