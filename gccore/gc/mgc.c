/* The cycle: triggers, stopping and starting the world around marking, what each step sets up (Go 1.22 runtime/mgc.go,
 * gcStart, gcMarkDone, gcMarkTermination, GC). Each step is a tick of the goroutine that takes it; where it stands is in
 * G.malloc.cycle_step. */

#include "gc/state.h"

#define FORCE_GC_PERIOD_NS INT64_C (120000000000)

/* ---- Numbers ---- */

PacerMemory
gc_pacer_memory (const Gc *gc)
{
  const Mheap *m = gc->heap->mheap;

  return (PacerMemory) { mheap_mapped_ready (gc->heap), m->heap_free, m->total_alloc - m->total_free };
}

void
gc_update_live (Gc *gc, HeapLiveDelta delta)
{
  PacerMemory mem = gc_pacer_memory (gc);

  pacer_update (gc->pacer, &mem, gc->st->blacken_enabled, delta.heap_live, delta.heap_scan);
}

bool
gc_should_trigger (const Gc *gc)
{
  PacerMemory mem;

  if (!gc->st->enabled || gc->st->blacken_enabled || gc_is_marking (gc) || gc->st->phase == GC_PHASE_SWEEP_TERM)
    return false;
  mem = gc_pacer_memory (gc);
  return gc->pacer->heap_live >= pacer_trigger (gc->pacer, &mem, NULL);
}

void
gc_commit (Gc *gc)
{
  PacerMemory mem = gc_pacer_memory (gc);
  uint64_t goal, trigger;

  pacer_commit (gc->pacer, gc_sweep_is_done (gc));
  if (gc->st->blacken_enabled)
    pacer_revise (gc->pacer, &mem);
  trigger = pacer_trigger (gc->pacer, &mem, &goal);
  gc_sweep_pace (gc, trigger);
  bgscavenge_pace (gc, goal);
}

void
gc_update_limiter (Gc *gc, int64_t now_ns, bool always)
{
  if (!always && !limiter_need_update (gc->limiter, now_ns))
    return;
  for (uint32_t i = 0; i < gc->sched->st->n_procs; i++)
    limiter_collect (gc->limiter, &gc->ps[i].limiter_event, now_ns);
  limiter_update (gc->limiter, now_ns);
  gc->heap->mheap->limiter_on = limiter_limiting (gc->limiter);
}

void
gc_stack_changed (Gc *gc, P *p, int64_t bytes)
{
  pacer_add_scannable_stack (gc->pacer, p != NULL ? &gc_p (gc, p)->pacer : NULL, bytes);
}

void
gc_set_phase (Gc *gc, P *p, G *g, GcPhase phase)
{
  gc->st->phase = (uint8_t) phase;
  sched_event (gc->sched, EVENT_PHASE, p, g, 0, phase, gc_cycle (gc));
  if (gc->hooks.phase_changed != NULL)
    gc->hooks.phase_changed (gc->hooks.context, phase);
}

/* What a look at memory costs in this cycle: it follows from how much there is to look at. */
static void
set_memory_costs (Gc *gc)
{
  uint64_t live = gc->pacer->heap_live;
  uint32_t n_procs = gc->sched->st->n_procs;

  gc->st->object_cost = COST_MARK_OBJECT + cost_of_distance (live, COST_MARK_OBJECT_FAR, n_procs);
  gc->st->far_cost = cost_of_distance (live, COST_MARK_FAR, n_procs);
  gc->st->far_grey_cost = cost_of_distance (live, COST_MARK_FAR_GREY, n_procs);
}

/* ---- Start of a cycle ---- */

enum { START_SWEEP, START_FINISH_SWEEP, START_PREPARE, START_GO };

static bool
is_due (const Gc *gc, PacerTriggerKind kind, uint32_t cycle, int64_t now_ns)
{
  const GcState *st = gc->st;

  if (!st->enabled || (st->phase != GC_PHASE_OFF && st->phase != GC_PHASE_SWEEP))
    return false;
  switch (kind)
    {
    case PACER_TRIGGER_HEAP:
      return gc_should_trigger (gc);
    case PACER_TRIGGER_TIME:
      return gc->pacer->gc_percent >= 0 && st->last_gc_ns != 0 && now_ns - st->last_gc_ns > FORCE_GC_PERIOD_NS;
    default:
      return (int32_t) (cycle - st->cycle) > 0;
    }
}

