/* Seeking: going to a place in history by restoring the moment before it and running again. */

#include <string.h>

#include "session/history.h"
#include "session/places.h"

/* A moment is kept so many ticks before a place that was gone back to: the next steps back are short. */
#define NEAR_TICKS 30000

/* Whether a moment is a better start than where the machine stands; *i is its number. It lies before the tick, so that the
 * last tick is always run, and heard. */
static bool
find_start (const GccoreMachine *m, GccorePosition position, guint *i)
{
  if (m->history == NULL)
    return false;
  GccorePosition now = gccore_machine_position (m);
  bool back = gccore_position_compare (position, now) < 0;
  *i = history_before (m, MAX (position.tick, 1) - 1);
  uint64_t tick = history_tick (m, *i);
  return tick <= position.tick && (back || tick > now.tick);
}

/* On the way to a tick that was gone back to. */
static GccoreStopReason
approach (GccoreMachine *m, uint64_t tick, uint64_t budget_us)
{
  if (m->history == NULL || tick - m->sched.st->tick < 2 * NEAR_TICKS)
    return GCCORE_STOP_STEPPED;
  GccoreStopReason reason = machine_run_until (m, NULL, 0, tick - NEAR_TICKS, budget_us, NULL);
  if (reason == GCCORE_STOP_STEPPED)
    history_take_near (m);
  return reason;
}

/* A goroutine is at an instruction of the tick that is looked for. */
static bool
is_there (GccoreMachine *m, const G *g, GccorePosition position)
{
  return position.step >= m->seek_step;
}

/* From the tick's beginning to a step in it. */
static GccoreStopReason
enter_tick (GccoreMachine *m, GccorePosition position)
{
  g_autofree uint64_t *all = places_new (m);
  memset (all, 0xff, (m->program->n_code / 64 + 1) * sizeof *all);
  m->seek_step = position.step;
  places_watch (m, all, is_there);
  GccoreStopReason reason = machine_run_until (m, NULL, 0, position.tick + 1, 0, NULL);
  places_watch (m, NULL, NULL);
  return reason == GCCORE_STOP_HIT ? GCCORE_STOP_STEPPED : reason;
}

/* Runs there from before; `back`: the next steps back shall be short. */
static GccoreStopReason
run_there (GccoreMachine *m, GccorePosition position, bool back, uint64_t budget_us)
{
  GccoreStopReason reason = back ? approach (m, position.tick, budget_us) : GCCORE_STOP_STEPPED;
  if (reason == GCCORE_STOP_STEPPED && m->sched.st->tick < position.tick)
    reason = machine_run_until (m, NULL, 0, position.tick, budget_us, NULL);
  if (m->history != NULL)
    history_set_last_tick (m, MAX (history_last_tick (m), m->sched.st->tick));
  if (reason == GCCORE_STOP_STEPPED && m->sched.st->tick == position.tick && position.step > 0)
    reason = enter_tick (m, position);
  if (reason == GCCORE_STOP_STEPPED && m->sched.st->tick == m->end_tick && m->end_tick == position.tick)
    reason = machine_run_until (m, NULL, 0, position.tick + 1, 0, NULL); /* a deadlock is found after its last tick */
  if (reason == GCCORE_STOP_ENDED && m->sched.st->tick >= position.tick)
    reason = GCCORE_STOP_STEPPED;
  return reason;
}

GccoreStopReason
gccore_machine_seek_to (GccoreMachine *m, GccorePosition position, uint64_t budget_us)
{
  GccorePosition from = gccore_machine_position (m);
  gsize output_pos = m->output_pos;
  guint n_trace = m->n_trace;
  guint start;
  bool jumps = find_start (m, position, &start);
  bool back = gccore_position_compare (position, from) < 0;

  if (gccore_position_compare (position, from) == 0 || (back && !jumps))
    return GCCORE_STOP_STEPPED; /* there, or nothing is known of it */
  if (jumps && !history_restore (m, start))
    return GCCORE_STOP_HOST_ERROR;
  machine_replay_knobs (m);
  if (back)
    m->quiet_tick = position.tick;
  else if (jumps)
    machine_tell_known (m, output_pos, n_trace);
  return run_there (m, position, back, budget_us);
}

void
gccore_machine_hear_last (GccoreMachine *m)
{
  GccorePosition here = gccore_machine_position (m);
  uint64_t quiet_tick = m->quiet_tick, tail = here.tick - MIN (here.tick, MACHINE_TAIL_TICKS);
  if (m->heard_since <= tail || m->history == NULL || here.tick == 0 || m->run_state == GCCORE_RUN_HOST_ERROR)
    return;
  guint start = history_before (m, tail);
  if (history_tick (m, start) >= here.tick || !history_restore (m, start))
    return;
  machine_replay_knobs (m);
  m->quiet_tick = MAX (quiet_tick, here.tick + (here.step > 0));
  run_there (m, here, false, 0);
  m->quiet_tick = quiet_tick;
}

GccoreStopReason
gccore_machine_seek (GccoreMachine *m, uint64_t tick, uint64_t budget_us)
{
  return gccore_machine_seek_to (m, (GccorePosition) { tick, 0 }, budget_us);
}
