/* Background mark workers: one goroutine a P, run when the pacer wants one there (Go 1.22 runtime/mgc.go
 * gcBgMarkWorker, mgcmark.go gcDrain, mgcpacer.go findRunnableGCWorker). */

#include "gc/state.h"

enum { WORKER_BEGIN, WORKER_DRAIN, WORKER_MARK_DONE };

/* ---- Choosing one ---- */

static bool
is_parked (const G *worker)
{
  return worker != NULL && worker->status == G_WAITING;
}

G *
gc_find_worker (void *context, P *p, bool idle)
{
  Gc *gc = context;
  GcP *gp = gc_p (gc, p);
  G *worker = sched_g (gc->sched, gp->worker);
  int64_t now = gc_now_ns (p);
  PacerWorker kind = PACER_WORKER_IDLE;

  if (!gc->st->blacken_enabled || !is_parked (worker))
    return NULL;
  if (!idle)
    gc_update_limiter (gc, now, false);
  if (!gc_mark_work_available (gc, p))
    return NULL;
  if (idle)
    {
      if (!pacer_add_idle_worker (gc->pacer))
        return NULL;
    }
  else
    kind = pacer_find_worker (gc->pacer, &gp->pacer, now);
  if (kind == PACER_WORKER_NONE)
    return NULL;
  gp->worker_mode = (uint8_t) kind;
  worker->malloc.step = WORKER_BEGIN;
  return worker;
}

/* A slice is over. A dedicated worker stays, but what waits behind it may run elsewhere. The other kinds stop. */
bool
gc_worker_preempt (void *context, P *p, G *g)
{
  Gc *gc = context;
  GcP *gp = gc_p (gc, p);

  if (g->kind != G_KIND_MARK_WORKER || g->malloc.step == WORKER_MARK_DONE)
    return true;
  if (gp->worker_mode == PACER_WORKER_DEDICATED)
    sched_spill_queue (gc->sched, p);
  else
    gp->worker_stop = true;
  return false;
}

void
gc_enlist_worker (Gc *gc, P *p)
{
  uint32_t n = gc->sched->st->n_procs;

  if (gc->pacer->dedicated_workers_needed <= 0 || n <= 1)
    return;
  for (unsigned tries = 0; tries < 5; tries++)
    {
      uint32_t id = sched_random_below (gc->sched, n - 1);
      P *other = sched_p (gc->sched, id >= p->id ? id + 1 : id);

      if (other->status == P_RUNNING && other->g != 0)
        {
          sched_preempt (gc->sched, other);
          return;
        }
    }
}

/* ---- Running ---- */

static void
begin (Gc *gc, P *p, G *g)
{
  GcP *gp = gc_p (gc, p);

  g->malloc.step = WORKER_DRAIN;
  gp->worker_start_ns = gc_now_ns (p);
  gp->worker_stop = false;
  gp->check_work = gp->worker_mode == PACER_WORKER_DEDICATED ? INT64_MAX : GC_DRAIN_CHECK_WORK;
  gc->st->n_working++;
  if (gp->worker_mode == PACER_WORKER_IDLE)
    limiter_event_start (&gp->limiter_event, LIMITER_EVENT_IDLE_MARK_WORK, gp->worker_start_ns);
}

/* An idle worker stops for anything else to do, a fractional one when its share is used up. */
static bool
should_stop (Gc *gc, P *p, const GcP *gp)
{
  if (gp->worker_mode == PACER_WORKER_IDLE)
    return p_has_work (p) || gc->sched->st->global_queue.n != 0;
  if (gp->worker_mode == PACER_WORKER_FRACTIONAL)
    return pacer_fractional_worker_done (gc->pacer, &gp->pacer, gp->worker_start_ns, gc_now_ns (p));
  return false;
}

static void
flush_work (Gc *gc, P *p, GcP *gp)
{
  int64_t work = gp->work.heap_scan_work;

  if (work == 0)
    return;
  gp->work.heap_scan_work = 0;
  gc->pacer->heap_scan_work += work;
  gc_flush_credit (gc, p, work);
  gp->check_work -= work;
}

