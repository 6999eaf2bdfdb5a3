#include "session/frame-runs.h"

#include <string.h>

#include "session/frame-outline.h"

struct FrameRuns {
  GccoreRun *runs;            /* those of the latest frame but for what is not grown into, shared with it */
  Addr *marks;                /* beside them: where their mark bits are; 0: they have none */
  uint32_t n;                 /* 0: nothing is known */
  uint32_t sweepgen;          /* the heap's then */
  bool marking;               /* a cycle was marking then */
  uint64_t *changed;          /* Heap.changed_spans since then */
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

/* Of the running cycle's marks; `marks`: the span's mark bits. */
static void
tell_marks (const Heap *heap, const uint64_t *marks, GccoreRun *run)
{
  const GcBits *bits = &heap->mheap->bits;
  run->n_marked = (uint16_t) count_slots (marks, run->n_elems);
  run->n_grey = 0;
  if (run->n_marked > 0 && heap->track_scanned && !span_class_noscan (run->span_class))
    run->n_grey = (uint16_t) count_grey (marks, marks + (bits->twin - bits->zone) / 8, run->n_elems);
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
  if (marking)
    tell_marks (&m->heap, mspan_mark_words (&m->image, s), run);
  else
    run->n_marked = (uint16_t) count_slots (IMAGE_AT (&m->image, uint64_t, rel < 0 ? s->gcmark_bits : s->alloc_bits),
                                            s->n_elems);
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
#define SPAN_AHEAD 32u
#define BITS_AHEAD 16u

typedef struct {
  const GccoreMachine *m;
  const FrameOutline *o;
  GccoreFrame *f;
  bool marking;
  GccoreRun *runs;            /* n_shown */
  Addr *marks;                /* beside the runs: where their mark bits are; 0: they have none */
  uint32_t *untold, n_untold; /* places of the runs that must be told anew */
  const Mspan *ahead[SPAN_AHEAD]; /* by the place in `untold`, modulo; NULL: free pages */
} Teller;

static void
count_run (const Teller *t, const GccoreRun *run)
{
  t->f->pages_by_state[run->state] += t->o->sampled != NULL ? run->n_counted : run->n_pages;
}

/* What was told last and has not changed since is told again; the other runs get their page only. Both ascend. */
static void
tell_kept (Teller *t, const FrameRuns *kept)
{
  const FrameOutline *o = t->o;
  uint32_t i = 0, k = 0, n_kept = kept->n, sample = 0;
  for (uint32_t w = 0; w < o->n_words; w++)
    for (uint64_t shown = o->shown[w]; shown != 0; shown &= shown - 1, i++)
      {
        uint32_t page = w * OUTLINE_WORD_PAGES + ctz64 (shown), counted = 0;
        GccoreRun *run = &t->runs[i];
        while (k < n_kept && kept->runs[k].page < page)
          k++;
        if (k < n_kept && kept->runs[k].page == page && kept->runs[k].state < GCCORE_PAGES_FREE
            && !bitmap_get (kept->changed, page) && !bitmap_get (o->free, page))
          {
            *run = kept->runs[k];
            t->marks[i] = kept->marks[k];
            if (t->marking && k + BITS_AHEAD < n_kept)
              __builtin_prefetch (IMAGE_AT (&t->m->image, uint64_t, kept->marks[k + BITS_AHEAD]));
            if (t->marking && t->marks[i] != 0)
              tell_marks (&t->m->heap, IMAGE_AT (&t->m->image, uint64_t, t->marks[i]), run);
          }
        else
          {
            run->page = page;
            t->untold[t->n_untold++] = i;
          }
        for (; o->sampled != NULL && sample < o->n_words
               && (o->sampled[sample] == page || o->sampled[sample] == OUTLINE_NO_PAGE); sample++)
          if (o->sampled[sample] == page)
            counted += OUTLINE_WORD_PAGES - popcount64 (o->free[sample]);
        run->n_counted = counted;
        if (t->n_untold == 0 || t->untold[t->n_untold - 1] != i)
          count_run (t, run);
      }
}

static void
fetch_span (Teller *t, uint32_t i)
{
  const Heap *heap = &t->m->heap;
  uint32_t page = t->runs[t->untold[i]].page;
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
  __builtin_prefetch (t->marking ? mspan_mark_words (&t->m->image, s) : mspan_alloc_words (&t->m->image, s));
  if (t->marking && !mspan_noscan (s))
    __builtin_prefetch (heap_scanned_words (&t->m->heap, s));
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
          GccoreRun *run = &t->runs[place];
          if (s != NULL)
            tell_span (t->m, run->page, s, t->marking, run);
          else
            tell_free (t->o, run->page, run);
          t->marks[place] = s != NULL && s->state == MSPAN_IN_USE ? s->gcmark_bits : 0;
          count_run (t, run);
        }
      if (i < n)
        fetch_span (t, i);
      if (i >= SPAN_AHEAD - BITS_AHEAD && i < n + SPAN_AHEAD - BITS_AHEAD)
        fetch_bits (t, i - (SPAN_AHEAD - BITS_AHEAD));
    }
}

