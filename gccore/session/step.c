/* Advancing a machine: slices of ticks, stop conditions, steps by granularity.
 *
 * A slice ends at a multiple of OBSERVER_TICKS, at the next tick that somebody asked for, or at once after a tick in
 * which a hook or the event sink found what is waited for (they lower the scheduler's tick limit). Whatever is asked,
 * the ticks are the same; only where the loop looks up differs. */

#include "session/machine-internal.h"

/* While the machine runs flat out nobody pays for events; once the wall time of a call is used up, so many more slices
 * are observed, so that the frame which follows can tell what happened last. */
#define TAIL_SLICES 4

/* --- within a tick --- */

static void
end_slice (GccoreMachine *m)
{
  m->sched.tick_limit = MIN (m->sched.tick_limit, m->sched.st->tick + 1);
}

void
machine_phase_changed (void *context, GcPhase phase)
{
  GccoreMachine *m = context;
  if (m->observer != NULL)
    observer_phase (m->observer, phase);
  m->watch.phase_changed = true;
  end_slice (m);
}

static void
tell_event (GccoreMachine *m, const Event *event)
{
  const EventWorld world = machine_event_world (m);
  g_string_truncate (m->sentence, 0);
  event_sentence (m->sentence, event, &world);
  const GccoreFrameEvent told = {
    .tick = event->tick, .t_ns = vtime_to_ns (event->time), .kind = event->kind, .p = (int8_t) event->p,
    .g = event->goid != 0 ? (int32_t) event->goid : -1, .addr = event->addr, .arg = event->arg, .arg2 = event->arg2,
    .line = event->line, .text = m->sentence->str,
  };
  m->event_func (&told, m->event_data);
}

void
machine_event (void *context, const Event *event)
{
  GccoreMachine *m = context;
  observer_event (m->observer, event);
  if (m->event_func != NULL)
    tell_event (m, event);
  if ((m->watch.kinds >> event->kind & 1) != 0)
    {
      m->watch.kind_seen = true;
      end_slice (m);
    }
  for (guint i = 0; i < m->watch.n_stops; i++)
    {
      GccoreStop *stop = m->watch.stops[i];
      if (stop->kind == GCCORE_STOP_EVENT && stop->event == event->kind && stop->watch.n_left > 0
          && --stop->watch.n_left == 0)
        end_slice (m);
    }
}

/* --- slices --- */

static void
listen (GccoreMachine *m, bool on)
{
  m->sched.sink.func = on ? machine_event : NULL;
}

static void
program_ended (GccoreMachine *m, int status)
{
  m->exit_status = status;
  m->run_state = status == 2 ? GCCORE_RUN_PANICKED : GCCORE_RUN_EXITED;
}

/* Runs to tick `limit` or until something ends the slice. False: the machine has come to an end. */
static bool
run_slice (GccoreMachine *m, uint64_t limit)
{
  uint64_t due = observer_next_tick (m->observer);
  int status;

  machine_replay_knobs (m);
  limit = MIN (limit, machine_next_knob_tick (m));
  if (m->sched.sink.func == NULL)
    observer_forget_events (m->observer); /* they would pass for the last ones */
  SchedResult result = sched_run (&m->sched, MIN (limit, due));

  if (m->heap.host_error.code != GCCORE_OK)
    {
      m->error = m->heap.host_error;
      m->run_state = GCCORE_RUN_HOST_ERROR;
      return false;
    }
  if (result == SCHED_DEADLOCK)
    vm_deadlock (m->vm);
  if (m->sched.st->tick >= due)
    {
      observer_sample (m->observer);
      if (m->history != NULL)
        history_note (m);
    }
  if ((result == SCHED_STOPPED || result == SCHED_DEADLOCK) && vm_ended (m->vm, &status))
    {
      program_ended (m, status);
      return false;
    }
  return true;
}

/* The promise that `verify` asks for, at the end of a tick in which a phase began. */
static bool
verify_phase (GccoreMachine *m)
{
  if (!m->watch.phase_changed || !m->knobs.verify)
    return true;
  return gccore_machine_verify (m, &m->error) == GCCORE_OK;
}

static GccoreStopReason
end_reason (const GccoreMachine *m)
{
  return m->run_state == GCCORE_RUN_HOST_ERROR ? GCCORE_STOP_HOST_ERROR : GCCORE_STOP_ENDED;
}

