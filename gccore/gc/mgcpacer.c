#include "gc/mgcpacer.h"

#include <string.h>

#include "base/bits.h"
#include "base/check.h"
#include "base/gonum.h"

#define GOAL_UTILIZATION            PACER_BACKGROUND_UTILIZATION
#define LIMIT_HEADROOM_MIN_BYTES    (UINT64_C (1) << 20)
#define LIMIT_HEADROOM_PERCENT      3
#define MIN_RUNWAY_BYTES            (UINT64_C (64) << 10) /* between trigger and goal, whatever the sweeper needed */
#define TRIGGER_RATIO_DEN           64
#define TRIGGER_RATIO_MIN_NUM       45                    /* ~0.7 of the way from heap_marked to the goal */
#define TRIGGER_RATIO_MAX_NUM       61                    /* ~0.95 */
#define MAX_OVERSHOOT               1.1
#define MIN_SCAN_WORK_REMAINING     1000
#define MAX_UTIL_ERROR              0.3
#define REVISE_GOGC_OFF_PERCENT     100000                /* what the assists take GOGC=off for */

void
pacer_init (PacerState *c, int32_t gc_percent, int64_t memory_limit)
{
  memset (c, 0, sizeof *c);
  c->heap_minimum = PACER_DEFAULT_HEAP_MINIMUM;
  c->triggered = PACER_NOT_TRIGGERED;
  pacer_set_gc_percent (c, gc_percent);
  pacer_set_memory_limit (c, memory_limit);
  pacer_commit (c, true); /* no sweep phase before the first cycle */
}

/* --- goal and trigger --- */

uint64_t
pacer_memory_limit_goal (const PacerState *c, const PacerMemory *mem)
{
  uint64_t limit = (uint64_t) c->memory_limit;
  uint64_t non_heap = mem->mapped_ready - mem->heap_free - mem->heap_alloc;
  uint64_t overage = mem->mapped_ready > limit ? mem->mapped_ready - limit : 0;
  uint64_t goal, headroom;

  /* No room for a heap at all: collect as often as sweeping allows. */
  if (non_heap + overage >= limit)
    return c->heap_marked;

  goal = limit - (non_heap + overage);
  headroom = max_u64 (goal / 100 * LIMIT_HEADROOM_PERCENT, LIMIT_HEADROOM_MIN_BYTES);
  if (goal < headroom || goal - headroom < headroom)
    goal = headroom;
  else
    goal -= headroom;
  return max_u64 (goal, c->heap_marked);
}

static uint64_t
heap_goal (const PacerState *c, const PacerMemory *mem, uint64_t *min_trigger)
{
  uint64_t goal = c->gc_percent_heap_goal;
  uint64_t limit_goal = pacer_memory_limit_goal (c, mem);

  *min_trigger = 0;
  if (limit_goal < goal)
    return limit_goal;

  /* The sweeper gets its distance, and a cycle that triggered late some runway. Neither holds for the memory limit,
   * which must be met even at the price of more work. */
  *min_trigger = c->sweep_dist_min_trigger;
  goal = max_u64 (goal, c->sweep_dist_min_trigger);
  if (c->triggered != PACER_NOT_TRIGGERED && goal < c->triggered + MIN_RUNWAY_BYTES)
    goal = c->triggered + MIN_RUNWAY_BYTES;
  return goal;
}

uint64_t
pacer_heap_goal (const PacerState *c, const PacerMemory *mem)
{
  uint64_t min_trigger;

  return heap_goal (c, mem, &min_trigger);
}

