/* Assists: a goroutine that allocates while marking is on pays for it with scan work (Go 1.22 runtime/mgcmark.go,
 * gcAssistAlloc, gcDrainN, gcParkAssist, gcFlushBgCredit). Steps of G.malloc.sub_step; work[0] scan work to do, work[1]
 * done, work[2] virtual time spent. */

#include "gc/state.h"

enum { ASSIST_BEGIN, ASSIST_DRAIN, ASSIST_DONE_CHECK, ASSIST_SETTLE };

/* What scan work pays for. What fits no int64, as with GOGC=off and no limit, becomes what amd64 makes of it, as in
 * Go. */
static int64_t
bytes_of_work (const PacerState *c, int64_t scan_work)
{
  return go_int64 (c->assist_bytes_per_work * (double) scan_work);
}

/* At least a byte, however little the work pays for. */
static void
credit_work (const PacerState *c, G *g, int64_t scan_work)
{
  gc_assist_credit (g, go_add64 (1, bytes_of_work (c, scan_work)));
}

/* Takes background credit first; true: the debt is paid. */
static bool
steal_credit (Gc *gc, G *g, int64_t *scan_work, int64_t debt_bytes)
{
  PacerState *c = gc->pacer;
  int64_t stolen;

  if (c->bg_scan_credit <= 0)
    return false;
  if (c->bg_scan_credit < *scan_work)
    {
      stolen = c->bg_scan_credit;
      credit_work (c, g, stolen);
    }
  else
    {
      stolen = *scan_work;
      gc_assist_credit (g, debt_bytes);
    }
  c->bg_scan_credit -= stolen;
  *scan_work -= stolen;
  return *scan_work == 0;
}

static MutatorResult
begin (Gc *gc, P *p, G *g)
{
  PacerState *c = gc->pacer;
  int64_t debt_bytes = go_sub64 (0, g->assist_bytes);
  int64_t scan_work = go_int64 (c->assist_work_per_byte * (double) debt_bytes), asked;
  bool paid;

  if (limiter_limiting (gc->limiter))
    {
      gc->st->assists_limited = 1;
      return MUTATOR_DONE;
    }
  if (scan_work < PACER_OVER_ASSIST_WORK)
    {
      scan_work = PACER_OVER_ASSIST_WORK;
      debt_bytes = bytes_of_work (c, scan_work);
    }
  asked = scan_work;
  paid = steal_credit (gc, g, &scan_work, debt_bytes);
  if (asked != scan_work)
    sched_event (gc->sched, EVENT_ASSIST, p, g, 0, (uint64_t) (asked - scan_work), (uint64_t) debt_bytes);
  if (paid)
    {
      p->clock += COST_ASSIST_STEAL;
      return MUTATOR_DONE;
    }
  g->malloc.work[0] = (uint64_t) scan_work;
  g->malloc.work[1] = g->malloc.work[2] = 0;
  g->malloc.sub_step = ASSIST_DRAIN;
  g->assisting = true;
  gc->st->n_working++;
  p->clock += COST_ASSIST;
  return MUTATOR_AGAIN;
}

/* The drain is over: what was done is credited, the last marker looks whether marking is complete. */
static void
end_drain (Gc *gc, P *p, G *g)
{
  GcP *gp = gc_p (gc, p);
  int64_t ns = vtime_to_ns ((Vtime) g->malloc.work[2]);

  credit_work (gc->pacer, g, (int64_t) g->malloc.work[1]);
  gp->pacer.assist_time_ns += ns;
  limiter_add_assist_time (gc->limiter, ns);
  if (gp->pacer.assist_time_ns > PACER_ASSIST_TIME_SLACK_NS)
    {
      gc->pacer->assist_time_ns += gp->pacer.assist_time_ns;
      gp->pacer.assist_time_ns = 0;
    }
  gc->st->n_working--;
  g->assisting = false;
  g->malloc.sub_step = gc->st->n_working == 0 && !gc_mark_work_available (gc, NULL) ? ASSIST_DONE_CHECK : ASSIST_SETTLE;
  sched_event (gc->sched, EVENT_ASSIST, p, g, 0, g->malloc.work[1], g->malloc.work[0]);
}

void
gc_assist_cut_short (Gc *gc, P *p, G *g)
{
  if (g->malloc.sub_step == ASSIST_DRAIN && g->assisting)
    end_drain (gc, p, g);
}

