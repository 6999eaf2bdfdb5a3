#include "session/history.h"

#include <time.h>

#include "session/checkpoint.h"

/* CPU time that running again from a moment may take, and how much of its time a run may spend on saving. What is saved
 * grows with the time between moments until all pages have changed, so that sparser ones save little of it; and once there
 * are more changes than the second thread packs in time, they cost more (a live set that grows to 256 MiB: with a share
 * of 0.10 its last moments cost 60 to 95 ms each, with this one a fifth, and no more in all). Wall time, which is cheaper
 * to ask for, tells when to look. */
#define SPACING_US 75000
#define MAX_SHARE 0.16
#define COST_MEMORY 8 /* moments over which costs are averaged */
/* How much sparser moments are at the far end than near: seen from nearer than this share of the history, all is near. */
#define NEAR_SHARE 0.5

typedef struct {
  uint64_t tick;
  bool near;                  /* to a place that was gone back to */
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
  GPtrArray *kept;            /* the same, of other branches; borrowed */
  gint64 due_us;              /* CPU time of the thread at which the next moment is due */
  gint64 look_us;             /* monotonic time before which it cannot be */
  double cost_us;             /* CPU time that taking one costs, of late */
  uint64_t last_tick;         /* of this history so far */
};

/* CPU time of the calling thread. */
static gint64
cpu_us (void)
{
  struct timespec t;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &t);
  return (gint64) t.tv_sec * G_USEC_PER_SEC + t.tv_nsec / 1000;
}

/* The next moment is due after so much CPU time. */
static void
set_due (History *h, gint64 in_us)
{
  h->due_us = cpu_us () + in_us;
  h->look_us = g_get_monotonic_time () + in_us;
}

static bool
is_due (History *h)
{
  gint64 now = g_get_monotonic_time ();
  if (now < h->look_us)
    return false;
  gint64 left = h->due_us - cpu_us ();
  h->look_us = now + left;
  return left <= 0;
}

static Moment *
moment_at (const History *h, guint i)
{
  return g_ptr_array_index (h->moments, i);
}

static guint
moment_before (const History *h, uint64_t tick)
{
  guint i = h->moments->len - 1;
  while (i > 0 && moment_at (h, i)->tick > tick)
    i--;
  return i;
}

static void
drop_moment (History *h, GPtrArray *moments, guint i)
{
  Moment *moment = g_ptr_array_remove_index (moments, i);
  h->side_bytes -= observer_bytes (moment->observer) + sizeof *moment;
  checkpoint_free (h->store, moment->image);
  observer_free (moment->observer);
  g_free (moment);
}

/* Drops the moment that is missed least: the one whose neighbours are closest together, seen from `tick`. */
static void
drop_least (History *h, uint64_t tick)
{
  guint least = 1;
  double least_missed = G_MAXDOUBLE, near = 1.0 + NEAR_SHARE * (double) moment_at (h, h->moments->len - 1)->tick;
  for (guint i = 1; i + 1 < h->moments->len; i++)
    {
      uint64_t at = moment_at (h, i)->tick;
      double gap = (double) (moment_at (h, i + 1)->tick - moment_at (h, i - 1)->tick);
      double missed = gap / (near + (double) (at > tick ? at - tick : tick - at));
      if (missed < least_missed)
        {
          least_missed = missed;
          least = i;
        }
    }
  drop_moment (h, h->moments, least);
}

/* Drops every second moment of the branch that was left first and has any; false: none has. */
static bool
thin_branches (History *h)
{
  for (guint i = 0; i < h->kept->len; i++)
    {
      GPtrArray *moments = g_ptr_array_index (h->kept, i);
      if (moments->len == 0)
        continue;
      for (guint k = moments->len; k > 0; k -= MIN (k, 2))
        drop_moment (h, moments, k - 1);
      return true;
    }
  return false;
}

static uint64_t
history_bytes (const History *h)
{
  return checkpoint_store_bytes (h->store) + h->side_bytes;
}

static void
thin (History *h, uint64_t tick)
{
  while (history_bytes (h) > h->budget_bytes && thin_branches (h))
    ;
  while (history_bytes (h) > h->budget_bytes && h->moments->len > 2)
    drop_least (h, tick);
}

/* Whether the collector was ever broken on purpose in this history. */
static bool
is_broken (const GccoreMachine *m)
{
  const GccoreKnobs *first = &m->first_knobs;
  bool broken = first->break_write_barrier || first->break_deletion_barrier || first->break_assists
                || first->break_proportional_sweep;
  for (guint i = 0; i < m->knob_changes->len; i++)
    broken = broken || g_str_has_prefix (g_array_index (m->knob_changes, KnobChange, i).knob->name, "break_");
  return broken;
}

static void
take (GccoreMachine *m, bool near)
{
  History *h = m->history;
  guint place = h->moments->len > 0 ? moment_before (h, m->sched.st->tick) : 0;
  Moment *moment = g_new0 (Moment, 1);
  gint64 start_us = cpu_us ();

  moment->tick = m->sched.st->tick;
  moment->near = near;
  moment->image = checkpoint_take (h->store, is_broken (m));
  moment->observer = observer_copy (m->observer);
  moment->knobs = m->knobs;
  moment->n_knob_changes = m->n_knob_changes;
  moment->n_trace = m->n_trace;
  moment->output_pos = m->output_pos;
  h->side_bytes += observer_bytes (moment->observer) + sizeof *moment;
  g_ptr_array_insert (h->moments, h->moments->len > 0 ? (int) place + 1 : 0, moment);
  thin (h, m->sched.st->tick);

  h->cost_us += ((double) (cpu_us () - start_us) - h->cost_us) / COST_MEMORY;
  set_due (h, MAX (SPACING_US, (gint64) (h->cost_us / MAX_SHARE)));
}

