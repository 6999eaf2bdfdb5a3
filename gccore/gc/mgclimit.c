#include "gc/mgclimit.h"

#include "base/check.h"
#include "base/gonum.h"

#define GC_BACKGROUND_UTILIZATION 0.25

/* One window's balance goes into the bucket. Go 1.22 runtime/mgclimit.go, gcCPULimiterState.accumulate. */
static void
accumulate (LimiterState *l, int64_t mutator_ns, int64_t gc_ns)
{
  uint64_t headroom = l->capacity_ns - l->fill_ns;
  bool was_full = headroom == 0;
  int64_t change = go_sub64 (gc_ns, mutator_ns);

  if (change > 0 && headroom <= (uint64_t) change)
    {
      l->overflow_ns += (uint64_t) change - headroom;
      l->fill_ns = l->capacity_ns;
      if (!was_full)
        l->limiting = true;
      return;
    }

  if (change < 0 && l->fill_ns <= (uint64_t) go_sub64 (0, change))
    l->fill_ns = 0;
  else
    l->fill_ns += (uint64_t) change;
  if (change != 0 && was_full)
    l->limiting = false;
}

/* Accounts for the window since the last update. Go 1.22 runtime/mgclimit.go, updateLocked. */
static void
account_window (LimiterState *l, int64_t now_ns)
{
  int64_t total_ns, assist_ns, idle_ns, gc_ns;

  if (now_ns < l->last_update_ns)
    return;
  total_ns = go_mul64 (go_sub64 (now_ns, l->last_update_ns), l->n_procs);
  l->last_update_ns = now_ns;

  assist_ns = l->assist_pool_ns;
  idle_ns = l->idle_pool_ns;
  l->assist_pool_ns = 0;
  l->idle_pool_ns = 0;

  gc_ns = assist_ns;
  if (l->gc_enabled)
    gc_ns = go_add64 (gc_ns, go_int64 ((double) total_ns * GC_BACKGROUND_UTILIZATION));
  total_ns = go_sub64 (total_ns, idle_ns);

  accumulate (l, go_sub64 (total_ns, gc_ns), gc_ns);
}

void
limiter_init (LimiterState *l, int64_t now_ns, int32_t n_procs)
{
  *l = (LimiterState) { 0 };
  limiter_reset_capacity (l, now_ns, n_procs);
}

void
limiter_start_transition (LimiterState *l, bool enable_gc, int64_t now_ns)
{
  GCCORE_ASSERT (!l->transitioning && l->gc_enabled != enable_gc);
  account_window (l, now_ns);
  l->gc_enabled = enable_gc;
  l->transitioning = true;
}

void
limiter_finish_transition (LimiterState *l, int64_t now_ns)
{
  GCCORE_ASSERT (l->transitioning);
  if (now_ns >= l->last_update_ns)
    accumulate (l, 0, go_mul64 (go_sub64 (now_ns, l->last_update_ns), l->n_procs));
  l->last_update_ns = now_ns;
  l->transitioning = false;
}

bool
limiter_need_update (const LimiterState *l, int64_t now_ns)
{
  return go_sub64 (now_ns, l->last_update_ns) > LIMITER_UPDATE_PERIOD_NS;
}

void
limiter_update (LimiterState *l, int64_t now_ns)
{
  if (!l->transitioning)
    account_window (l, now_ns);
}

void
limiter_add_assist_time (LimiterState *l, int64_t ns)
{
  l->assist_pool_ns = go_add64 (l->assist_pool_ns, ns);
}

void
limiter_add_idle_time (LimiterState *l, int64_t ns)
{
  l->idle_pool_ns = go_add64 (l->idle_pool_ns, ns);
}

void
limiter_reset_capacity (LimiterState *l, int64_t now_ns, int32_t n_procs)
{
  GCCORE_ASSERT (!l->transitioning);
  account_window (l, now_ns);
  l->n_procs = n_procs;
  l->capacity_ns = (uint64_t) n_procs * (uint64_t) LIMITER_CAPACITY_PER_PROC_NS;
  if (l->fill_ns > l->capacity_ns)
    {
      l->fill_ns = l->capacity_ns;
      l->limiting = true;
    }
  else if (l->fill_ns < l->capacity_ns)
    l->limiting = false;
}

/* --- events --- */

static bool
is_idle_event (uint32_t type)
{
  return type == LIMITER_EVENT_IDLE || type == LIMITER_EVENT_IDLE_MARK_WORK;
}

static int64_t
pool_event (LimiterState *l, const LimiterEvent *e, int64_t now_ns)
{
  int64_t ns = now_ns > e->start_ns ? now_ns - e->start_ns : 0;

  if (is_idle_event (e->type))
    limiter_add_idle_time (l, ns);
  else
    limiter_add_assist_time (l, ns);
  return ns;
}

bool
limiter_event_start (LimiterEvent *e, LimiterEventType type, int64_t now_ns)
{
  if (e->type != LIMITER_EVENT_NONE)
    return false;
  e->type = type;
  e->start_ns = now_ns;
  return true;
}

int64_t
limiter_event_stop (LimiterState *l, LimiterEvent *e, LimiterEventType type, int64_t now_ns)
{
  int64_t ns;

  GCCORE_ASSERT (e->type == (uint32_t) type);
  ns = pool_event (l, e, now_ns);
  e->type = LIMITER_EVENT_NONE;
  return ns;
}

int64_t
limiter_collect (LimiterState *l, LimiterEvent *e, int64_t now_ns)
{
  int64_t ns;

  if (e->type == LIMITER_EVENT_NONE || now_ns <= e->start_ns)
    return 0;
  ns = pool_event (l, e, now_ns);
  e->start_ns = now_ns;
  return is_idle_event (e->type) ? ns : 0;
}