uint64_t
pacer_trigger (const PacerState *c, const PacerMemory *mem, uint64_t *goal_out)
{
  uint64_t min_trigger, max_trigger, trigger, step;
  uint64_t goal = heap_goal (c, mem, &min_trigger);

  if (goal_out != NULL)
    *goal_out = goal;

  /* Only a memory limit, or GOGC near 0, brings the goal down to the live heap: collect all the time. */
  if (c->heap_marked >= goal)
    return goal;

  step = (goal - c->heap_marked) / TRIGGER_RATIO_DEN;
  min_trigger = max_u64 (min_trigger, c->heap_marked);
  min_trigger = max_u64 (min_trigger, step * TRIGGER_RATIO_MIN_NUM + c->heap_marked);

  /* A small heap must not trigger so late that the assists have to do everything. */
  max_trigger = step * TRIGGER_RATIO_MAX_NUM + c->heap_marked;
  if (goal > PACER_DEFAULT_HEAP_MINIMUM)
    max_trigger = max_u64 (max_trigger, goal - PACER_DEFAULT_HEAP_MINIMUM);
  max_trigger = max_u64 (max_trigger, min_trigger);

  trigger = c->runway > goal ? min_trigger : goal - c->runway;
  trigger = min_u64 (max_u64 (trigger, min_trigger), max_trigger);
  GCCORE_ASSERT (trigger <= goal);
  return trigger;
}

void
pacer_commit (PacerState *c, bool is_sweep_done)
{
  uint64_t goal = UINT64_MAX;
  uint64_t scan = c->last_heap_scan + c->last_stack_scan + c->globals_scan;

  c->sweep_dist_min_trigger = is_sweep_done ? 0 : c->heap_live + PACER_SWEEP_MIN_HEAP_DISTANCE;

  if (c->gc_percent >= 0)
    goal = c->heap_marked
           + (c->heap_marked + c->last_stack_scan + c->globals_scan) * (uint64_t) (int64_t) c->gc_percent / 100;
  c->gc_percent_heap_goal = max_u64 (goal, c->heap_minimum);

  c->runway = go_uint64 ((c->cons_mark * (1 - GOAL_UTILIZATION) / GOAL_UTILIZATION) * (double) scan);
}

/* --- the cycle --- */

/* How many Ps mark full time, and what share each P gives to part-time marking so that the sum is 25 %. */
static void
plan_workers (PacerState *c, int32_t n_procs, PacerTriggerKind kind)
{
  double total = (double) n_procs * PACER_BACKGROUND_UTILIZATION;
  int64_t dedicated = (int64_t) (total + 0.5);
  double util_error = (double) dedicated / total - 1;

  c->fractional_utilization_goal = 0;
  if (util_error < -MAX_UTIL_ERROR || util_error > MAX_UTIL_ERROR)
    {
      if ((double) dedicated > total)
        dedicated--;
      c->fractional_utilization_goal = (total - (double) dedicated) / (double) n_procs;
    }
  c->dedicated_workers_needed = dedicated;

  /* A cycle that only time has started must not wake an idle process; but somebody has to mark. */
  if (kind == PACER_TRIGGER_TIME)
    pacer_set_max_idle_workers (c, dedicated > 0 ? 0 : 1);
  else
    pacer_set_max_idle_workers (c, n_procs - (int32_t) dedicated);
}

void
pacer_start_cycle (PacerState *c, const PacerMemory *mem, int64_t now_ns, int32_t n_procs, PacerTriggerKind kind)
{
  c->heap_scan_work = 0;
  c->stack_scan_work = 0;
  c->globals_scan_work = 0;
  c->bg_scan_credit = 0;
  c->assist_time_ns = 0;
  c->dedicated_mark_time_ns = 0;
  c->fractional_mark_time_ns = 0;
  c->idle_mark_time_ns = 0;
  c->mark_start_time_ns = now_ns;
  c->triggered = c->heap_live;
  plan_workers (c, n_procs, kind);
  pacer_revise (c, mem);
}

void
pacer_proc_start_cycle (PacerProc *p)
{
  p->assist_time_ns = 0;
  p->fractional_mark_time_ns = 0;
}

static int64_t
scan_work_done (const PacerState *c)
{
  return go_add64 (go_add64 (c->heap_scan_work, c->stack_scan_work), c->globals_scan_work);
}

