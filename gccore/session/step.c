/* Advancing a machine: slices of ticks, runs to a stop condition, steps by granularity.
 *
 * A slice ends at a multiple of OBSERVER_TICKS, at the next tick that somebody asked for, or at once after a tick in
 * which a hook or the event sink found what is waited for (they lower the scheduler's tick limit). Whatever is asked,
 * the ticks are the same; only where the loop looks up differs. */

#include "session/bookmarks.h"
#include "session/history.h"
#include "session/lines.h"
#include "session/machine-internal.h"
#include "session/places.h"
#include "session/search.h"
#include "session/watch.h"

/* While the machine runs flat out nobody pays for events; once the wall time of a call is used up, so many more slices
 * are observed, so that the frame which follows can tell what happened last. Before a tick that was asked for
 * MACHINE_TAIL_TICKS are. */
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
  GccoreFrameEvent told;
  g_string_truncate (m->sentence, 0);
  event_tell (&told, m->sentence, event, &world);
  m->event_func (&told, m->event_data);
}

void
machine_event (void *context, const Event *event)
{
  GccoreMachine *m = context;
  observer_event (m->observer, event);
  if (m->event_func != NULL)
    tell_event (m, event);
  if (watch_event (m, event))
    end_slice (m);
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
  m->end_tick = m->sched.st->tick;
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
  machine_replay_knobs (m);
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

bool
machine_has_ended (const GccoreMachine *m)
{
  return m->run_state == GCCORE_RUN_EXITED || m->run_state == GCCORE_RUN_PANICKED
         || m->run_state == GCCORE_RUN_HOST_ERROR;
}

static GccoreStopReason
end_reason (const GccoreMachine *m)
{
  return m->run_state == GCCORE_RUN_HOST_ERROR ? GCCORE_STOP_HOST_ERROR : GCCORE_STOP_ENDED;
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
  uint64_t tail = p.last_tick - MIN (p.last_tick, MACHINE_TAIL_TICKS);
  if (tick >= tail || m->watch.kinds != 0)
    p.listen = true;
  else
    p.last_tick = tail;
  return p;
}

/* --- running --- */

/* One slice under the plan, and what is due at its end. Returns STEPPED when there is nothing to report. */
static GccoreStopReason
advance (GccoreMachine *m, const Plan *p)
{
  uint64_t limit = p->every_tick ? m->sched.st->tick + 1 : p->last_tick;
  m->watch.phase_changed = false;
  m->heard_since = p->listen ? MIN (m->heard_since, m->sched.st->tick) : UINT64_MAX;
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
run_slices (GccoreMachine *m, Budget *budget, guint *hit)
{
  for (;;)
    {
      int i = watch_look (m);
      if (i >= 0)
        {
          if (hit != NULL)
            *hit = (guint) i;
          return GCCORE_STOP_HIT;
        }
      if (machine_has_ended (m))
        return end_reason (m);
      if (m->sched.st->tick >= m->watch.last_tick)
        return GCCORE_STOP_STEPPED;
      Plan p = plan (m);
      p.listen = p.listen || budget->tail > 0;
      GccoreStopReason reason = advance (m, &p);
      if (reason == GCCORE_STOP_BROKEN || reason == GCCORE_STOP_HOST_ERROR)
        return reason;
      if (sched_is_inside (&m->sched))
        {
          if (hit != NULL)
            *hit = (guint) m->watch.place_hit;
          return GCCORE_STOP_HIT;
        }
      if (reason == GCCORE_STOP_STEPPED && budget_spent (budget))
        return GCCORE_STOP_BUDGET;
    }
}

static GccoreStopReason
run (GccoreMachine *m, uint64_t budget_us, guint *hit)
{
  Budget budget = budget_new (budget_us);
  GccoreStopReason reason = run_slices (m, &budget, hit);

  /* An end among the observed slices: how many of the last events were heard is a matter of the host's time. */
  if (reason != GCCORE_STOP_BUDGET && budget.tail > 0)
    m->heard_since = UINT64_MAX;
  return reason;
}

GccoreStopReason
machine_run_until (GccoreMachine *m, GccoreStop *const *stops, guint n_stops, uint64_t last_tick, uint64_t budget_us,
                   guint *hit)
{
  m->watch = (SliceWatch) { .last_tick = last_tick };
  watch_arm (m, stops, n_stops);
  GccoreStopReason reason = run (m, budget_us, hit);
  watch_disarm (m);
  listen (m, false);
  m->step_start_tick = m->sched.st->tick > 0 ? m->sched.st->tick - 1 : 0;
  return reason;
}

GccoreStopReason
machine_note_until (GccoreMachine *m, const Search *search, uint64_t last_tick, Place *note, uint64_t budget_us)
{
  m->watch = (SliceWatch) { .last_tick = last_tick, .note = note, .kinds = search->kinds };
  watch_arm (m, search->stops, search->n_stops);
  if (search->places != NULL)
    places_watch (m, search->places, search->place_func);
  GccoreStopReason reason = run (m, budget_us, NULL);
  watch_disarm (m);
  listen (m, false);
  return reason;
}

GccoreStopReason
gccore_machine_run (GccoreMachine *m, GccoreStop *const *stops, guint n_stops, uint64_t budget_us, guint *hit)
{
  guint which = 0;
  GccoreStopReason reason = machine_run_until (m, stops, n_stops, UINT64_MAX, budget_us, &which);
  if (reason == GCCORE_STOP_HIT)
    {
      bookmarks_note_stop (m, stops[which]);
      if (hit != NULL)
        *hit = which;
    }
  return reason;
}

/* --- steps --- */

#define KIND(id) (UINT64_C (1) << EVENT_##id)

static bool
step_done (const GccoreMachine *m, GccoreGranularity by, uint32_t cycle)
{
  switch (by)
    {
    case GCCORE_BY_OBJECT:
    case GCCORE_BY_SPAN:
    case GCCORE_BY_SWITCH:
      return m->watch.kind_seen;
    case GCCORE_BY_LINE:
    case GCCORE_BY_LINE_OVER:
    case GCCORE_BY_LINE_OUT:
      return sched_is_inside (&m->sched) || lines_owner_gone (m);
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
step_once (GccoreMachine *m, GccoreGranularity by, Budget *budget)
{
  uint32_t cycle = gc_cycle (&m->gc);
  const Plan p = { .last_tick = UINT64_MAX, .listen = true };
  GccoreStopReason reason;

  m->watch.kind_seen = false;
  if (step_is_by_line (by))
    lines_begin (m, by);
  do
    {
      reason = advance (m, &p);
      if (reason != GCCORE_STOP_STEPPED || step_done (m, by, cycle))
        break;
      if (budget_spent (budget))
        reason = GCCORE_STOP_BUDGET;
    }
  while (reason == GCCORE_STOP_STEPPED);
  if (step_is_by_line (by))
    lines_end (m, reason == GCCORE_STOP_BUDGET);
  return reason;
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

uint64_t
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
    case GCCORE_BY_LINE:
    case GCCORE_BY_LINE_OVER:
    case GCCORE_BY_LINE_OUT:
      return KIND (GO_END); /* it may be the one that is stepped */
    default:
      return 0;
    }
}

GccoreStopReason
gccore_machine_step (GccoreMachine *m, GccoreGranularity by, uint64_t n, uint64_t budget_us)
{
  Budget budget = budget_new (budget_us);
  GccoreStopReason reason = GCCORE_STOP_STEPPED;

  if (machine_has_ended (m))
    return end_reason (m);
  m->watch = (SliceWatch) { .kinds = step_kinds (by) };
  m->step_start_tick = m->sched.st->tick;
  if (by == GCCORE_BY_TICK)
    reason = step_ticks (m, n, &budget);
  for (uint64_t i = 0; by != GCCORE_BY_TICK && i < n && reason == GCCORE_STOP_STEPPED; i++)
    reason = i > 0 && budget_spent (&budget) ? GCCORE_STOP_BUDGET : step_once (m, by, &budget);
  m->watch = (SliceWatch) { 0 };
  listen (m, false);
  return reason;
}