static void
reset_mark_state (Gc *gc)
{
  GcState *st = gc->st;

  for (GSlot slot = 1; slot <= gc->sched->st->n_gs; slot++)
    {
      G *g = sched_g (gc->sched, slot);

      g->scanned = false;
      g->assist_bytes = 0;
    }
  mheap_clear_page_marks (gc->heap);
  st->bytes_marked = st->objects_marked = st->objects_scanned = 0;
  st->assists_limited = 0;
}

static void
stop_for_start (Gc *gc, P *p, G *g, PacerTriggerKind kind)
{
  GcState *st = gc->st;

  sched_event (gc->sched, EVENT_TRIGGER, p, g, 0, gc->pacer->heap_live, kind);
  gc_workers_start (gc, p);
  reset_mark_state (gc);
  st->trigger_kind = (uint8_t) kind;
  st->user_forced = kind == PACER_TRIGGER_CYCLE;
  st->stats = (GcCycleStats) { .cycle = st->cycle + 1, .forced = st->user_forced, .trigger = (uint8_t) kind,
                               .n_procs = (uint16_t) gc->sched->st->n_procs, .n_cores = (uint16_t) gc->sched->st->n_procs,
                               .start_ns = gc_now_ns (p), .t_sweep_term = gc_now_ns (p),
                               .heap_at_trigger = gc->pacer->heap_live, .start_tick = gc->sched->st->tick };
  sched_stop_world (gc->sched, p, G_WAIT_STOPPING_THE_WORLD);
  gc_set_phase (gc, p, g, GC_PHASE_SWEEP_TERM);
}

static void
prepare (Gc *gc, P *p, G *g)
{
  GcState *st = gc->st;
  PacerMemory mem;
  int64_t now = gc_now_ns (p);

  mheap_finish_sweep (gc->heap);
  bgscavenge_wake (gc, p);
  if (gc->hooks.clear_pools != NULL)
    gc->hooks.clear_pools (gc->hooks.context);
  sched_event (gc->sched, EVENT_POOL_CLEAR, p, g, 0, 0, 0);
  st->cycle++;
  mem = gc_pacer_memory (gc);
  pacer_start_cycle (gc->pacer, &mem, now, (int32_t) gc->sched->st->n_procs, (PacerTriggerKind) st->trigger_kind);
  for (uint32_t i = 0; i < P_MAX; i++)
    pacer_proc_start_cycle (&gc->ps[i].pacer);
  gc_update_limiter (gc, now, true);
  limiter_start_transition (gc->limiter, true, now);
  set_memory_costs (gc);
  st->barrier_on = 1;
  gc_prepare_roots (gc);
  gc_mark_tiny_blocks (gc);
  st->blacken_enabled = 1;
  gc_set_phase (gc, p, g, GC_PHASE_MARK);
}

MutatorResult
gc_start (Gc *gc, P *p, G *g, PacerTriggerKind kind, uint32_t cycle)
{
  Sched *s = gc->sched;
  GcState *st = gc->st;
  Vtime cost = 0;

  switch (g->malloc.cycle_step)
    {
    case START_SWEEP:
      if (!is_due (gc, kind, cycle, gc_now_ns (p)))
        return MUTATOR_DONE;
      if (gc_sweep_one (gc, p, g, &cost))
        {
          if (st->sweep_in_time && gc->pacer->memory_limit == PACER_NO_LIMIT)
            st->swept_late++;
          sched_tick (s, p, cost);
          return MUTATOR_AGAIN;
        }
      stop_for_start (gc, p, g, kind);
      g->malloc.cycle_step = START_FINISH_SWEEP;
      sched_tick (s, p, COST_STW_STOP);
      return MUTATOR_AGAIN;

    case START_FINISH_SWEEP:
      if (gc_sweep_one (gc, p, g, &cost))
        {
          sched_tick (s, p, cost);
          return MUTATOR_AGAIN;
        }
      g->malloc.cycle_step = START_PREPARE;
      /* fall through */
    case START_PREPARE:
      prepare (gc, p, g);
      g->malloc.cycle_step = START_GO;
      sched_tick (s, p, COST_STW_SWEEP_TERM);
      return MUTATOR_AGAIN;

    default:
      g->malloc.cycle_step = 0;
      sched_start_world (s, p, COST_STW_START);
      sched_tick (s, p, COST_STW_START);
      st->stats.t_mark = gc_now_ns (p);
      st->stats.stw_sweep_term_ns = st->stats.t_mark - st->stats.t_sweep_term;
      limiter_finish_transition (gc->limiter, st->stats.t_mark);
      return MUTATOR_DONE;
    }
}