static bool
has_ended (const GccoreMachine *m)
{
  return m->run_state == GCCORE_RUN_EXITED || m->run_state == GCCORE_RUN_PANICKED
         || m->run_state == GCCORE_RUN_HOST_ERROR;
}

/* --- stop conditions --- */

/* OFF comes last in a cycle, though it is number 0. */
static int
phase_order (GccorePhase phase)
{
  return phase == GCCORE_PHASE_OFF ? GCCORE_N_PHASES : (int) phase;
}

static bool
cycle_reached (const GccoreMachine *m, const GccoreStop *stop)
{
  uint32_t cycle = gc_cycle (&m->gc);
  GccorePhase phase = (GccorePhase) gc_phase (&m->gc);
  if (cycle != stop->n)
    return cycle > stop->n;
  if (stop->phase == GCCORE_PHASE_OFF || phase_order (phase) > phase_order (stop->phase))
    return true;
  return phase == stop->phase && (stop->progress == 0 || gc_phase_progress (&m->gc) >= stop->progress);
}

static GccoreObjectColour
object_colour (const GccoreMachine *m, Addr addr)
{
  uint32_t index;
  const Mspan *s = heap_find_object (&m->heap, addr, &index);
  return s == NULL ? GCCORE_OBJECT_FREE : machine_object_colour (m, s, index);
}

/* Whether the condition holds now. Edges without a state (line, func) do not; those of events are counted. */
static bool
holds (const GccoreMachine *m, const GccoreStop *stop)
{
  switch (stop->kind)
    {
    case GCCORE_STOP_TICK:
      return m->sched.st->tick >= stop->n;
    case GCCORE_STOP_END:
      return has_ended (m);
    case GCCORE_STOP_CYCLE:
      return cycle_reached (m, stop);
    case GCCORE_STOP_HEAP:
      return m->gc.pacer->heap_live > stop->n;
    case GCCORE_STOP_OBJECT:
      return object_colour (m, stop->addr) == stop->colour;
    case GCCORE_STOP_EVENT:
      return stop->watch.n_left == 0;
    case GCCORE_STOP_LINE:
    case GCCORE_STOP_FUNC:
      return false;
    }
  g_return_val_if_reached (false);
}

bool
gccore_stop_reached (const GccoreStop *stop, const GccoreMachine *m)
{
  switch (stop->kind)
    {
    case GCCORE_STOP_TICK:
    case GCCORE_STOP_END:
    case GCCORE_STOP_CYCLE:
    case GCCORE_STOP_HEAP:
      return holds (m, stop);
    default:
      return false;
    }
}

static void
arm (const GccoreMachine *m, GccoreStop *stop)
{
  uint64_t tick = m->sched.st->tick;
  bool goes_on = stop->watch.machine == m && stop->watch.tick == tick;
  if (!goes_on)
    {
      stop->watch.n_left = stop->n;
      stop->watch.was_true = (tick > 0 || stop->kind == GCCORE_STOP_OBJECT) && stop->kind != GCCORE_STOP_EVENT
                             && holds (m, stop);
    }
  stop->watch.machine = m;
  stop->watch.tick = tick;
}

/* Looks at every stop at a tick boundary; the first that has become true, or -1. */
static int
look (const GccoreMachine *m)
{
  int hit = -1;
  for (guint i = 0; i < m->watch.n_stops; i++)
    {
      GccoreStop *stop = m->watch.stops[i];
      bool now = stop->kind != GCCORE_STOP_END && holds (m, stop); /* at the end every run ends */
      if (now && !stop->watch.was_true && hit < 0)
        hit = (int) i;
      if (now && stop->kind == GCCORE_STOP_EVENT)
        stop->watch.n_left = stop->n; /* told; the next of them counts from here */
      stop->watch.was_true = now && stop->kind != GCCORE_STOP_EVENT;
      stop->watch.tick = m->sched.st->tick;
    }
  return hit;
}

/* How closely the run has to look, from the stops as things stand. */
typedef struct {
  uint64_t last_tick;         /* not beyond */
  bool every_tick;
  bool listen;
} Plan;

