#include "gc/malloc-run.h"

#include <stdlib.h>

#include "gc/malloc-inline.h"
#include "gc/state.h"

/* Slots that have to be cleared are cleared when the run is opened, so many bytes at a time: what stays in the nearest
 * cache until they are used. */
#define CLEAR_BYTES 8192u

bool
malloc_runs_init (MallocRuns *runs, uint32_t n_types)
{
  *runs = (MallocRuns) { .settled = true, .of_type = calloc (n_types + N_SIZE_CLASSES, sizeof (MallocRun)) };
  runs->of_bytes = runs->of_type + n_types;
  return runs->of_type != NULL;
}

void
malloc_runs_fini (MallocRuns *runs)
{
  free (runs->of_type);
}

/* ---- Counting ---- */

/* While marking, new objects are black and paid for out of assist credit (gc_malloc_marking). */
static void
settle_marking (Gc *gc, P *p, G *g, const Mspan *s, const MallocRun *run, uint64_t taken, unsigned n)
{
  mspan_mark_words (gc->im, s)[run->first / 64] |= taken;
  bitmap_set (gc->heap->page_marks, heap_page_number (s->base));
  gc_p (gc, p)->work.bytes_marked += n * s->elem_size;
  gc_assist_charge (g, n * s->elem_size);
}

/* Only the clock and the count of ticks are left for malloc_runs_settle(). */
static void
settle_run (MallocRuns *runs, MallocRun *run, Gc *gc, P *p, G *g)
{
  Mspan *s = heap_span (gc->heap, run->span);
  uint64_t taken = run->settled ^ run->free;
  unsigned n;

  if (taken == 0)
    return;
  n = popcount64 (taken);
  run->settled = run->free;
  s->free_index = run->free_index = (uint16_t) (run->first + 64 - clz64 (taken));
  s->alloc_count = (uint16_t) (s->alloc_count + n);
  s->last_line = 0;
  if (s->free_index == s->n_elems)
    s->alloc_cache = 0;
  else
    {
      mspan_refill_alloc_cache (gc->im, s, s->free_index & ~63u);
      s->alloc_cache >>= s->free_index % 64;
    }
  heap_mcache (gc->heap, p->id)->scan_alloc += (uint64_t) n * run->scan_bytes;
  if (gc_barrier_on (gc))
    settle_marking (gc, p, g, s, run, taken, n);
  runs->n_ticks += n;
  runs->cost += n * run->cost;
}

void
malloc_runs_settle (MallocRuns *runs, Gc *gc, P *p, G *g)
{
  uint64_t *tick = &gc->sched->st->tick;
  bool alone = runs->checked_at == *tick;

  if (runs->settled)
    return;
  for (uint32_t i = 0; i < runs->n_open; i++)
    settle_run (runs, runs->open[i], gc, p, g);
  p->clock += runs->cost + (Vtime) runs->n_recorded * COST_BARRIER;
  *tick += runs->n_ticks + runs->n_recorded;
  if (alone)
    runs->checked_at = *tick;
  runs->n_ticks = runs->n_recorded = 0;
  runs->cost = 0;
  runs->left = 0;
  runs->settled = true;
}

/* ---- Opening ---- */

/* Whether the span still is p's, and nobody has taken a slot of it since. */
static bool
is_current (const MallocRun *run, const Gc *gc, const P *p)
{
  const Mspan *s = heap_span (gc->heap, run->span);

  return run->free != 0 && heap_mcache (gc->heap, p->id)->alloc[run->span_class] == run->span
         && s->sweepgen == run->sweepgen && s->free_index == run->free_index;
}

static void
close_run (MallocRun *run)
{
  run->free = run->settled = 0;
  run->span = SPAN_NONE;
}

/* Where nothing else has happened since the last look, none is stale. Those that are used up may be closed, too. */
static void
close_stale (MallocRuns *runs, const Gc *gc, const P *p)
{
  uint64_t tick = gc->sched->st->tick;
  uint32_t n = 0;

  if (runs->checked_at == tick && runs->gp == gc_p (gc, p))
    return;
  for (uint32_t i = 0; i < runs->n_open; i++)
    if (is_current (runs->open[i], gc, p))
      runs->open[n++] = runs->open[i];
    else
      close_run (runs->open[i]);
  runs->n_open = n;
  runs->checked_at = tick;
}

/* The run is out of its span. */
static void
close_used_up (MallocRuns *runs, MallocRun *run)
{
  uint32_t i = 0;

  while (runs->open[i] != run)
    i++;
  runs->open[i] = runs->open[--runs->n_open];
  close_run (run);
}

/* Operations until somebody else could have to act, or credit could be short for an object. */
static uint64_t
window (const MallocRuns *runs, const Gc *gc, const P *p, const G *g)
{
  const Sched *s = gc->sched;
  const GcState *st = gc->st;
  const GcBroken *broken = &st->broken;
  uint64_t n;

  if (s->sink.func != NULL || g->malloc.step != 0 || !sched_may_go_on (s, p))
    return 0;
  n = div_round_up_u64 ((uint64_t) (s->horizon - p->clock), (uint64_t) runs->max_cost);
  n = min_u64 (n, s->tick_limit - s->st->tick);
  if (!gc_barrier_on (gc))
    return n;
  if (!st->blacken_enabled || broken->no_write_barrier || broken->no_deletion_barrier || broken->no_assists
      || gc->heap->track_scanned || g->assist_bytes < 0)
    return 0;
  return min_u64 (n, (uint64_t) g->assist_bytes / runs->max_bytes);
}