/* ---- End of marking ---- */

enum { DONE_CHECK, DONE_FLUSH, DONE_END, DONE_COMMIT, DONE_FLUSH_MCACHES, DONE_GO };

static bool
marking_may_be_complete (const Gc *gc)
{
  return gc->st->phase == GC_PHASE_MARK && gc->st->n_working == 0 && !gc_mark_work_available (gc, NULL);
}

/* One P of the ragged barrier: its barrier buffer and work are given in. Returns the cost. */
static Vtime
flush_p (Gc *gc, P *p, G *g, P *owner)
{
  Vtime cost = COST_RAGGED_BARRIER + gc_flush_barrier (gc, owner, g);
  GcWork *w = &gc_p (gc, owner)->work;

  gc_work_dispose (gc, owner);
  sched_event (gc->sched, EVENT_FLUSH, p, g, 0, owner->id, w->flushed_work);
  g->malloc.work[2] |= w->flushed_work;
  w->flushed_work = false;
  return cost;
}

/* With the world stopped: nothing may have been recorded since the ragged barrier. */
static bool
anything_left (Gc *gc, P *p, G *g)
{
  bool left = false;

  for (uint32_t i = 0; i < gc->sched->st->n_procs; i++)
    {
      P *other = sched_p (gc->sched, i);

      p->clock += gc_flush_barrier (gc, other, g);
      left |= !gc_work_is_empty (gc, other);
    }
  return left || gc_mark_work_available (gc, NULL);
}

static void
end_marking (Gc *gc, P *p, G *g)
{
  GcState *st = gc->st;
  PacerMemory mem = gc_pacer_memory (gc);
  int64_t now = gc_now_ns (p);

  st->blacken_enabled = 0;
  gc_update_limiter (gc, now, true);
  limiter_start_transition (gc->limiter, false, now);
  gc_wake_all_assists (gc, p);
  st->mark_done_busy = 0;
  st->stats.heap_goal = pacer_heap_goal (gc->pacer, &mem);
  pacer_end_cycle (gc->pacer, &mem, now, (int32_t) gc->sched->st->n_procs);
  gc_set_phase (gc, p, g, GC_PHASE_MARK_TERM);
}

/* Marking is off, the heap belongs to the sweep. */
static void
commit_cycle (Gc *gc, P *p, G *g)
{
  GcState *st = gc->st;

  for (uint32_t i = 0; i < P_MAX; i++)
    {
      GCCORE_ASSERT (gc->ps[i].wb_n == 0);
      gc_work_dispose (gc, sched_p (gc->sched, i));
      gc->ps[i].work.flushed_work = false;
    }
  GCCORE_ASSERT (st->work.full == 0);
  st->stats.heap_at_mark_end = gc->pacer->heap_live;
  st->stats.scan_work = (uint64_t) (gc->pacer->heap_scan_work + gc->pacer->stack_scan_work + gc->pacer->globals_scan_work);
  st->stats.bytes_marked = st->stats.heap_marked = st->bytes_marked;
  st->stats.objects_marked = st->objects_marked;
  st->barrier_on = 0;
  pacer_reset_live (gc->pacer, st->bytes_marked);
  gc_sweep_begin (gc, p);
  st->swept_late = 0;
  gc->scavenge->state.last_heap_in_use = gc->heap->mheap->heap_in_use;
  gc_commit (gc);
  scavindex_next_gen (&gc->heap->mheap->pages.scav);
  gc_set_phase (gc, p, g, GC_PHASE_SWEEP);
}

static void
close_books (Gc *gc, P *p)
{
  GcState *st = gc->st;
  GcCycleStats *c = &st->stats;
  const PacerState *pacer = gc->pacer;
  int64_t now = gc_now_ns (p);
  uint32_t slot = st->cycles_marked % 256;

  c->t_end = now;
  c->stw_mark_term_ns = now - c->t_mark_term;
  c->assist_ns = pacer->assist_time_ns;
  c->dedicated_ns = pacer->dedicated_mark_time_ns;
  c->fractional_ns = pacer->fractional_mark_time_ns;
  c->idle_ns = pacer->idle_mark_time_ns;
  c->stack_scan = pacer->last_stack_scan;
  c->globals_scan = pacer->globals_scan;
  c->end_tick = gc->sched->st->tick;
  st->gc_cpu_ns += c->assist_ns + c->dedicated_ns + c->fractional_ns
                   + (c->stw_sweep_term_ns + c->stw_mark_term_ns) * c->n_procs;
  c->gc_cpu_fraction = now > 0 ? (double) st->gc_cpu_ns / ((double) now * c->n_procs) : 0;

  st->last_gc_ns = now;
  st->pause_ns[slot] = (uint64_t) (c->stw_sweep_term_ns + c->stw_mark_term_ns);
  st->pause_end_ns[slot] = now;
  st->pause_total_ns += c->stw_sweep_term_ns + c->stw_mark_term_ns;
  st->cycles_marked++;
  st->n_forced += c->forced;
  st->last = *c;
}