static Plan
plan (const GccoreMachine *m)
{
  Plan p = { .last_tick = m->watch.last_tick, .listen = m->event_func != NULL };
  uint64_t tick = m->sched.st->tick;
  for (guint i = 0; i < m->watch.n_stops; i++)
    {
      const GccoreStop *stop = m->watch.stops[i];
      if (stop->kind == GCCORE_STOP_TICK && stop->n > tick)
        p.last_tick = MIN (p.last_tick, stop->n);
      else if (stop->kind == GCCORE_STOP_HEAP || stop->kind == GCCORE_STOP_OBJECT)
        p.every_tick = true;
      else if (stop->kind == GCCORE_STOP_EVENT)
        p.listen = true;
      else if (stop->kind == GCCORE_STOP_CYCLE && stop->progress > 0 && gc_cycle (&m->gc) == stop->n
               && (GccorePhase) gc_phase (&m->gc) == stop->phase)
        p.every_tick = p.listen = true;
    }
  if (p.last_tick - tick <= TAIL_SLICES * OBSERVER_TICKS)
    p.listen = true;
  return p;
}

/* --- running --- */

/* One slice under the plan, and what is due at its end. Returns STEPPED when there is nothing to report. */
static GccoreStopReason
advance (GccoreMachine *m, const Plan *p)
{
  uint64_t limit = p->every_tick ? m->sched.st->tick + 1 : p->last_tick;
  m->watch.phase_changed = false;
  listen (m, p->listen);
  if (!run_slice (m, limit))
    return end_reason (m);
  return verify_phase (m) ? GCCORE_STOP_STEPPED : GCCORE_STOP_BROKEN;
}

typedef struct { gint64 deadline_us; guint tail; } Budget;

static Budget
budget_new (uint64_t budget_us)
{
  return (Budget) { budget_us > 0 ? g_get_monotonic_time () + (gint64) budget_us : G_MAXINT64, 0 };
}

/* After a slice: whether the time and the observed slices that follow it are used up. */
static bool
budget_spent (Budget *budget)
{
  if (budget->tail > 0)
    return --budget->tail == 0;
  if (budget->deadline_us != G_MAXINT64 && g_get_monotonic_time () >= budget->deadline_us)
    budget->tail = TAIL_SLICES;
  return false;
}

static GccoreStopReason
run (GccoreMachine *m, uint64_t budget_us, guint *hit)
{
  Budget budget = budget_new (budget_us);
  for (;;)
    {
      int i = look (m);
      if (i >= 0)
        {
          if (hit != NULL)
            *hit = (guint) i;
          return GCCORE_STOP_HIT;
        }
      if (has_ended (m))
        return end_reason (m);
      if (m->sched.st->tick >= m->watch.last_tick)
        return GCCORE_STOP_STEPPED;
      Plan p = plan (m);
      p.listen = p.listen || budget.tail > 0;
      GccoreStopReason reason = advance (m, &p);
      if (reason == GCCORE_STOP_BROKEN || reason == GCCORE_STOP_HOST_ERROR)
        return reason;
      if (reason == GCCORE_STOP_STEPPED && budget_spent (&budget))
        return GCCORE_STOP_BUDGET;
    }
}

GccoreStopReason
machine_run_until (GccoreMachine *m, GccoreStop *const *stops, guint n_stops, uint64_t last_tick, uint64_t budget_us,
                   guint *hit)
{
  for (guint i = 0; i < n_stops; i++)
    arm (m, stops[i]);
  m->watch = (SliceWatch) { .stops = stops, .n_stops = n_stops, .last_tick = last_tick };
  GccoreStopReason reason = run (m, budget_us, hit);
  for (guint i = 0; i < n_stops; i++) /* what they have seen is good up to here */
    stops[i]->watch.tick = m->sched.st->tick;
  m->watch = (SliceWatch) { 0 };
  listen (m, false);
  m->step_start_tick = m->sched.st->tick > 0 ? m->sched.st->tick - 1 : 0;
  return reason;
}

GccoreStopReason
gccore_machine_run (GccoreMachine *m, GccoreStop *const *stops, guint n_stops, uint64_t budget_us, guint *hit)
{
  return machine_run_until (m, stops, n_stops, UINT64_MAX, budget_us, hit);
}

/* --- steps --- */

#define KIND(id) (UINT64_C (1) << EVENT_##id)

/* The goroutine that acts next; 0 if its P has none. */
static GSlot
next_goroutine (const GccoreMachine *m)
{
  const P *next = NULL;
  for (uint32_t i = 0; i < m->sched.st->n_procs; i++)
    {
      const P *p = &m->sched.ps[i];
      if (p->status == P_RUNNING && (next == NULL || p->clock < next->clock))
        next = p;
    }
  return next != NULL ? next->g : 0;
}

