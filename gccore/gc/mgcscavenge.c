#include "gc/mgcscavenge.h"

#include <string.h>

#include "base/bits.h"
#include "base/check.h"
#include "base/gonum.h"

#define SCAVENGE_CPU_FRACTION        0.01
#define RETAIN_EXTRA_DIVISOR         10   /* 10 % above what the next goal needs */
#define LIMIT_FRACTION               0.95 /* of the memory limit: 5 % are left for what comes before the next round */
#define APPROX_NS_PER_PHYS_PAGE      10e3 /* when a release took no measurable time */

void
scavenger_init (ScavengerState *s)
{
  memset (s, 0, sizeof *s);
  s->gc_percent_goal = SCAVENGE_NO_GOAL;
  s->memory_limit_goal = SCAVENGE_NO_GOAL;
  /* Tuned in Go by simulation; times are ns. */
  s->controller = (PiController) { .kp = 0.3375, .ti = 3.2e6, .tt = 1e9, .min = 0.001, .max = 1000.0 };
  s->sleep_ratio = SCAVENGE_START_RATIO;
  s->phase = SCAVENGER_PARKED;
  s->waiting = true;
}

void
scavenger_pace (ScavengerState *s, int64_t memory_limit, uint64_t heap_goal, uint64_t last_heap_goal,
                uint64_t retained, uint64_t mapped_ready)
{
  uint64_t limit_goal = go_uint64 ((double) memory_limit * LIMIT_FRACTION);
  uint64_t goal;

  s->memory_limit_goal = mapped_ready <= limit_goal ? SCAVENGE_NO_GOAL : limit_goal;

  /* Before the first cycle nobody knows how much of the heap is used. */
  if (last_heap_goal == 0)
    {
      s->gc_percent_goal = SCAVENGE_NO_GOAL;
      return;
    }
  goal = go_uint64 ((double) s->last_heap_in_use * ((double) heap_goal / (double) last_heap_goal));
  goal += goal / RETAIN_EXTRA_DIVISOR;
  goal = round_up_u64 (goal, SCAVENGE_PHYS_PAGE_BYTES);
  if (retained <= goal || retained - goal < SCAVENGE_PHYS_PAGE_BYTES)
    goal = SCAVENGE_NO_GOAL;
  s->gc_percent_goal = goal;
}

/* --- the batch --- */

static void
start_batch (ScavengerState *s)
{
  s->phase = SCAVENGER_RUNNING;
  s->waiting = false;
  s->worked_ns = 0;
  s->released_bytes = 0;
  s->quantum_open = false;
  s->batch_over = false;
}

/* How long to sleep after this batch: less than 1 ms of work is not worth waking up for, so a batch that ended early
 * counts as one. */
static double
worked_for_sleep (const ScavengerState *s)
{
  return s->worked_ns < SCAVENGE_MIN_WORK_NS ? SCAVENGE_MIN_WORK_NS : s->worked_ns;
}

ScavengerAction
scavenger_next (ScavengerState *s, bool goals_met, uint64_t *bytes, int64_t *sleep_ns)
{
  GCCORE_ASSERT (s->phase == SCAVENGER_RUNNING);
  *bytes = 0;
  *sleep_ns = 0;

  if (!s->quantum_open && !s->batch_over && !goals_met && s->worked_ns < SCAVENGE_MIN_WORK_NS)
    {
      s->quantum_open = true;
      s->quantum_bytes = 0;
      s->quantum_ns = 0;
    }
  if (s->quantum_open)
    {
      *bytes = SCAVENGE_QUANTUM_BYTES - s->quantum_bytes;
      return SCAVENGER_RELEASE;
    }

  s->waiting = true;
  s->released_background_bytes += s->released_bytes;
  if (s->released_bytes == 0)
    {
      s->phase = SCAVENGER_PARKED;
      return SCAVENGER_PARK;
    }
  s->phase = SCAVENGER_SLEEPING;
  *sleep_ns = go_int64 (worked_for_sleep (s) / s->sleep_ratio);
  return SCAVENGER_SLEEP;
}

void
scavenger_did (ScavengerState *s, uint64_t released, bool exhausted, int64_t ns)
{
  GCCORE_ASSERT (s->phase == SCAVENGER_RUNNING && s->quantum_open);
  s->quantum_bytes += released;
  s->quantum_ns = go_add64 (s->quantum_ns, ns);
  s->background_time_ns = go_add64 (s->background_time_ns, ns);
  if (!exhausted && s->quantum_bytes < SCAVENGE_QUANTUM_BYTES)
    return;

  s->quantum_open = false;
  uint64_t pages = s->quantum_bytes / SCAVENGE_PHYS_PAGE_BYTES; /* whole ones */

  if (s->quantum_ns == 0)
    s->worked_ns += APPROX_NS_PER_PHYS_PAGE * (double) pages;
  else
    s->worked_ns += (double) s->quantum_ns;
  s->released_bytes += s->quantum_bytes;
  if (s->quantum_bytes < SCAVENGE_QUANTUM_BYTES)
    s->batch_over = true;
}

/* The rest after a failure of the controller passes in work and sleep. */
static void
cool_down (ScavengerState *s, int64_t slept_ns, double worked)
{
  int64_t t = go_add64 (slept_ns, go_int64 (worked));

  s->cooldown_ns = t > s->cooldown_ns ? 0 : go_sub64 (s->cooldown_ns, t);
}

void
scavenger_slept (ScavengerState *s, int64_t slept_ns, int32_t n_procs)
{
  double worked = worked_for_sleep (s);

  GCCORE_ASSERT (s->phase == SCAVENGER_SLEEPING);
  if (s->cooldown_ns > 0)
    cool_down (s, slept_ns, worked);
  else
    {
      double cpu_fraction = worked / (((double) slept_ns + worked) * (double) n_procs);

      if (!picontroller_next (&s->controller, cpu_fraction, SCAVENGE_CPU_FRACTION, (double) slept_ns + worked,
                              &s->sleep_ratio))
        {
          s->sleep_ratio = SCAVENGE_START_RATIO;
          s->cooldown_ns = SCAVENGE_COOLDOWN_NS;
          s->controller_failed = true;
        }
    }
  start_batch (s);
}

bool
scavenger_wake (ScavengerState *s)
{
  if (!s->waiting)
    return false;
  s->waiting = false;
  s->sysmon_wake = false;
  if (s->phase == SCAVENGER_PARKED)
    start_batch (s);
  return true;
}

void
scavenger_ready (ScavengerState *s)
{
  s->sysmon_wake = true;
}
