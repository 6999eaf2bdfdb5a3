/* Sweeping: the background sweeper, what allocations owe, reclaiming, flushing mcaches (Go 1.22 runtime/mgcsweep.go,
 * mheap.go reclaim, mcache.go prepareForSweep). One span a tick. */

#include "gc/state.h"

#define N_SWEEP_CLASSES (2 * N_SPAN_CLASSES)

bool
gc_sweep_is_done (const Gc *gc)
{
  return gc->st->sweep_drained;
}

SweepResult
gc_sweep_span (Gc *gc, P *p, const G *g, Mspan *s, bool preserve, Vtime *cost)
{
  Addr base = s->base;
  SpanClass spc = s->span_class;
  uint16_t n_elems = s->n_elems;
  uint64_t elem_bytes = s->elem_size;
  SweepResult r;

  if (s->specials != 0)
    gc_sweep_specials (gc, p, s, cost);
  r = mspan_sweep (gc->heap, heap_mcache (gc->heap, p->id), s, preserve);
  if (GCCORE_UNLIKELY (r.n_stale != 0))
    {
      if (gc->st->lost_objects == 0)
        gc->st->lost_object = base + r.first_stale * elem_bytes;
      gc->st->lost_objects += r.n_stale;
    }
  *cost += COST_SWEEP_SPAN + (Vtime) (n_elems * COST_SWEEP_OBJECT) + (r.freed_span ? COST_SWEEP_FREE_SPAN : 0);
  sched_event (gc->sched, EVENT_SWEEP, p, g, base, r.n_freed, r.freed_span ? 0 : s->alloc_count);
  if (r.freed_span)
    sched_event (gc->sched, EVENT_SPAN_FREE, p, g, base, r.n_pages, spc);
  return r;
}

/* Full and partial unswept sets by span class, in the order of sweepClass. */
static Mspan *
next_unswept (Gc *gc)
{
  GcState *st = gc->st;

  for (; st->central_index < N_SWEEP_CLASSES; st->central_index++)
    {
      SpanClass spc = (SpanClass) (st->central_index / 2);
      Mspan *s = st->central_index % 2 == 0 ? mcentral_pop_full_unswept (gc->heap, spc)
                                            : mcentral_pop_partial_unswept (gc->heap, spc);

      if (s != NULL)
        return s;
    }
  return NULL;
}

/* The last span was swept (Go: sweepone's tail). */
static void
sweep_drained (Gc *gc, P *p)
{
  if (gc->st->sweep_drained)
    return;
  gc->st->sweep_drained = 1;
  bgscavenge_ready (gc);
  if (gc->st->phase == GC_PHASE_SWEEP)
    gc_set_phase (gc, p, NULL, GC_PHASE_OFF);
}

bool
gc_sweep_one (Gc *gc, P *p, const G *g, Vtime *cost)
{
  Mspan *s = gc->st->sweep_drained ? NULL : next_unswept (gc);
  SweepResult r;

  if (s == NULL)
    {
      sweep_drained (gc, p);
      return false;
    }
  r = gc_sweep_span (gc, p, g, s, false, cost);
  if (r.freed_span)
    gc->heap->mheap->reclaim_credit += r.n_pages;
  return true;
}

/* ---- Pace ---- */

void
gc_sweep_pace (Gc *gc, uint64_t trigger)
{
  GcState *st = gc->st;
  const Mheap *m = gc->heap->mheap;
  int64_t distance = (int64_t) (trigger - gc->pacer->heap_live) - 1024 * 1024;
  int64_t pages = (int64_t) (m->pages_in_use - m->pages_swept);

  st->sweep_pages_per_byte = 0;
  st->sweep_caller_pages = 0;
  st->sweep_in_time = distance >= (int64_t) HEAP_PAGE_BYTES;
  if (gc_sweep_is_done (gc) || pages <= 0)
    return;
  if (!st->sweep_in_time)
    distance = (int64_t) HEAP_PAGE_BYTES;
  st->sweep_pages_per_byte = (double) pages / (double) distance;
  st->sweep_heap_live_basis = gc->pacer->heap_live;
  st->pages_swept_basis = m->pages_swept;
}

bool
gc_sweep_owed (Gc *gc, uint64_t span_bytes, uint64_t caller_pages)
{
  GcState *st = gc->st;
  uint64_t fresh = span_bytes;
  int64_t target;

  if (st->sweep_pages_per_byte == 0 || st->broken.no_proportional_sweep)
    return false;
  if (gc_sweep_is_done (gc))
    {
      st->sweep_pages_per_byte = 0;
      return false;
    }
  if (st->sweep_heap_live_basis < gc->pacer->heap_live)
    fresh += gc->pacer->heap_live - st->sweep_heap_live_basis;
  st->sweep_caller_pages = max_u64 (st->sweep_caller_pages, caller_pages);
  target = (int64_t) (st->sweep_pages_per_byte * (double) fresh) - (int64_t) caller_pages;
  return target > (int64_t) (gc->heap->mheap->pages_swept - st->pages_swept_basis);
}