/* The line of the program that goroutine g is at: of its innermost frame that is not the library's. */
static uint32_t
program_line (const GccoreMachine *m, GSlot g)
{
  const ProgFunc *func;
  uint32_t line = 0;
  return g != 0 && vm_position (m->vm, &m->sched.gs[g], &func, &line) ? line : 0;
}

static bool
step_done (const GccoreMachine *m, GccoreGranularity by, uint32_t cycle, GSlot g, uint32_t line)
{
  switch (by)
    {
    case GCCORE_BY_OBJECT:
    case GCCORE_BY_SPAN:
    case GCCORE_BY_SWITCH:
      return m->watch.kind_seen;
    case GCCORE_BY_LINE:
      return g == 0 ? next_goroutine (m) != 0
                    : program_line (m, g) != line || m->sched.gs[g].status != G_RUNNING;
    case GCCORE_BY_PHASE:
      return m->watch.phase_changed;
    case GCCORE_BY_CYCLE:
      return gc_cycle (&m->gc) != cycle;
    case GCCORE_BY_TICK:
      break;
    }
  g_return_val_if_reached (true);
}

/* One step; STEPPED when it is complete. */
static GccoreStopReason
step_once (GccoreMachine *m, GccoreGranularity by, uint64_t last_tick, Budget *budget)
{
  uint32_t cycle = gc_cycle (&m->gc);
  GSlot g = next_goroutine (m);
  uint32_t line = program_line (m, g);
  const Plan p = { .last_tick = last_tick, .every_tick = by == GCCORE_BY_LINE, .listen = true };

  m->watch.kind_seen = false;
  for (;;)
    {
      GccoreStopReason reason = advance (m, &p);
      if (reason != GCCORE_STOP_STEPPED || step_done (m, by, cycle, g, line))
        return reason;
      if (m->sched.st->tick >= last_tick || budget_spent (budget))
        return GCCORE_STOP_BUDGET;
    }
}

static GccoreStopReason
step_ticks (GccoreMachine *m, uint64_t n, Budget *budget)
{
  uint64_t tick = m->sched.st->tick;
  const Plan p = { .last_tick = n < UINT64_MAX - tick ? tick + n : UINT64_MAX, .listen = true };
  GccoreStopReason reason = GCCORE_STOP_STEPPED;
  while (reason == GCCORE_STOP_STEPPED && m->sched.st->tick < p.last_tick)
    {
      reason = advance (m, &p);
      if (reason == GCCORE_STOP_STEPPED && m->sched.st->tick < p.last_tick && budget_spent (budget))
        reason = GCCORE_STOP_BUDGET;
    }
  return reason;
}

/* Events that complete a step, bit per kind. */
static uint64_t
step_kinds (GccoreGranularity by)
{
  switch (by)
    {
    case GCCORE_BY_OBJECT:
      return KIND (ALLOC) | KIND (TINY) | KIND (SCAN);
    case GCCORE_BY_SPAN:
      return KIND (REFILL) | KIND (SPAN_ALLOC) | KIND (SPAN_FREE) | KIND (SWEEP) | KIND (SCAVENGE);
    case GCCORE_BY_SWITCH:
      return KIND (GO_START);
    default:
      return 0;
    }
}

GccoreStopReason
machine_step_until (GccoreMachine *m, GccoreGranularity by, uint64_t last_tick)
{
  Budget budget = budget_new (0);
  m->watch = (SliceWatch) { .kinds = step_kinds (by) };
  GccoreStopReason reason = step_once (m, by, last_tick, &budget);
  m->watch = (SliceWatch) { 0 };
  listen (m, false);
  return reason;
}

GccoreStopReason
gccore_machine_step (GccoreMachine *m, GccoreGranularity by, uint64_t n, uint64_t budget_us)
{
  Budget budget = budget_new (budget_us);
  GccoreStopReason reason = GCCORE_STOP_STEPPED;

  if (has_ended (m))
    return end_reason (m);
  m->watch = (SliceWatch) { .kinds = step_kinds (by) };
  m->step_start_tick = m->sched.st->tick;
  if (by == GCCORE_BY_TICK)
    reason = step_ticks (m, n, &budget);
  for (uint64_t i = 0; by != GCCORE_BY_TICK && i < n && reason == GCCORE_STOP_STEPPED; i++)
    reason = i > 0 && budget_spent (&budget) ? GCCORE_STOP_BUDGET : step_once (m, by, UINT64_MAX, &budget);
  m->watch = (SliceWatch) { 0 };
  listen (m, false);
  return reason;
}