/* --- what was told last --- */

static FrameRuns *
frame_runs_new (const Heap *heap)
{
  FrameRuns *kept = g_new0 (FrameRuns, 1);
  kept->changed = g_new0 (uint64_t, heap->n_pages / 64 + 1);
  return kept;
}

void
frame_runs_free (FrameRuns *kept)
{
  if (kept == NULL)
    return;
  g_clear_pointer (&kept->runs, g_atomic_rc_box_release);
  g_free (kept->marks);
  g_free (kept->changed);
  g_free (kept);
}

/* Forgets what was told last when all may be otherwise now: the image was restored, or a sweep or a cycle has begun.
 * What the Ps allocate from changes all the time. */
static void
check_kept (FrameRuns *kept, Heap *heap, bool marking)
{
  if (heap->changed_spans != kept->changed || kept->sweepgen != heap->mheap->sweepgen || (kept->marking && !marking))
    kept->n = 0;
  heap->changed_spans = kept->changed;
  for (uint32_t p = 0; p < heap->mheap->n_procs; p++)
    for (guint c = 0; c < N_SPAN_CLASSES; c++)
      if (heap_mcache (heap, p)->alloc[c] != SPAN_NONE)
        heap_note_changed (heap, heap_span (heap, heap_mcache (heap, p)->alloc[c]));
}

static void
keep (FrameRuns *kept, const Teller *t)
{
  g_clear_pointer (&kept->runs, g_atomic_rc_box_release);
  g_free (kept->marks);
  kept->runs = g_atomic_rc_box_acquire (t->runs);
  kept->marks = t->marks;
  kept->n = t->o->n_shown;
  kept->sweepgen = t->m->heap.mheap->sweepgen;
  kept->marking = t->marking;
  memset (kept->changed, 0, t->o->n_words * sizeof *kept->changed);
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
  f->states_estimated = f->phase == GCCORE_PHASE_SWEEP || f->phase == GCCORE_PHASE_SWEEP_TERM;
  if (f->states_estimated)
    share_out (h->pages_in_use - cached, f->pages_by_state);
  else
    {
      f->pages_by_state[GCCORE_PAGES_NEEDS_SWEEP] = f->pages_by_state[GCCORE_PAGES_SWEEPING] = 0;
      f->pages_by_state[GCCORE_PAGES_LARGE] = large;
      f->pages_by_state[GCCORE_PAGES_SWEPT] = h->pages_in_use - cached - large;
    }
}

void
frame_runs_build (GccoreMachine *m, const GccoreFrameRequest *request, GccoreFrame *f)
{
  const Mheap *h = m->heap.mheap;
  FrameOutline o;

  if (m->frame_runs == NULL)
    m->frame_runs = frame_runs_new (&m->heap);
  f->heap_base = IMAGE_HEAP_BASE;
  f->n_pages = (h->cur_arena_end - IMAGE_HEAP_BASE) / HEAP_PAGE_BYTES;
  frame_outline_init (&o, &m->heap, request, f);
  g_autofree uint32_t *untold = g_new (uint32_t, o.n_shown);
  Teller t = { .m = m, .o = &o, .f = f, .marking = is_marking (m), .untold = untold,
               .runs = g_atomic_rc_box_alloc ((o.n_shown + 1) * sizeof (GccoreRun)), .marks = g_new (Addr, o.n_shown) };
  check_kept (m->frame_runs, &m->heap, t.marking);
  tell_kept (&t, m->frame_runs);
  tell_untold (&t);
  if (o.sampled != NULL)
    count_known (m, &o, f);
  keep (m->frame_runs, &t);
  f->runs = t.runs;
  f->n_runs = o.n_shown;
  f->n_left_out = o.n_starts - o.n_shown;
  if (f->n_pages > o.n_pages)
    t.runs[f->n_runs++] = (GccoreRun) { .page = o.n_pages, .n_pages = (uint32_t) (f->n_pages - o.n_pages), .p = -1,
                                        .state = GCCORE_PAGES_RESERVED };
  f->pages_by_state[GCCORE_PAGES_RESERVED] = f->n_pages - o.n_pages;
  frame_outline_clear (&o);
}