/* The worker gives its P back; whoever stops last with nothing left looks whether marking is complete. */
static void
stop (Gc *gc, P *p, G *g)
{
  GcP *gp = gc_p (gc, p);
  int64_t now = gc_now_ns (p);

  flush_work (gc, p, gp);
  pacer_worker_stop (gc->pacer, &gp->pacer, (PacerWorker) gp->worker_mode, now - gp->worker_start_ns);
  if (gp->worker_mode == PACER_WORKER_IDLE)
    limiter_event_stop (gc->limiter, &gp->limiter_event, LIMITER_EVENT_IDLE_MARK_WORK, now);
  gp->worker_mode = PACER_WORKER_NONE;
  gc->st->n_working--;
  if (gc->st->n_working == 0 && !gc_mark_work_available (gc, NULL))
    {
      g->malloc.step = WORKER_MARK_DONE;
      g->malloc.cycle_step = 0;
    }
  else
    g->malloc.step = WORKER_BEGIN;
}

bool
gc_worker_stop (Gc *gc, P *p, G *g)
{
  if (g->malloc.step == WORKER_DRAIN)
    stop (gc, p, g);
  if (g->malloc.step == WORKER_MARK_DONE)
    return false;
  sched_park (gc->sched, p, g, G_WAIT_GC_WORKER_IDLE);
  return true;
}

static RunResult
park (Gc *gc, P *p, G *g)
{
  g->malloc.step = WORKER_BEGIN;
  sched_park (gc->sched, p, g, G_WAIT_GC_WORKER_IDLE);
  sched_tick (gc->sched, p, COST_PARK);
  return RUN_BLOCKED;
}

static RunResult
run_worker (void *context, P *p, G *g)
{
  Gc *gc = context;
  Sched *s = gc->sched;
  GcP *gp = gc_p (gc, p);

  if (g->malloc.step == WORKER_BEGIN)
    begin (gc, p, g);
  while (g->malloc.step == WORKER_DRAIN)
    {
      Vtime cost = 0;
      Addr object = 0;

      if (GCCORE_UNLIKELY (gp->worker_stop))
        {
          stop (gc, p, g);
          break;
        }
      if (GCCORE_UNLIKELY (gc->st->roots.next < gc->st->roots.n_jobs))
        {
          int64_t work;
          bool ran;

          cost = gc_mark_root (gc, p, g, true, &work, &ran);
          gp->worker_stop = should_stop (gc, p, gp);
        }
      else
        {
          if (!gc_drain_run (gc, p, PACER_CREDIT_SLACK, &cost))
            {
              object = gc_next_grey (gc, p, g, &cost);
              if (object == 0)
                {
                  p->clock += cost;
                  stop (gc, p, g);
                  break;
                }
              cost += gc_scan_object (gc, p, g, object);
            }
          if (GCCORE_UNLIKELY (gp->work.heap_scan_work >= PACER_CREDIT_SLACK))
            {
              flush_work (gc, p, gp);
              if (gp->check_work <= 0)
                {
                  gp->check_work += GC_DRAIN_CHECK_WORK;
                  gp->worker_stop = should_stop (gc, p, gp);
                }
            }
        }
      if (!sched_tick (s, p, cost))
        return RUN_HORIZON;
    }
  while (g->malloc.step == WORKER_MARK_DONE)
    {
      MutatorResult r = gc_mark_done (gc, p, g);

      if (r == MUTATOR_DONE)
        break;
      if (!sched_may_go_on (s, p))
        return RUN_HORIZON;
    }
  return park (gc, p, g);
}

void
gc_workers_attach (Gc *gc)
{
  sched_set_kind (gc->sched, G_KIND_MARK_WORKER, run_worker, gc);
}

/* One more for every P that has none (gcBgMarkStartWorkers): `go`, so a dead g is used again, but without its stack. */
void
gc_workers_start (Gc *gc, P *p)
{
  for (uint32_t i = 0; i < gc->sched->st->n_procs; i++)
    {
      GcP *gp = &gc->ps[i];
      bool reused;
      G *g;

      if (gp->worker != 0)
        continue;
      g = sched_new_g (gc->sched, p, G_KIND_MARK_WORKER, &reused);
      if (g == NULL)
        GCCORE_THROW ("no room for the mark workers");
      g->status = G_WAITING;
      g->wait_reason = G_WAIT_GC_WORKER_IDLE;
      gp->worker = g->slot;
      if (!reused)
        gc_new_g_object (gc, p, g);
      else if (g->stack_lo != 0)
        gc_free_stack (gc, p, g);
      gp->worker_node = gc_runtime_malloc (gc, p, 32, gc->st->worker_node_type);
    }
}