MutatorResult
gc_mark_done (Gc *gc, P *p, G *g)
{
  Sched *s = gc->sched;
  GcState *st = gc->st;
  uint64_t *next_p = &g->malloc.work[3], *flushed = &g->malloc.work[2];

  switch (g->malloc.cycle_step)
    {
    case DONE_CHECK:
      /* Whoever is in here already looks again after us. */
      if (st->mark_done_busy || !marking_may_be_complete (gc))
        return MUTATOR_DONE;
      st->mark_done_busy = 1;
      *next_p = *flushed = 0;
      g->malloc.cycle_step = DONE_FLUSH;
      /* fall through */
    case DONE_FLUSH:
      if (*next_p < s->st->n_procs)
        {
          sched_tick (s, p, flush_p (gc, p, g, sched_p (s, (uint32_t) (*next_p)++)));
          return MUTATOR_AGAIN;
        }
      if (*flushed || !marking_may_be_complete (gc))
        {
          st->mark_done_busy = 0;
          g->malloc.cycle_step = DONE_CHECK;
          return gc_mark_done (gc, p, g);
        }
      st->stats.t_mark_term = gc_now_ns (p);
      sched_stop_world (s, p, G_WAIT_GC_MARK_TERMINATION);
      if (anything_left (gc, p, g))
        {
          st->mark_done_busy = 0;
          g->malloc.cycle_step = DONE_CHECK;
          sched_start_world (s, p, COST_STW_START);
        }
      else
        g->malloc.cycle_step = DONE_END;
      sched_tick (s, p, COST_STW_STOP);
      return MUTATOR_AGAIN;

    case DONE_END:
      end_marking (gc, p, g);
      g->malloc.cycle_step = DONE_COMMIT;
      sched_tick (s, p, COST_STW_MARK_TERM / 2);
      return MUTATOR_AGAIN;

    case DONE_COMMIT:
      commit_cycle (gc, p, g);
      g->malloc.cycle_step = DONE_FLUSH_MCACHES;
      *next_p = 0;
      sched_tick (s, p, COST_STW_MARK_TERM / 2);
      return MUTATOR_AGAIN;

    case DONE_FLUSH_MCACHES:
      if (*next_p < s->st->n_procs)
        {
          /* Every P flushes before it runs again; that is its own time, not the pause's (Go: acquirep). */
          P *owner = sched_p (s, (uint32_t) (*next_p)++);

          gc->ps[owner->id].flush_cost = gc_flush_mcache (gc, p, g, owner);
          sched_tick (s, p, 0);
          return MUTATOR_AGAIN;
        }
      g->malloc.cycle_step = DONE_GO;
      /* fall through */
    default:
      g->malloc.cycle_step = 0;
      limiter_finish_transition (gc->limiter, gc_now_ns (p) + vtime_to_ns (COST_STW_START));
      sched_start_world (s, p, COST_STW_START);
      sched_tick (s, p, COST_STW_START);
      close_books (gc, p);
      for (uint32_t i = 0; i < s->st->n_procs; i++)
        sched_p (s, i)->clock += gc->ps[i].flush_cost;
      gc_work_prepare_free (gc);
      stack_free_kept (gc->heap);
      sched_ready_list (s, p, &st->mark_waiters);
      sched_event (s, EVENT_CYCLE_END, p, g, 0, st->cycle, st->last.heap_marked);
      if (gc->hooks.cycle_done != NULL)
        gc->hooks.cycle_done (gc->hooks.context, &st->last);
      return MUTATOR_DONE;
    }
}

/* ---- runtime.GC and friends ---- */

enum { COLLECT_BEGIN, COLLECT_START, COLLECT_WAIT, COLLECT_SWEEP, COLLECT_RELEASE };