void
pacer_revise (PacerState *c, const PacerMemory *mem)
{
  int32_t gc_percent = c->gc_percent < 0 ? REVISE_GOGC_OFF_PERCENT : c->gc_percent;
  int64_t live = (int64_t) c->heap_live;
  int64_t work = scan_work_done (c);
  int64_t goal = (int64_t) pacer_heap_goal (c, mem);
  int64_t triggered = (int64_t) c->triggered;
  /* What the last cycle did is the best guess of what there is to do; the most there can be is everything allocated. */
  int64_t expected = (int64_t) (c->last_heap_scan + c->last_stack_scan + c->globals_scan);
  int64_t most = (int64_t) (c->heap_scan + c->max_stack_scan + c->globals_scan);
  int64_t work_remaining, heap_remaining;

  if (work > expected)
    {
      /* More to scan than expected: let the heap grow in proportion, at most to the goal of the next cycle. */
      int64_t extended = go_add64 (go_int64 ((double) go_sub64 (goal, triggered) / (double) expected * (double) most),
                                   triggered);
      int64_t hard = go_int64 ((1.0 + (double) gc_percent / 100.0) * (double) goal);

      expected = most;
      goal = extended > hard ? hard : extended;
    }
  if (live > goal)
    {
      /* Already past it: pace for a little more, and for the worst case. */
      goal = go_int64 ((double) goal * MAX_OVERSHOOT);
      expected = most;
    }

  work_remaining = go_sub64 (expected, work);
  if (work_remaining < MIN_SCAN_WORK_REMAINING)
    work_remaining = MIN_SCAN_WORK_REMAINING;
  heap_remaining = go_sub64 (goal, live);
  if (heap_remaining <= 0)
    heap_remaining = 1;

  c->assist_work_per_byte = (double) work_remaining / (double) heap_remaining;
  c->assist_bytes_per_work = (double) heap_remaining / (double) work_remaining;
}

void
pacer_end_cycle (PacerState *c, const PacerMemory *mem, int64_t now_ns, int32_t n_procs)
{
  int64_t duration = go_sub64 (now_ns, c->mark_start_time_ns);
  double cpu = (double) go_mul64 (duration, n_procs);
  double utilization = PACER_BACKGROUND_UTILIZATION;
  double idle_utilization = 0.0;
  double measured;

  c->last_heap_goal = pacer_heap_goal (c, mem);

  if (duration > 0)
    utilization += (double) c->assist_time_ns / cpu;

  /* Nothing allocated while marking (a forced cycle, mostly): there is nothing to measure. */
  if (c->heap_live <= c->triggered)
    return;

  if (duration > 0)
    idle_utilization = (double) c->idle_mark_time_ns / cpu;
  measured = ((double) (c->heap_live - c->triggered) * (utilization + idle_utilization))
             / ((double) scan_work_done (c) * (1 - utilization));

  /* The estimate is the largest of the last five, so that one calm cycle does not leave the next without runway. */
  c->cons_mark = measured;
  for (int i = 0; i < 4; i++)
    if (c->last_cons_mark[i] > c->cons_mark)
      c->cons_mark = c->last_cons_mark[i];
  memmove (c->last_cons_mark, c->last_cons_mark + 1, 3 * sizeof c->last_cons_mark[0]);
  c->last_cons_mark[3] = measured;
}

void
pacer_reset_live (PacerState *c, uint64_t bytes_marked)
{
  c->heap_marked = bytes_marked;
  c->heap_live = bytes_marked;
  c->heap_scan = (uint64_t) c->heap_scan_work;
  c->last_heap_scan = (uint64_t) c->heap_scan_work;
  c->last_stack_scan = (uint64_t) c->stack_scan_work;
  c->triggered = PACER_NOT_TRIGGERED;
}

/* --- hooks --- */

void
pacer_update (PacerState *c, const PacerMemory *mem, bool marking, int64_t d_heap_live, int64_t d_heap_scan)
{
  c->heap_live += (uint64_t) d_heap_live;
  if (marking)
    pacer_revise (c, mem);
  else
    c->heap_scan += (uint64_t) d_heap_scan;
}

