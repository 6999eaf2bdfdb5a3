/* Seeking: checkpoints as the machine runs, and finding earlier ticks by restoring and running again.
 *
 * A moment is a checkpoint of the image with the host's side of the run beside it. They are kept in the order of their
 * ticks; running on from one gives the next. Which moments exist depends on wall time and memory and never shows: the
 * ticks between are the same whether they were run once or ten times. */

#include "session/machine-internal.h"

#include <string.h>

#include "session/checkpoint.h"
#include "session/history.h"
#include "session/places.h"

/* Wall time that running again from a moment may take, and how much of its time a run may spend on saving. */
#define SPACING_US 60000
#define MAX_SHARE 0.10
/* A moment is kept so many ticks before a place that was gone back to: the next steps back are short. */
#define NEAR_TICKS 30000

typedef struct {
  uint64_t tick;
  Checkpoint *image;
  Observer *observer;
  GccoreKnobs knobs;
  guint n_knob_changes, n_trace;
  gsize output_pos;
} Moment;

struct History {
  CheckpointStore *store;
  uint64_t budget_bytes, side_bytes;
  GPtrArray *moments;         /* Moment, ascending; the first is never dropped */
  gint64 due_us;              /* monotonic time of the next moment */
  uint64_t last_tick;         /* of this history so far */
};

static Moment *
moment_at (const History *h, guint i)
{
  return g_ptr_array_index (h->moments, i);
}

/* The latest moment at or before tick; the first when there is none. */
static guint
moment_before (const History *h, uint64_t tick)
{
  guint i = h->moments->len - 1;
  while (i > 0 && moment_at (h, i)->tick > tick)
    i--;
  return i;
}

static void
drop_moment (History *h, guint i)
{
  Moment *moment = g_ptr_array_remove_index (h->moments, i);
  h->side_bytes -= observer_bytes (moment->observer) + sizeof *moment;
  checkpoint_free (h->store, moment->image);
  observer_free (moment->observer);
  g_free (moment);
}

/* Drops the moment that is missed least: the one whose neighbours are closest together, seen from `tick`. */
static void
thin (History *h, uint64_t tick)
{
  while (h->moments->len > 2 && checkpoint_store_bytes (h->store) + h->side_bytes > h->budget_bytes)
    {
      guint least = 0;
      double least_missed = G_MAXDOUBLE;
      for (guint i = 1; i + 1 < h->moments->len; i++)
        {
          uint64_t at = moment_at (h, i)->tick;
          double gap = (double) (moment_at (h, i + 1)->tick - moment_at (h, i - 1)->tick);
          double missed = gap / (1.0 + (double) (at > tick ? at - tick : tick - at));
          if (missed < least_missed)
            {
              least_missed = missed;
              least = i;
            }
        }
      drop_moment (h, MAX (least, 1));
    }
}

static void
take_moment (GccoreMachine *m)
{
  History *h = m->history;
  guint place = h->moments->len > 0 ? moment_before (h, m->sched.st->tick) : 0;
  const Moment *before = h->moments->len > 0 ? moment_at (h, place) : NULL;
  Moment *moment = g_new0 (Moment, 1);
  gint64 start_us = g_get_monotonic_time ();

  moment->tick = m->sched.st->tick;
  moment->image = checkpoint_take (h->store, before != NULL ? before->image : NULL);
  moment->observer = observer_copy (m->observer);
  moment->knobs = m->knobs;
  moment->n_knob_changes = m->n_knob_changes;
  moment->n_trace = m->n_trace;
  moment->output_pos = m->output_pos;
  h->side_bytes += observer_bytes (moment->observer) + sizeof *moment;
  g_ptr_array_insert (h->moments, before != NULL ? (int) place + 1 : 0, moment);
  thin (h, m->sched.st->tick);

  gint64 now_us = g_get_monotonic_time ();
  h->due_us = now_us + MAX (SPACING_US, (gint64) ((double) (now_us - start_us) / MAX_SHARE));
}

void
history_note (GccoreMachine *m)
{
  History *h = m->history;
  uint64_t tick = m->sched.st->tick;
  h->last_tick = MAX (h->last_tick, tick);
  if (g_get_monotonic_time () < h->due_us)
    return;
  if (moment_at (h, moment_before (h, tick))->tick == tick)
    h->due_us = g_get_monotonic_time () + SPACING_US; /* been here before */
  else
    take_moment (m);
}

void
history_forget_future (GccoreMachine *m)
{
  History *h = m->history;
  uint64_t tick = m->sched.st->tick;
  if (h == NULL)
    return;
  while (h->moments->len > 1 && moment_at (h, h->moments->len - 1)->tick > tick)
    drop_moment (h, h->moments->len - 1);
  if (m->gc.births != NULL && h->last_tick > tick)
    births_leave_course (m->gc.births, tick);
  h->last_tick = tick;
}

void
history_free (GccoreMachine *m)
{
  History *h = m->history;
  if (h == NULL)
    return;
  while (h->moments->len > 0)
    drop_moment (h, h->moments->len - 1);
  g_ptr_array_unref (h->moments);
  checkpoint_store_free (h->store);
  g_clear_pointer (&m->history, g_free);
}