/* gcWaitOnMark: parks until the marking of cycle n is over. */
static bool
wait_on_mark_of (Gc *gc, P *p, G *g, uint32_t n)
{
  uint32_t marked = gc->st->cycle + (!gc_is_marking (gc));

  if (marked > n)
    return false;
  sched_park (gc->sched, p, g, G_WAIT_GC_CYCLE);
  go_queue_push (gc->sched, &gc->st->mark_waiters, g);
  return true;
}

static bool
must_wait_for_mark (Gc *gc, P *p, G *g, uint32_t n)
{
  if (!wait_on_mark_of (gc, p, g, n))
    return false;
  sched_tick (gc->sched, p, COST_PARK);
  return true;
}

MutatorResult
gc_collect (Gc *gc, P *p, G *g)
{
  uint32_t n = (uint32_t) g->malloc.work[1];
  Vtime cost = 0;

  switch (g->malloc.step)
    {
    case COLLECT_BEGIN:
      g->malloc.work[1] = n = gc->st->cycle;
      g->malloc.step = COLLECT_START;
      g->malloc.cycle_step = 0;
      if (must_wait_for_mark (gc, p, g, n))
        return MUTATOR_PARKED;
      /* fall through */
    case COLLECT_START:
      if (gc_start (gc, p, g, PACER_TRIGGER_CYCLE, n + 1) != MUTATOR_DONE)
        return MUTATOR_AGAIN;
      g->malloc.step = COLLECT_WAIT;
      return MUTATOR_AGAIN;

    case COLLECT_WAIT:
      g->malloc.step = COLLECT_SWEEP;
      if (must_wait_for_mark (gc, p, g, n + 1))
        return MUTATOR_PARKED;
      /* fall through */
    default:
      if (gc->st->cycle == n + 1 && gc_sweep_one (gc, p, g, &cost))
        {
          if (p_has_work (p) || gc->sched->st->global_queue.n != 0)
            sched_preempt (gc->sched, p);   /* Gosched */
          sched_tick (gc->sched, p, cost);
          return MUTATOR_AGAIN;
        }
      g->malloc.step = COLLECT_BEGIN;
      return MUTATOR_DONE;
    }
}

MutatorResult
gc_free_os_memory (Gc *gc, P *p, G *g)
{
  bool more;

  if (g->malloc.step != COLLECT_RELEASE)
    {
      MutatorResult r = gc_collect (gc, p, g);

      if (r == MUTATOR_DONE)
        {
          g->malloc.step = COLLECT_RELEASE;
          return MUTATOR_AGAIN;
        }
      return r;
    }
  sched_tick (gc->sched, p, bgscavenge_all (gc, p, g, &more));
  if (more)
    return MUTATOR_AGAIN;
  g->malloc.step = COLLECT_BEGIN;
  return MUTATOR_DONE;
}

int32_t
gc_set_gc_percent (Gc *gc, P *p, int32_t percent)
{
  int32_t old = pacer_set_gc_percent (gc->pacer, percent);

  gc_commit (gc);
  if (p != NULL)
    sched_tick (gc->sched, p, COST_GC_COMMIT);
  return old;
}

bool
gc_wait_on_mark (Gc *gc, P *p, G *g)
{
  return wait_on_mark_of (gc, p, g, gc->st->cycle);
}

int64_t
gc_set_memory_limit (Gc *gc, P *p, int64_t bytes)
{
  int64_t old = pacer_set_memory_limit (gc->pacer, bytes);

  if (bytes >= 0 && bytes != old)
    gc_commit (gc);
  if (p != NULL)
    sched_tick (gc->sched, p, COST_GC_COMMIT);
  return old;
}

void
gc_set_procs (Gc *gc, P *p, G *g, uint32_t n_procs)
{
  Sched *s = gc->sched;
  uint32_t old = s->st->n_procs;
  const Vtime cost = COST_STW_STOP + COST_STW_START;
  int64_t now;

  if (n_procs == 0 || n_procs > P_MAX || n_procs == old)
    return;
  sched_stop_world (s, p, G_WAIT_STOPPING_THE_WORLD);
  now = gc_now_ns (p);
  gc_update_limiter (gc, now, true);
  for (uint32_t i = n_procs; i < old; i++)
    {
      LimiterEvent *e = &gc->ps[i].limiter_event;

      p->clock += gc_flush_barrier (gc, sched_p (s, i), g);
      gc_work_dispose (gc, sched_p (s, i));
      p->clock += gc_release_mcache (gc, p, g, sched_p (s, i));
      if (e->type != LIMITER_EVENT_NONE)
        limiter_event_stop (gc->limiter, e, (LimiterEventType) e->type, now);
    }
  heap_set_procs (gc->heap, n_procs);
  p = sched_set_procs (s, p, n_procs);
  for (uint32_t i = old; i < n_procs; i++)
    {
      heap_mcache (gc->heap, i)->flush_gen = gc->heap->mheap->sweepgen;
      limiter_event_start (&gc->ps[i].limiter_event, LIMITER_EVENT_IDLE, now);
    }
  limiter_reset_capacity (gc->limiter, now, (int32_t) n_procs);
  sched_start_world (s, p, cost);
  sched_tick (s, p, cost);
}