/* ---- Reclaiming ---- */

bool
gc_reclaim_step (Gc *gc, P *p, const G *g, uint64_t *pages, uint64_t *page, uint64_t *end, Vtime *cost)
{
  Mheap *m = gc->heap->mheap;
  Mspan *s;
  SweepResult r;

  if (*page == *end)
    {
      uint64_t take = min_u64 (m->reclaim_credit, *pages);

      m->reclaim_credit -= take;
      *pages -= take;
      if (*pages == 0 || m->reclaim_index == HEAP_RECLAIM_DONE)
        return false;
      *page = m->reclaim_index;
      m->reclaim_index += HEAP_RECLAIM_CHUNK_PAGES;
      *end = m->reclaim_index;
      if (*page >= m->sweep_arenas_pages)
        {
          m->reclaim_index = HEAP_RECLAIM_DONE;
          return false;
        }
    }
  s = mheap_find_unmarked (gc->heap, page, *end);
  *cost += COST_SWEEP_SPAN;
  if (s == NULL)
    {
      *page = *end;
      return true;
    }
  r = gc_sweep_span (gc, p, g, s, false, cost);
  if (r.freed_span)
    {
      sched_event (gc->sched, EVENT_RECLAIM, p, g, s->base, r.n_pages, 0);
      if (r.n_pages > *pages)
        m->reclaim_credit += r.n_pages - *pages;
      *pages -= min_u64 (r.n_pages, *pages);
    }
  return true;
}

/* ---- Between marking and sweeping ---- */

void
gc_sweep_begin (Gc *gc, P *p)
{
  GcState *st = gc->st;

  mheap_start_sweep (gc->heap);
  st->central_index = 0;
  st->kept_bytes = 0;
  st->sweep_drained = 0;
  if (st->sweeper_parked)
    {
      st->sweeper_parked = 0;
      sched_ready (gc->sched, p, sched_g (gc->sched, st->sweeper), true);
    }
}

Vtime
gc_flush_mcache (Gc *gc, P *p, const G *g, P *owner)
{
  Mcache *c = heap_mcache (gc->heap, owner->id);
  Vtime cost;

  if (c->flush_gen == gc->heap->mheap->sweepgen)
    return 0;
  cost = gc_release_mcache (gc, p, g, owner);
  mcache_clear_stacks (gc->heap, c, gc_is_marking (gc));
  c->flush_gen = gc->heap->mheap->sweepgen;
  return cost;
}

Vtime
gc_release_mcache (Gc *gc, P *p, const G *g, P *owner)
{
  Mspan *stale[N_SPAN_CLASSES];
  Mcache *c = heap_mcache (gc->heap, owner->id);
  Vtime cost = COST_FLUSH_MCACHE;
  uint32_t n_stale;

  gc_update_live (gc, mcache_release_all (gc->heap, c, stale, &n_stale));
  for (uint32_t i = 0; i < n_stale; i++)
    gc_sweep_span (gc, p, g, stale[i], false, &cost);
  sched_event (gc->sched, EVENT_FLUSH, p, g, 0, owner->id, n_stale != 0);
  return cost;
}

/* ---- The background sweeper ---- */

/* Sweeps in batches, yielding between them while other goroutines may want the P (Go: bgsweep, goschedIfBusy). */
static RunResult
run_sweeper (void *context, P *p, G *g)
{
  Gc *gc = context;
  GcState *st = gc->st;
  Sched *s = gc->sched;

  for (;;)
    {
      Vtime cost = 0;
      bool swept = gc_sweep_one (gc, p, g, &cost);
      bool busy = s->st->n_idle_ps == 0;

      if (!swept)
        {
          bool more = gc_work_free_some (gc);

          if (more && busy)
            {
              sched_tick (s, p, COST_SWEEP_FREE_SPAN);
              return RUN_YIELD;
            }
          if (!more)
            {
              st->sweeper_parked = 1;
              sched_park (s, p, g, G_WAIT_GC_SWEEP_WAIT);
              sched_tick (s, p, COST_PARK);
              return RUN_BLOCKED;
            }
        }
      else if (++g->malloc.work[0] % GC_SWEEP_BATCH == 0 && busy)
        {
          sched_tick (s, p, cost);
          return RUN_YIELD;
        }
      if (!sched_tick (s, p, swept ? cost : COST_SWEEP_FREE_SPAN))
        return RUN_HORIZON;
    }
}

void
gc_sweep_attach (Gc *gc)
{
  sched_set_kind (gc->sched, G_KIND_SWEEPER, run_sweeper, gc);
}

void
gc_sweep_start (Gc *gc, P *p)
{
  G *g = sched_new_g (gc->sched, p, G_KIND_SWEEPER, NULL);

  gc->st->sweeper = g->slot;
  sched_ready_new (gc->sched, p, g);
}