void
history_take (GccoreMachine *m)
{
  take (m, false);
}

void
history_take_near (GccoreMachine *m)
{
  History *h = m->history;
  for (guint i = h->moments->len; i-- > 0;)
    if (moment_at (h, i)->near)
      drop_moment (h, h->moments, i);
  take (m, true);
}

void
history_note (GccoreMachine *m)
{
  History *h = m->history;
  uint64_t tick = m->sched.st->tick;
  h->last_tick = MAX (h->last_tick, tick);
  if (!is_due (h))
    return;
  if (moment_at (h, moment_before (h, tick))->tick == tick)
    set_due (h, SPACING_US); /* been here before */
  else
    history_take (m);
}

void
history_free (GccoreMachine *m)
{
  History *h = m->history;
  if (h == NULL)
    return;
  while (h->moments->len > 0)
    drop_moment (h, h->moments, h->moments->len - 1);
  for (guint i = 0; i < h->kept->len; i++)
    for (GPtrArray *kept = g_ptr_array_index (h->kept, i); kept->len > 0;)
      drop_moment (h, kept, kept->len - 1);
  g_ptr_array_unref (h->moments);
  g_ptr_array_unref (h->kept);
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
      m->history->kept = g_ptr_array_new ();
      m->history->store = checkpoint_store_new (&m->gc);
      m->history->budget_bytes = budget_bytes;
      history_take (m);
      machine_replay_knobs (m); /* those of a session's tick 0 come after its first moment */
    }
  m->history->budget_bytes = budget_bytes;
  checkpoint_store_set_room (m->history->store, budget_bytes / 20);
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
  return m->history != NULL ? history_bytes (m->history) : 0;
}

/* --- restoring --- */

bool
history_restore (GccoreMachine *m, guint i)
{
  const Moment *moment = moment_at (m->history, i);
  uint64_t *changed_spans = m->heap.changed_spans;
  m->history->last_tick = MAX (m->history->last_tick, m->sched.st->tick);
  if (checkpoint_restore (m->history->store, moment->image, &m->error) != GCCORE_OK)
    {
      m->run_state = GCCORE_RUN_HOST_ERROR;
      return false;
    }
  heap_attach (&m->heap, &m->image, &m->program->gc_types);
  m->heap.track_scanned = !m->forgets_grey;
  m->heap.changed_spans = changed_spans;
  sched_attach (&m->sched, &m->image);
  gc_attach (&m->gc, &m->image);
  vm_attach (m->vm);
  observer_assign (m->observer, moment->observer);
  m->knobs = moment->knobs;
  m->n_knob_changes = moment->n_knob_changes;
  m->n_trace = moment->n_trace;
  m->output_pos = moment->output_pos;
  m->run_state = GCCORE_RUN_PAUSED;
  observer_forget_events (m->observer); /* what a moment has heard is a matter of the host's time, as its place is */
  m->heard_since = UINT64_MAX;
  /* Most places lie nearer: a moment taken on the way there would share few pages with the next. */
  set_due (m->history, 3 * SPACING_US);
  return true;
}

uint64_t
history_last_tick (const GccoreMachine *m)
{
  return m->history->last_tick;
}

void
history_set_last_tick (GccoreMachine *m, uint64_t tick)
{
  m->history->last_tick = tick;
}

guint
history_before (const GccoreMachine *m, uint64_t tick)
{
  return moment_before (m->history, tick);
}

uint64_t
history_tick (const GccoreMachine *m, guint i)
{
  return moment_at (m->history, i)->tick;
}

guint
history_stretch (const GccoreMachine *m, GccorePosition end)
{
  guint i = moment_before (m->history, end.tick);
  bool after = moment_at (m->history, i)->tick < end.tick || end.step > 1;
  return i + (after ? 1 : 0);
}

/* --- branches --- */

GPtrArray *
history_cut (GccoreMachine *m)
{
  History *h = m->history;
  GPtrArray *moments = g_ptr_array_new ();
  uint64_t tick = m->sched.st->tick;
  guint first = moment_before (h, tick) + 1;
  while (first > 1 && moment_at (h, first - 1)->tick == tick && moment_at (h, first - 1)->n_knob_changes > m->n_knob_changes)
    first--; /* taken after a knob of this very tick */
  while (h->moments->len > first)
    g_ptr_array_add (moments, g_ptr_array_remove_index (h->moments, first));
  g_ptr_array_add (h->kept, moments);
  if (m->gc.births != NULL && h->last_tick > tick)
    births_leave_course (m->gc.births, tick);
  m->greying = (Greying) { 0 };
  h->last_tick = tick;
  return moments;
}

void
history_join (GccoreMachine *m, GPtrArray *moments)
{
  History *h = m->history;
  g_ptr_array_remove (h->kept, moments);
  for (guint i = 0; i < moments->len; i++)
    g_ptr_array_add (h->moments, g_ptr_array_index (moments, i));
  g_ptr_array_unref (moments);
}

void
history_drop (GccoreMachine *m, GPtrArray *moments)
{
  while (moments->len > 0)
    drop_moment (m->history, moments, moments->len - 1);
  if (m->history != NULL)
    g_ptr_array_remove (m->history->kept, moments);
  g_ptr_array_unref (moments);
}

Addr
history_find_missed (GccoreMachine *m)
{
  return checkpoint_find_missed (m->history->store);
}