/* ---- MemStats ---- */

void
gc_flush_for_stats (Gc *gc, P *p, G *g)
{
  Vtime cost = COST_STW_STOP + COST_STW_START;

  sched_stop_world (gc->sched, p, G_WAIT_STOPPING_THE_WORLD);
  for (uint32_t i = 0; i < gc->sched->st->n_procs; i++)
    cost += gc_release_mcache (gc, p, g, sched_p (gc->sched, i));
  sched_start_world (gc->sched, p, cost);
  sched_tick (gc->sched, p, cost);
}

void
gc_read_memstats (const Gc *gc, MemStats *stats)
{
  const GcState *st = gc->st;
  PacerMemory mem = gc_pacer_memory (gc);

  memstats_peek (gc->heap, stats);
  stats->next_gc = pacer_heap_goal (gc->pacer, &mem);
  stats->last_gc = st->cycles_marked != 0 ? (uint64_t) st->last_gc_ns : 0;
  stats->pause_total_ns = (uint64_t) st->pause_total_ns;
  for (unsigned i = 0; i < 256; i++)
    {
      stats->pause_ns[i] = st->pause_ns[i];
      stats->pause_end[i] = (uint64_t) st->pause_end_ns[i];
    }
  stats->num_gc = st->cycles_marked;
  stats->num_forced_gc = st->n_forced;
  stats->gc_cpu_fraction = st->last.gc_cpu_fraction;
  stats->enable_gc = true;
}

/* ---- Forced collection ---- */

static RunResult
run_force_gc (void *context, P *p, G *g)
{
  Gc *gc = context;

  for (;;)
    {
      if (gc_start (gc, p, g, PACER_TRIGGER_TIME, 0) == MUTATOR_DONE)
        {
          gc->st->force_gc_parked = 1;
          sched_park (gc->sched, p, g, G_WAIT_FORCE_GC_IDLE);
          sched_tick (gc->sched, p, COST_PARK);
          return RUN_BLOCKED;
        }
      if (!sched_may_go_on (gc->sched, p))
        return RUN_HORIZON;
    }
}

static void
sysmon (void *context, Vtime now)
{
  Gc *gc = context;

  if (!gc->st->enabled)
    return;
  gc_update_limiter (gc, vtime_to_ns (now), false);
  bgscavenge_sysmon (gc);
  if (gc->st->force_gc_parked && is_due (gc, PACER_TRIGGER_TIME, 0, vtime_to_ns (now)))
    {
      gc->st->force_gc_parked = 0;
      sched_ready (gc->sched, NULL, sched_g (gc->sched, gc->st->force_gc), false);
    }
}

/* Nobody keeps the count of markers up while waiting for a P: an assist is cut short, a worker stops. */
static bool
preempted (void *context, P *p, G *g)
{
  Gc *gc = context;

  if (g->kind == G_KIND_MARK_WORKER)
    return gc_worker_stop (gc, p, g);
  gc_assist_cut_short (gc, p, g);
  return false;
}

static void
idle_changed (void *context, P *p, bool idle)
{
  Gc *gc = context;
  LimiterEvent *e = &gc_p (gc, p)->limiter_event;

  if (idle)
    limiter_event_start (e, LIMITER_EVENT_IDLE, gc_now_ns (p));
  else if (e->type == LIMITER_EVENT_IDLE)
    limiter_event_stop (gc->limiter, e, LIMITER_EVENT_IDLE, gc_now_ns (p));
}

/* ---- Set-up ---- */

static void
bind (Gc *gc)
{
  GcState *st = gc->st;

  gc->pacer = &st->pacer;
  gc->limiter = &st->limiter;
  gc->scavenge = &st->scavenge;
  gc->ps = st->ps;
  gc->barrier_byte = &st->barrier_on;
  gc->sched->hooks = (SchedHooks) { .context = gc, .find_gc_worker = gc_find_worker, .preempt = gc_worker_preempt,
                                    .preempted = preempted, .idle_changed = idle_changed, .sysmon = sysmon };
  sched_set_kind (gc->sched, G_KIND_FORCE_GC, run_force_gc, gc);
  gc_sweep_attach (gc);
  gc_workers_attach (gc);
}