void
pacer_add_scannable_stack (PacerState *c, PacerProc *p, int64_t bytes)
{
  if (p == NULL)
    {
      c->max_stack_scan += (uint64_t) bytes;
      return;
    }
  p->max_stack_scan_delta += bytes;
  if (p->max_stack_scan_delta >= PACER_MAX_STACK_SCAN_SLACK || p->max_stack_scan_delta <= -PACER_MAX_STACK_SCAN_SLACK)
    {
      c->max_stack_scan += (uint64_t) p->max_stack_scan_delta;
      p->max_stack_scan_delta = 0;
    }
}

void
pacer_add_globals (PacerState *c, int64_t bytes)
{
  c->globals_scan += (uint64_t) bytes;
}

/* --- workers --- */

PacerWorker
pacer_find_worker (PacerState *c, const PacerProc *p, int64_t now_ns)
{
  int64_t since_start = now_ns - c->mark_start_time_ns;

  if (c->dedicated_workers_needed > 0)
    {
      c->dedicated_workers_needed--;
      return PACER_WORKER_DEDICATED;
    }
  if (c->fractional_utilization_goal == 0)
    return PACER_WORKER_NONE;
  if (since_start > 0 && (double) p->fractional_mark_time_ns / (double) since_start > c->fractional_utilization_goal)
    return PACER_WORKER_NONE;
  return PACER_WORKER_FRACTIONAL;
}

/* Go 1.22 runtime/mgc.go, pollFractionalWorkerExit: the slack keeps a worker from coming and going all the time. */
bool
pacer_fractional_worker_done (const PacerState *c, const PacerProc *p, int64_t start_ns, int64_t now_ns)
{
  int64_t since_start = now_ns - c->mark_start_time_ns;
  int64_t self = p->fractional_mark_time_ns + (now_ns - start_ns);

  if (since_start <= 0)
    return true;
  return (double) self / (double) since_start > 1.2 * c->fractional_utilization_goal;
}

void
pacer_worker_stop (PacerState *c, PacerProc *p, PacerWorker kind, int64_t ns)
{
  switch (kind)
    {
    case PACER_WORKER_DEDICATED:
      c->dedicated_mark_time_ns += ns;
      c->dedicated_workers_needed++;
      break;
    case PACER_WORKER_FRACTIONAL:
      c->fractional_mark_time_ns += ns;
      p->fractional_mark_time_ns += ns;
      break;
    case PACER_WORKER_IDLE:
      c->idle_mark_time_ns += ns;
      pacer_remove_idle_worker (c);
      break;
    case PACER_WORKER_NONE:
      GCCORE_UNREACHABLE ();
    }
}

bool
pacer_need_idle_worker (const PacerState *c)
{
  return c->idle_workers < c->max_idle_workers;
}

bool
pacer_add_idle_worker (PacerState *c)
{
  if (!pacer_need_idle_worker (c))
    return false;
  c->idle_workers++;
  return true;
}

void
pacer_remove_idle_worker (PacerState *c)
{
  GCCORE_ASSERT (c->idle_workers > 0);
  c->idle_workers--;
}

void
pacer_set_max_idle_workers (PacerState *c, int32_t max)
{
  c->max_idle_workers = max;
}

/* --- knobs --- */

int32_t
pacer_set_gc_percent (PacerState *c, int32_t percent)
{
  int32_t old = c->gc_percent;

  if (percent < 0)
    percent = PACER_GOGC_OFF;
  /* Off makes this a nonsense number, as in Go; the goal is unlimited then anyway. */
  c->heap_minimum = PACER_DEFAULT_HEAP_MINIMUM * (uint64_t) (int64_t) percent / 100;
  c->gc_percent = percent;
  return old;
}

int64_t
pacer_set_memory_limit (PacerState *c, int64_t limit)
{
  int64_t old = c->memory_limit;

  if (limit >= 0)
    c->memory_limit = limit;
  return old;
}