/* One object or root job, or a run of objects while nobody else is due; false: it is over, and no tick was ended. */
static bool
drain (Gc *gc, P *p, G *g)
{
  GcWork *w = &gc_p (gc, p)->work;
  int64_t wanted = (int64_t) g->malloc.work[0], left = wanted - (int64_t) g->malloc.work[1];
  int64_t before = w->heap_scan_work, root_work = 0;
  Vtime start = p->clock, cost = 0;
  Addr object = 0;
  bool ran = true;

  if (left <= 0 || limiter_limiting (gc->limiter) || p->clock >= p->slice_end)
    {
      end_drain (gc, p, g);
      return false;
    }
  if (!gc_drain_run (gc, p, left < PACER_CREDIT_SLACK - before ? before + left : PACER_CREDIT_SLACK, &cost))
    {
      object = gc_next_grey (gc, p, g, &cost);
      if (object != 0)
        cost += gc_scan_object (gc, p, g, object);
      else
        cost += gc_mark_root (gc, p, g, false, &root_work, &ran);
    }
  if (!ran)
    {
      end_drain (gc, p, g);
      return false;
    }
  g->malloc.work[1] += (uint64_t) (w->heap_scan_work - before + root_work);
  g->malloc.work[2] += (uint64_t) (p->clock - start + cost);
  if (w->heap_scan_work >= PACER_CREDIT_SLACK)
    {
      gc->pacer->heap_scan_work += w->heap_scan_work;
      w->heap_scan_work = 0;
    }
  sched_tick (gc->sched, p, cost);
  return true;
}

/* Still in debt: wait until background credit pays, unless there is some now. */
static MutatorResult
settle (Gc *gc, P *p, G *g)
{
  g->malloc.sub_step = ASSIST_BEGIN;
  if (!gc->st->blacken_enabled)
    {
      if (g->assist_bytes < 0)
        g->assist_bytes = 0;
      return MUTATOR_DONE;
    }
  if (g->assist_bytes >= 0)
    return MUTATOR_DONE;
  if (p->clock >= p->slice_end || gc->pacer->bg_scan_credit > 0)
    return MUTATOR_AGAIN;
  sched_event (gc->sched, EVENT_ASSIST_PARK, p, g, 0, -(uint64_t) g->assist_bytes, gc->st->assist_queue.n);
  sched_park (gc->sched, p, g, G_WAIT_GC_ASSIST_WAIT);
  go_queue_push (gc->sched, &gc->st->assist_queue, g);
  sched_tick (gc->sched, p, COST_PARK);
  return MUTATOR_PARKED;
}

/* DONE: paid, or nothing to pay any more. As many ticks as may follow each other are ended in one call. */
MutatorResult
gc_assist (Gc *gc, P *p, G *g)
{
  for (;;)
    {
      MutatorResult r = MUTATOR_AGAIN;

      switch (g->malloc.sub_step)
        {
        case ASSIST_BEGIN:
          if (!gc->st->blacken_enabled || g->assist_bytes >= 0)
            {
              g->assist_bytes = g->assist_bytes < 0 ? 0 : g->assist_bytes;
              return MUTATOR_DONE;
            }
          r = begin (gc, p, g);
          if (r == MUTATOR_DONE)
            return r;
          break;
        case ASSIST_DRAIN:
          while (drain (gc, p, g))
            if (!sched_may_go_on (gc->sched, p))
              return MUTATOR_AGAIN;
          break;
        case ASSIST_DONE_CHECK:
          r = gc_mark_done (gc, p, g);
          if (r != MUTATOR_DONE)
            return r;
          g->malloc.sub_step = ASSIST_SETTLE;
          break;
        default:
          r = settle (gc, p, g);
          if (r != MUTATOR_AGAIN)
            return r;
          if (p->clock >= p->slice_end)
            {
              /* Gosched, then again: the slice ends with this tick. */
              sched_tick (gc->sched, p, COST_PARK);
              return MUTATOR_AGAIN;
            }
          break;
        }
    }
}

void
gc_flush_credit (Gc *gc, P *p, int64_t scan_work)
{
  PacerState *c = gc->pacer;
  GoQueue *q = &gc->st->assist_queue;
  int64_t scan_bytes;

  if (q->n == 0)
    {
      c->bg_scan_credit += scan_work;
      return;
    }
  scan_bytes = bytes_of_work (c, scan_work);
  while (q->n != 0 && scan_bytes > 0)
    {
      G *g = go_queue_pop (gc->sched, q);

      if (go_add64 (scan_bytes, g->assist_bytes) >= 0)
        {
          scan_bytes = go_add64 (scan_bytes, g->assist_bytes);
          g->assist_bytes = 0;
          sched_ready (gc->sched, p, g, false);
        }
      else
        {
          /* Not enough: it goes to the back, so that small debts are not stuck behind a large one. */
          gc_assist_credit (g, scan_bytes);
          scan_bytes = 0;
          go_queue_push (gc->sched, q, g);
        }
    }
  if (scan_bytes > 0)
    c->bg_scan_credit += go_int64 ((double) scan_bytes * c->assist_work_per_byte);
}

void
gc_wake_all_assists (Gc *gc, P *p)
{
  sched_ready_list (gc->sched, p, &gc->st->assist_queue);
}