void
gc_init (Gc *gc, Image *im, Heap *heap, Sched *sched, const GcTypeTable *types, const GcOptions *options)
{
  Addr state = image_carve (im, sizeof (GcState), 64);
  GcState *st = IMAGE_AT (im, GcState, state);
  GcHooks hooks = gc->hooks;

  *gc = (Gc) { .im = im, .heap = heap, .sched = sched, .st = st, .types = types, .globals_mask = options->globals_mask,
               .hooks = hooks, .host_step_ticks = gc->host_step_ticks };
  im->header->roots[IMAGE_ROOT_GC] = state;
  bind (gc);
  heap->mheap->runtime_overhead_bytes = options->go_runtime ? GC_GO_RUNTIME_OVERHEAD_BYTES : 0;
  st->go_runtime = options->go_runtime;
  st->broken = options->broken;
  st->globals_base = options->globals_base;
  st->globals_bytes = options->globals_bytes;
  st->g_type = options->g_type;
  st->g_pointer_type = options->g_pointer_type;
  st->worker_node_type = options->worker_node_type;
  st->sudog_type = options->sudog_type;
  st->sweep_drained = 1;
  pacer_init (gc->pacer, options->gc_percent, options->memory_limit);
  if (options->globals_scan_bytes > options->globals_bytes)
    st->globals_lead = round_up_u64 (options->globals_scan_bytes - options->globals_bytes, 512);
  pacer_add_globals (gc->pacer, (int64_t) (st->globals_lead + options->globals_bytes));
  limiter_init (gc->limiter, 0, (int32_t) sched->st->n_procs);
  gc_work_init (gc);
  gc_finalizers_init (gc);
  bgscavenge_init (gc);
  for (uint32_t i = 0; i < sched->st->n_procs; i++)
    {
      heap_mcache (heap, i)->flush_gen = heap->mheap->sweepgen;
      limiter_event_start (&gc->ps[i].limiter_event, LIMITER_EVENT_IDLE, 0);
    }
  gc_commit (gc);
}

void
gc_attach (Gc *gc, Image *im)
{
  gc->im = im;
  gc->st = IMAGE_AT (im, GcState, im->header->roots[IMAGE_ROOT_GC]);
  bind (gc);
  bgscavenge_attach (gc);
}

/* What Go 1.22's runtime, and the packages below fmt, have on the heap when main.main begins, by span class: read from
 * mheap_.allspans of running programs at GOMAXPROCS 1, 2 and 4. Left out are the objects that lang's own packages make,
 * and the g's of the main goroutine and of the one for finalizers, which are made as any other's. With more Ps there are
 * more p's, and more threads with an m and two g's each; start-up has run on some of the other Ps, whose mcaches hold a
 * span for it. */
typedef struct {
  uint16_t bytes;
  bool noscan;
  uint8_t n, n_per_p;       /* with one P; for each more */
  uint8_t n_elsewhere;      /* of the other Ps: so many have one in a span of their own */
} RuntimeObjects;

static const RuntimeObjects runtime_objects[] = {
  { 9472, false, 1, 1, 0 }, /* first: it points to all the others */
  { 8, false, 2, 0, 1 },    { 16, false, 1, 0, 1 },  { 16, true, 11, 0, 1 },  { 24, false, 1, 0, 0 },  { 24, true, 11, 0, 0 },
  { 32, false, 1, 0, 0 },   { 32, true, 9, 0, 0 },   { 48, false, 3, 0, 0 },  { 48, true, 8, 0, 0 },   { 64, false, 1, 0, 0 },
  { 64, true, 7, 0, 0 },    { 80, false, 1, 0, 0 },  { 80, true, 2, 0, 0 },   { 96, false, 3, 0, 1 },  { 96, true, 1, 0, 0 },
  { 112, true, 1, 0, 0 },   { 192, false, 1, 0, 0 }, { 208, false, 2, 0, 0 }, { 208, true, 1, 0, 0 },  { 384, false, 1, 0, 0 },
  { 448, false, 8, 2, 3 },  { 896, false, 3, 0, 1 }, { 2048, false, 2, 1, 0 },
};