void
gccore_machine_set_history (GccoreMachine *m, uint64_t budget_bytes)
{
  if (budget_bytes == 0)
    {
      history_free (m);
      return;
    }
  if (m->history == NULL)
    {
      m->history = g_new0 (History, 1);
      m->history->moments = g_ptr_array_new ();
      m->history->store = checkpoint_store_new (&m->heap);
      m->history->budget_bytes = budget_bytes;
      take_moment (m);
    }
  m->history->budget_bytes = budget_bytes;
  m->history->last_tick = MAX (m->history->last_tick, m->sched.st->tick);
  thin (m->history, m->sched.st->tick);
}

uint64_t
gccore_machine_last_tick (const GccoreMachine *m)
{
  return m->history != NULL ? MAX (m->history->last_tick, m->sched.st->tick) : m->sched.st->tick;
}

guint
gccore_machine_history_moments (const GccoreMachine *m)
{
  return m->history != NULL ? m->history->moments->len : 0;
}

uint64_t
gccore_machine_history_bytes (const GccoreMachine *m)
{
  return m->history != NULL ? checkpoint_store_bytes (m->history->store) + m->history->side_bytes : 0;
}

/* --- restoring --- */

static bool
restore (GccoreMachine *m, const Moment *moment)
{
  m->history->last_tick = MAX (m->history->last_tick, m->sched.st->tick);
  if (checkpoint_restore (m->history->store, moment->image, &m->error) != GCCORE_OK)
    {
      m->run_state = GCCORE_RUN_HOST_ERROR;
      return false;
    }
  heap_attach (&m->heap, &m->image, &m->program->gc_types);
  m->heap.track_scanned = true;
  sched_attach (&m->sched, &m->image);
  gc_attach (&m->gc, &m->image);
  vm_attach (m->vm);
  observer_assign (m->observer, moment->observer);
  m->knobs = moment->knobs;
  m->n_knob_changes = moment->n_knob_changes;
  m->n_trace = moment->n_trace;
  m->output_pos = moment->output_pos;
  m->run_state = GCCORE_RUN_PAUSED;
  m->history->due_us = g_get_monotonic_time () + SPACING_US;
  return true;
}

/* The moment to go on from to reach the position; NULL: from where the machine stands. */
static const Moment *
best_start (const GccoreMachine *m, GccorePosition position)
{
  if (m->history == NULL)
    return NULL;
  const Moment *moment = moment_at (m->history, moment_before (m->history, position.tick));
  GccorePosition now = gccore_machine_position (m);
  bool back = gccore_position_compare (position, now) < 0;
  return moment->tick <= position.tick && (back || moment->tick > now.tick) ? moment : NULL;
}

/* On the way to a tick that was gone back to. */
static GccoreStopReason
approach (GccoreMachine *m, uint64_t tick, uint64_t budget_us)
{
  if (m->history == NULL || tick - m->sched.st->tick < 2 * NEAR_TICKS)
    return GCCORE_STOP_STEPPED;
  GccoreStopReason reason = machine_run_until (m, NULL, 0, tick - NEAR_TICKS, budget_us, NULL);
  if (reason == GCCORE_STOP_STEPPED)
    take_moment (m);
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

GccoreStopReason
gccore_machine_seek_to (GccoreMachine *m, GccorePosition position, uint64_t budget_us)
{
  GccorePosition from = gccore_machine_position (m);
  gsize output_pos = m->output_pos;
  guint n_trace = m->n_trace;
  const Moment *moment = best_start (m, position);
  bool back = gccore_position_compare (position, from) < 0;

  if (gccore_position_compare (position, from) == 0 || (back && moment == NULL))
    return GCCORE_STOP_STEPPED; /* there, or nothing is known of it */
  if (moment != NULL && !restore (m, moment))
    return GCCORE_STOP_HOST_ERROR;
  if (back)
    m->quiet_tick = position.tick;
  else if (moment != NULL)
    machine_tell_known (m, output_pos, n_trace);
  GccoreStopReason reason = back ? approach (m, position.tick, budget_us) : GCCORE_STOP_STEPPED;
  if (reason == GCCORE_STOP_STEPPED && m->sched.st->tick < position.tick)
    reason = machine_run_until (m, NULL, 0, position.tick, budget_us, NULL);
  if (m->history != NULL)
    m->history->last_tick = MAX (m->history->last_tick, m->sched.st->tick);
  if (reason == GCCORE_STOP_STEPPED && m->sched.st->tick == position.tick && position.step > 0)
    reason = enter_tick (m, position);
  if (reason == GCCORE_STOP_ENDED && m->sched.st->tick >= position.tick)
    reason = GCCORE_STOP_STEPPED;
  return reason;
}

GccoreStopReason
gccore_machine_seek (GccoreMachine *m, uint64_t tick, uint64_t budget_us)
{
  return gccore_machine_seek_to (m, (GccorePosition) { tick, 0 }, budget_us);
}

/* --- for search.c --- */

guint
history_stretch (const GccoreMachine *m, GccorePosition end)
{
  guint i = moment_before (m->history, end.tick);
  bool after = moment_at (m->history, i)->tick < end.tick || end.step > 1;
  return i + (after ? 1 : 0);
}

uint64_t
history_tick (const GccoreMachine *m, guint i)
{
  return moment_at (m->history, i)->tick;
}

bool
history_restore (GccoreMachine *m, guint i)
{
  return restore (m, moment_at (m->history, i));
}