static void
set_window (MallocRuns *runs, Gc *gc, P *p, const G *g)
{
  runs->max_cost = COST_BARRIER;
  runs->max_bytes = 1;
  for (uint32_t i = 0; i < runs->n_open; i++)
    {
      const MallocRun *run = runs->open[i];

      runs->max_cost = run->cost > runs->max_cost ? run->cost : runs->max_cost;
      runs->max_bytes = max_u64 (runs->max_bytes, run->stride);
    }
  runs->left = window (runs, gc, p, g);
  runs->settled = runs->left == 0;
  runs->gp = gc_p (gc, p);
}

void
malloc_runs_resume (MallocRuns *runs, Gc *gc, P *p, const G *g)
{
  close_stale (runs, gc, p);
  set_window (runs, gc, p, g);
}

/* The first free slot, as mspan_next_free_index() finds it, but looking only; n_elems: none. */
static uint32_t
first_free (const Gc *gc, const Mspan *s)
{
  const uint64_t *taken = mspan_alloc_words (gc->im, s);

  if (s->free_index == s->n_elems)
    return s->n_elems;
  if (s->alloc_cache != 0)
    return s->free_index + ctz64 (s->alloc_cache);
  for (uint32_t i = (s->free_index | 63u) + 1; i < s->n_elems; i += 64)
    {
      uint64_t free = ~taken[i / 64] & low_mask64 (s->n_elems - i);

      if (free != 0)
        return i + ctz64 (free);
    }
  return s->n_elems;
}

/* Makes the slots ready for the site's objects. */
static void
prepare_slots (const Gc *gc, const Mspan *s, const HeapSite *site, TypeId type, uint64_t free, Addr base)
{
  const Heap *heap = gc->heap;
  SpanId id = heap_span_id (heap, s);
  bool clear = type != TYPE_NONE && s->dirty, masks = !mspan_noscan (s) && !site->header;

  if (!clear && !site->header && (!masks || heap->span_masks[id] == site->mask))
    return;
  for (; free != 0; free &= free - 1)
    {
      Addr slot = base + ctz64 (free) * s->elem_size;

      if (clear)
        malloc_zero_slot (heap, slot, s->elem_size);
      if (site->header)
        malloc_put_header (heap, slot, type);
      else if (masks)
        malloc_set_mask (heap, id, slot, site->mask);
    }
}

/* The lowest n bits that are set. */
static uint64_t
lowest_bits (uint64_t bits, uint64_t n)
{
  uint64_t rest = bits;

  for (; n > 0 && rest != 0; n--)
    rest &= rest - 1;
  return bits & ~rest;
}

static bool
class_is_open (const MallocRuns *runs, SpanClass spc)
{
  for (uint32_t i = 0; i < runs->n_open; i++)
    if (runs->open[i]->span_class == spc)
      return true;
  return false;
}

/* The run gets the free slots of the word that `index` is in, from there on. */
static void
give_word (MallocRun *run, const Gc *gc, const Mspan *s, const HeapSite *site, TypeId type, uint32_t index)
{
  uint32_t first = index & ~63u;

  run->first = (uint16_t) first;
  run->base = mspan_object_base (s, first);
  run->free = ~mspan_alloc_words (gc->im, s)[first / 64] & low_mask64 (s->n_elems - first) & ~low_mask64 (index - first);
  if (type != TYPE_NONE && s->dirty)
    run->free = lowest_bits (run->free, max_u64 (CLEAR_BYTES / s->elem_size, 1));
  run->settled = run->free;
  prepare_slots (gc, s, site, type, run->free, run->base);
  if (site->header)
    run->base += MALLOC_HEADER_BYTES;
}

/* Where what the run is for goes. */
static HeapSite
site_of (const MallocRuns *runs, const MallocRun *run, const Gc *gc, TypeId type)
{
  if (type != TYPE_NONE)
    return gc->heap->sites[type];
  return (HeapSite) { .span_class = span_class_make ((unsigned) (run - runs->of_bytes), true) };
}

bool
malloc_run_advance (MallocRuns *runs, MallocRun *run, Gc *gc, P *p, G *g, TypeId type)
{
  const Mspan *s = heap_span (gc->heap, run->span);
  HeapSite site;
  uint32_t index;

  if (runs->left == 0 || run->span == SPAN_NONE)
    return false;
  settle_run (runs, run, gc, p, g);
  index = first_free (gc, s);
  if (index == s->n_elems)
    return false;
  site = site_of (runs, run, gc, type);
  give_word (run, gc, s, &site, type, index);
  return true;
}

bool
malloc_run_open (MallocRuns *runs, MallocRun *run, Gc *gc, P *p, const G *g, TypeId type)
{
  const Heap *heap = gc->heap;
  HeapSite site = site_of (runs, run, gc, type);
  const Mspan *s;
  uint32_t index;

  close_stale (runs, gc, p);
  if (run->span != SPAN_NONE && run->free == 0)
    close_used_up (runs, run);
  if (run->span == SPAN_NONE)
    {
      if (site.bytes == UINT64_MAX || class_is_open (runs, site.span_class))
        return false;
      s = heap_span (heap, heap_mcache (heap, p->id)->alloc[site.span_class]);
      index = first_free (gc, s);
      if (index == s->n_elems)
        return false;
      *run = (MallocRun) {
        .stride = s->elem_size,
        .span = heap_span_id (heap, s),
        .sweepgen = s->sweepgen,
        .free_index = s->free_index,
        .span_class = site.span_class,
        .scan_bytes = site.scan_bytes,
        .cost = gc_malloc_cost (s, type != TYPE_NONE),
      };
      runs->open[runs->n_open++] = run;
      set_window (runs, gc, p, g);
      if (runs->left == 0)
        {
          close_run (run);
          runs->n_open--;
          return false;
        }
      give_word (run, gc, s, &site, type, index);
      return true;
    }
  set_window (runs, gc, p, g);
  return runs->left != 0;
}