/* Makes one and lets the first of all, the collector's root for them, point to it. */
static void
make_runtime_object (Gc *gc, P *p, const RuntimeObjects *kind, uint32_t *n_made)
{
  bool header = !kind->noscan && kind->bytes > MAX_BYTES_BITS_IN_SPAN;
  Addr object = gc_runtime_malloc (gc, p, kind->bytes - (header ? MALLOC_HEADER_BYTES : 0),
                                   kind->noscan ? TYPE_NONE : gc->st->g_pointer_type);

  if (object == 0)
    return;
  if (gc->st->runtime_object == 0)
    gc->st->runtime_object = object;
  else
    *IMAGE_AT (gc->im, Addr, gc->st->runtime_object + 8 * ++*n_made) = object;
}

/* One is the wait record with which the main goroutine has waited for the sweeper and the scavenger to start (Go 1.22
 * runtime/mgc.go, gcenable): its P keeps it for the next to wait. */
static void
make_runtime_objects (Gc *gc, P *p)
{
  uint32_t n_more = gc->sched->st->n_procs - 1, n_made = 0;
  Addr object;

  for (size_t i = 0; i < sizeof runtime_objects / sizeof runtime_objects[0]; i++)
    {
      const RuntimeObjects *kind = &runtime_objects[i];

      for (uint32_t k = 0; k < kind->n + kind->n_per_p * n_more; k++)
        make_runtime_object (gc, k < kind->n_elsewhere && k < n_more ? sched_p (gc->sched, k + 1) : p, kind, &n_made);
    }
  if (gc->st->sudog_type == TYPE_NONE)
    make_runtime_object (gc, p, &(RuntimeObjects) { 96, false, 1, 0, 0 }, &n_made);
  else if ((object = gc_runtime_malloc (gc, p, gc->types->types[gc->st->sudog_type].size_bytes, gc->st->sudog_type)) != 0)
    {
      p = sched_p (gc->sched, 0);
      p->sudogs[p->n_sudogs++] = object;
    }
}

void
gc_enable (Gc *gc, P *p)
{
  GcState *st = gc->st;
  G *g = sched_new_g (gc->sched, p, G_KIND_FORCE_GC, NULL);

  if (st->go_runtime && st->g_pointer_type != TYPE_NONE)
    make_runtime_objects (gc, p);

  /* It has nothing to do before sysmon says so. */
  g->status = G_WAITING;
  g->wait_reason = G_WAIT_FORCE_GC_IDLE;
  st->force_gc = g->slot;
  st->force_gc_parked = 1;
  gc_sweep_start (gc, p);
  bgscavenge_start (gc, p);
  st->enabled = 1;
}

/* ---- Looking ---- */

GcPhase
gc_phase (const Gc *gc)
{
  return (GcPhase) gc->st->phase;
}

uint32_t
gc_cycle (const Gc *gc)
{
  /* It is counted at the end of sweep termination, which belongs to it. */
  return gc->st->cycle + (gc->st->phase == GC_PHASE_SWEEP_TERM);
}

double
gc_phase_progress (const Gc *gc)
{
  const PacerState *c = gc->pacer;
  const Mheap *m = gc->heap->mheap;
  double done, all;

  switch (gc->st->phase)
    {
    case GC_PHASE_MARK:
      done = (double) (c->heap_scan_work + c->stack_scan_work + c->globals_scan_work);
      all = (double) (c->last_heap_scan + c->last_stack_scan + c->globals_scan);
      /* The first cycle has no past to expect anything from. */
      if (c->last_heap_scan == 0)
        all = (double) (c->heap_scan + c->max_stack_scan + c->globals_scan);
      break;
    case GC_PHASE_SWEEP:
      done = (double) m->pages_swept;
      all = (double) m->pages_in_use;
      break;
    default:
      return 1;
    }
  return all <= 0 ? 1 : done >= all ? 1 : done / all;
}

PacerTriggerKind
gc_trigger_kind (const Gc *gc)
{
  return (PacerTriggerKind) gc->st->trigger_kind;
}

const GcCycleStats *
gc_last_cycle (const Gc *gc)
{
  return &gc->st->last;
}

GcBroken *
gc_broken (Gc *gc)
{
  return &gc->st->broken;
}

void
gc_each_gap (const Gc *gc, ImageGapFunc func, void *context)
{
  heap_each_gap (gc->heap, func, context);
  sched_each_gap (gc->sched, func, context);
  gc_work_each_gap (gc, func, context);
  gc_finalizers_each_gap (gc, func, context);
}
