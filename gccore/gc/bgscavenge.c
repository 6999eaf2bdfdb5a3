#include "gc/bgscavenge.h"

#include "gc/gc.h"
#include "heap/mheap.h"
#include "sched/costs.h"

/* What arg2 of the event says. */
enum { FOR_BACKGROUND, FOR_FORCE, FOR_LIMIT, FOR_GROWTH };

static Vtime
release_cost (uint64_t bytes)
{
  return COST_SCAVENGE_CALL + (Vtime) (bytes / SCAVENGE_PHYS_PAGE_BYTES) * COST_SCAVENGE_PER_4K;
}

/* Releases one run of at most `bytes`; looks on while chunks turn out to have nothing. *exhausted: there is no more. */
static uint64_t
release_run (Gc *gc, const P *p, const G *g, uint64_t bytes, bool force, uint64_t why, bool *exhausted)
{
  uint64_t released;
  Addr first;
  bool more;

  do
    released = mheap_scavenge_one (gc->heap, bytes, force, &first, &more);
  while (released == 0 && more);
  *exhausted = !more;
  if (released > 0)
    sched_event (gc->sched, EVENT_SCAVENGE, p, g, first, released, why);
  return released;
}

/* --- the background goroutine --- */

static bool
goals_met (const Gc *gc)
{
  return scavenger_goals_met (&gc->scavenge->state, mheap_retained (gc->heap), mheap_mapped_ready (gc->heap));
}

static void
go_to_sleep (Gc *gc, P *p, G *g, int64_t sleep_ns)
{
  BgScavenge *bg = gc->scavenge;
  Vtime span = sleep_ns < VTIME_MAX / VTIME_PER_NS / 2 ? VTIME_NS (sleep_ns) : VTIME_MAX / 2;

  bg->sleep_start_ns = vtime_to_ns (p->clock);
  bg->timer = sched_timer_start (gc->sched, NULL, p->clock + span, 0, TIMER_SCAVENGER, bg->g);
  sched_park (gc->sched, p, g, G_WAIT_SLEEP);
}

static void
after_sleep (Gc *gc, const P *p)
{
  BgScavenge *bg = gc->scavenge;

  if (bg->timer != 0)
    sched_timer_stop (gc->sched, bg->timer);
  bg->timer = 0;
  scavenger_slept (&bg->state, vtime_to_ns (p->clock) - bg->sleep_start_ns, (int32_t) gc->sched->st->n_procs);
}

static RunResult
run (void *context, P *p, G *g)
{
  Gc *gc = context;
  ScavengerState *s = &gc->scavenge->state;

  if (s->phase == SCAVENGER_SLEEPING)
    after_sleep (gc, p);
  for (;;)
    {
      uint64_t bytes, released;
      int64_t sleep_ns;
      bool exhausted;
      Vtime cost;

      if (s->phase == SCAVENGER_PARKED)
        {
          s->waiting = true;
          sched_park (gc->sched, p, g, G_WAIT_GC_SCAVENGE_WAIT);
          sched_tick (gc->sched, p, COST_PARK);
          return RUN_BLOCKED;
        }
      switch (scavenger_next (s, goals_met (gc), &bytes, &sleep_ns))
        {
        case SCAVENGER_RELEASE:
          released = release_run (gc, p, g, bytes, false, FOR_BACKGROUND, &exhausted);
          cost = release_cost (released);
          scavenger_did (s, released, exhausted, vtime_to_ns (cost));
          if (!sched_tick (gc->sched, p, cost))
            return RUN_HORIZON;
          break;
        case SCAVENGER_SLEEP:
          go_to_sleep (gc, p, g, sleep_ns);
          sched_tick (gc->sched, p, COST_PARK);
          return RUN_BLOCKED;
        case SCAVENGER_PARK:
          break; /* phase says so */
        }
    }
}

static void
make_ready (Gc *gc, P *p)
{
  BgScavenge *bg = gc->scavenge;

  if (bg->g != 0 && scavenger_wake (&bg->state))
    sched_ready (gc->sched, p, sched_g (gc->sched, bg->g), false);
}

static void
timer_fired (void *context, P *p, uint64_t timer, uint64_t arg, Vtime when)
{
  Gc *gc = context;

  gc->scavenge->timer = 0;
  make_ready (gc, p);
}

void
bgscavenge_attach (Gc *gc)
{
  sched_set_kind (gc->sched, G_KIND_SCAVENGER, run, gc);
  sched_set_timer (gc->sched, TIMER_SCAVENGER, timer_fired, gc);
}

void
bgscavenge_init (Gc *gc)
{
  *gc->scavenge = (BgScavenge) { 0 };
  scavenger_init (&gc->scavenge->state);
  /* Its first run parks it; until then there is nobody to be woken. */
  gc->scavenge->state.waiting = false;
  bgscavenge_attach (gc);
}

void
bgscavenge_start (Gc *gc, P *p)
{
  bool reused;
  G *g = sched_new_g (gc->sched, p, G_KIND_SCAVENGER, &reused);

  g->system = true;
  gc->scavenge->g = g->slot;
  sched_ready_new (gc->sched, p, g);
}

void
bgscavenge_pace (Gc *gc, uint64_t heap_goal)
{
  ScavengerState *s = &gc->scavenge->state;

  scavenger_pace (s, gc->pacer->memory_limit, heap_goal, gc->pacer->last_heap_goal, mheap_retained (gc->heap),
                  mheap_mapped_ready (gc->heap));
  gc->heap->mheap->scavenge_gc_percent_goal = s->gc_percent_goal;
  gc->heap->mheap->memory_limit = gc->pacer->memory_limit;
}

void
bgscavenge_wake (Gc *gc, P *p)
{
  make_ready (gc, p);
}

void
bgscavenge_ready (Gc *gc)
{
  scavenger_ready (&gc->scavenge->state);
}

void
bgscavenge_sysmon (Gc *gc)
{
  if (gc->scavenge->state.sysmon_wake)
    make_ready (gc, NULL);
}

/* --- on the spot --- */

bool
bgscavenge_owes (const Gc *gc)
{
  return gc->heap->mheap->scavenge_owed_bytes > 0;
}

Vtime
bgscavenge_pay (Gc *gc, P *p, G *g)
{
  Mheap *h = gc->heap->mheap;
  LimiterEvent *event = &gc_p (gc, p)->limiter_event;
  bool force = h->scavenge_owed_force != 0, exhausted;
  uint64_t released = release_run (gc, p, g, h->scavenge_owed_bytes, force, force ? FOR_LIMIT : FOR_GROWTH, &exhausted);
  Vtime cost = release_cost (released);

  /* A mark worker's own time is not an assist. */
  if (event->type == LIMITER_EVENT_NONE)
    limiter_add_assist_time (gc->limiter, vtime_to_ns (cost));
  gc->scavenge->state.assist_time_ns += vtime_to_ns (cost);

  if (exhausted || released >= h->scavenge_owed_bytes || limiter_limiting (gc->limiter))
    h->scavenge_owed_bytes = h->scavenge_owed_force = 0;
  else
    h->scavenge_owed_bytes -= released;
  return cost;
}

Vtime
bgscavenge_all (Gc *gc, P *p, G *g, bool *more)
{
  bool exhausted;
  uint64_t released = release_run (gc, p, g, UINT64_MAX, true, FOR_FORCE, &exhausted);

  *more = !exhausted;
  return release_cost (released);
}
