#include "session/search.h"

#include <inttypes.h>

#include "session/bookmarks.h"
#include "session/history.h"
#include "session/lines.h"
#include "session/places.h"

/* How often a search tells of its progress. */
#define PROGRESS_US 20000

typedef struct { GccoreProgressFunc func; gpointer data; bool cancelled; } Progress;

static bool
goes_on (Progress *progress, uint64_t tick)
{
  progress->cancelled = progress->func != NULL && !progress->func (tick, progress->data);
  return !progress->cancelled;
}

/* Stops that count: how many of them are still to be found, seen backwards. */
typedef struct { uint64_t *left; guint n; } Counts;

static Counts
counts_new (const Search *search)
{
  Counts counts = { g_new0 (uint64_t, search->n_stops + 1), search->n_stops };
  for (guint i = 0; i < counts.n; i++)
    {
      GccoreStop *stop = search->stops[i];
      counts.left[i] = stop->n;
      if (stop->kind == GCCORE_STOP_EVENT && stop->n > 1)
        stop->watch.seen = g_array_new (FALSE, FALSE, sizeof (uint64_t));
    }
  return counts;
}

static void
counts_free (const Search *search, Counts *counts)
{
  for (guint i = 0; i < counts->n; i++)
    g_clear_pointer (&search->stops[i]->watch.seen, g_array_unref);
  g_free (counts->left);
}

/* After a stretch: what the stops that count have found in it. */
static void
count_down (const Search *search, Counts *counts, Place *note)
{
  for (guint i = 0; i < counts->n; i++)
    {
      GArray *seen = search->stops[i]->watch.seen;
      if (seen == NULL)
        continue;
      while (seen->len > 0 && g_array_index (seen, uint64_t, seen->len - 1) + 1 >= note->before.tick + (note->before.step > 0))
        g_array_set_size (seen, seen->len - 1);
      if (seen->len >= counts->left[i])
        {
          GccorePosition at = { g_array_index (seen, uint64_t, seen->len - counts->left[i]) + 1, 0 };
          if (!note->found || gccore_position_compare (at, note->at) > 0)
            *note = (Place) { note->before, at, i, true };
        }
      else
        counts->left[i] -= seen->len;
      g_array_set_size (seen, 0);
    }
}

/* Runs from where the machine stands to the end of the stretch. False: cancelled, or the host refused. */
static bool
run_stretch (GccoreMachine *m, const Search *search, Place *note, Progress *progress)
{
  uint64_t last_tick = note->before.tick + (note->before.step > 0);
  GccoreStopReason reason;
  do
    {
      reason = machine_note_until (m, search, last_tick, note, PROGRESS_US);
      if (reason == GCCORE_STOP_BUDGET && !goes_on (progress, m->sched.st->tick))
        return false;
    }
  while (reason == GCCORE_STOP_BUDGET || reason == GCCORE_STOP_BROKEN);
  return reason != GCCORE_STOP_HOST_ERROR;
}

/* The last place before the present one. Leaves the machine anywhere. */
static Place
search_back (GccoreMachine *m, const Search *search, Progress *progress)
{
  Place note = { .before = gccore_machine_position (m) };
  Counts counts = counts_new (search);
  while (!note.found && gccore_position_compare (note.before, (GccorePosition) { search->first_tick, 1 }) > 0)
    {
      guint n = history_stretch (m, note.before);
      uint64_t start = n > 0 ? history_tick (m, n - 1) : 0;
      if (n == 0 || !goes_on (progress, start) || !history_restore (m, n - 1)
          || !run_stretch (m, search, &note, progress))
        break;
      count_down (search, &counts, &note);
      if (!note.found)
        note.before = (GccorePosition) { start, 1 }; /* what came true right at the moment belongs to the stretch before */
    }
  counts_free (search, &counts);
  return note;
}

/* Listeners do not hear of a search. */
typedef struct { GccoreOutputFunc output; GccoreTraceFunc trace; GccoreEventFunc event; } Listeners;

static Listeners
mute (GccoreMachine *m)
{
  Listeners l = { m->output_func, m->trace_func, m->event_func };
  m->output_func = NULL;
  m->trace_func = NULL;
  m->event_func = NULL;
  return l;
}

static void
unmute (GccoreMachine *m, Listeners l)
{
  m->output_func = l.output;
  m->trace_func = l.trace;
  m->event_func = l.event;
}

/* After a search: to the place found, or back to where it began. */
static GccoreStopReason
settle (GccoreMachine *m, GccorePosition to, GccorePosition from, uint64_t quiet_tick)
{
  GccoreStopReason reason = gccore_machine_seek_to (m, to, 0);
  m->quiet_tick = gccore_position_compare (to, from) < 0 ? to.tick : quiet_tick;
  return reason;
}

GccoreStopReason
gccore_machine_run_back (GccoreMachine *m, GccoreStop *const *stops, guint n_stops, guint *hit,
                         GccoreProgressFunc progress_func, gpointer data)
{
  GccorePosition from = gccore_machine_position (m);
  uint64_t quiet_tick = m->quiet_tick;
  const Search search = { .stops = stops, .n_stops = n_stops };
  Progress progress = { progress_func, data, false };
  if (m->history == NULL)
    return GCCORE_STOP_ENDED;
  Listeners listeners = mute (m);
  Place place = search_back (m, &search, &progress);
  GccoreStopReason reason = GCCORE_STOP_HOST_ERROR;
  if (m->run_state != GCCORE_RUN_HOST_ERROR)
    reason = settle (m, place.found ? place.at : from, from, quiet_tick);
  unmute (m, listeners);
  if (reason == GCCORE_STOP_HOST_ERROR)
    return reason;
  if (place.found)
    bookmarks_note_stop (m, stops[place.which]);
  if (place.found && hit != NULL)
    *hit = place.which;
  return place.found ? GCCORE_STOP_HIT : progress.cancelled ? GCCORE_STOP_BUDGET : GCCORE_STOP_ENDED;
}

/* --- who greyed an object --- */

/* Runs to `tick` listening to what its last tick does: whether it greys the object. (An event tells how many ticks were
 * done before its own.) */
static bool
hear_greying (GccoreMachine *m, uint64_t tick, Greying *greying)
{
  const Event *events[OBSERVER_N_EVENTS];
  if (tick == 0 || gccore_machine_seek (m, tick - 1, 0) != GCCORE_STOP_STEPPED)
    return false;
  gccore_machine_step (m, GCCORE_BY_TICK, 1, 0);
  bool found = false;
  greying->barrier = false;
  for (guint i = observer_events (m->observer, OBSERVER_N_EVENTS, events); i > 0; i--)
    {
      const Event *e = events[i - 1];
      if (e->tick != tick - 1)
        continue;
      greying->barrier |= e->kind == EVENT_BARRIER_FLUSH;
      if (e->kind != EVENT_SHADE || e->addr != greying->addr)
        continue;
      greying->event = *e;
      greying->lane = e->p >= 0 ? m->sched.ps[e->p].lane : GCCORE_LANE_IDLE;
      found = true;
    }
  return found;
}

/* As settle(), and the last tick's events are heard, so that frames go on telling what it did. */
static GccoreStopReason
return_to (GccoreMachine *m, GccorePosition place, uint64_t quiet_tick)
{
  if (place.tick > 0 && place.tick != m->end_tick
      && settle (m, (GccorePosition) { place.tick - 1, 0 }, place, quiet_tick) == GCCORE_STOP_STEPPED)
    gccore_machine_step (m, GCCORE_BY_TICK, 1, 0);
  return settle (m, place, place, quiet_tick);
}

GccoreStopReason
gccore_machine_find_greying (GccoreMachine *m, uint64_t addr, GccoreProgressFunc progress_func, gpointer data)
{
  GccorePosition from = gccore_machine_position (m);
  uint64_t quiet_tick = m->quiet_tick, step_start_tick = m->step_start_tick;
  uint32_t slot;
  const Mspan *s = heap_find_object (&m->heap, addr, &slot);
  Progress progress = { progress_func, data, false };
  if (m->history == NULL || s == NULL)
    return GCCORE_STOP_ENDED;
  Greying greying = { .addr = mspan_object_base (s, slot), .cycle_tick = observer_phase_before (m->observer, from.tick + 2, true) };
  g_autofree char *text = g_strdup_printf ("event:shade@0x%" PRIx64, greying.addr);
  GccoreStop *stop = gccore_stop_parse (text, NULL);
  const Search search = { .stops = &stop, .n_stops = 1, .first_tick = greying.cycle_tick };
  Listeners listeners = mute (m);

  greying.found = hear_greying (m, from.tick, &greying); /* a search does not look at the tick that has just passed */
  if (!greying.found && gccore_machine_seek_to (m, from, 0) == GCCORE_STOP_STEPPED)
    {
      Place place = search_back (m, &search, &progress);
      greying.found = place.found && hear_greying (m, place.at.tick, &greying);
    }
  GccoreStopReason reason = GCCORE_STOP_HOST_ERROR;
  if (m->run_state != GCCORE_RUN_HOST_ERROR)
    reason = return_to (m, from, quiet_tick);
  m->step_start_tick = step_start_tick;
  unmute (m, listeners);
  gccore_stop_free (stop);
  if (reason == GCCORE_STOP_HOST_ERROR || progress.cancelled)
    return progress.cancelled ? GCCORE_STOP_BUDGET : reason;
  m->greying = greying;
  return greying.found ? GCCORE_STOP_HIT : GCCORE_STOP_ENDED;
}

/* --- steps back --- */

/* Where one step back leads to: tick 0 when there is no other place. */
static GccorePosition
place_before (GccoreMachine *m, GccoreGranularity by, Progress *progress)
{
  GccorePosition here = gccore_machine_position (m);
  Search search = { .kinds = step_kinds (by) };
  g_autofree uint64_t *places = NULL;
  if (by == GCCORE_BY_PHASE || by == GCCORE_BY_CYCLE)
    {
      uint64_t end = here.tick + (here.step > 0);
      return (GccorePosition) { observer_phase_before (m->observer, end, by == GCCORE_BY_CYCLE), 0 };
    }
  if (step_is_by_line (by))
    {
      lines_begin_back (m, by);
      places = lines_places (m);
      search = (Search) { .places = places, .place_func = lines_note };
    }
  Place place = search_back (m, &search, progress);
  return place.found ? place.at : (GccorePosition) { 0 };
}

GccoreStopReason
gccore_machine_step_back (GccoreMachine *m, GccoreGranularity by, uint64_t n, GccoreProgressFunc progress_func,
                          gpointer data)
{
  GccorePosition from = gccore_machine_position (m), to = from;
  uint64_t quiet_tick = m->quiet_tick;
  Progress progress = { progress_func, data, false };
  GccoreStopReason reason = GCCORE_STOP_STEPPED;
  if (m->history == NULL)
    return GCCORE_STOP_STEPPED;
  Listeners listeners = mute (m);
  if (by == GCCORE_BY_TICK)
    {
      uint64_t end = from.tick + (from.step > 0);
      to = (GccorePosition) { end > n ? end - n : 0, 0 };
      reason = settle (m, to, from, quiet_tick);
    }
  for (uint64_t i = 0; by != GCCORE_BY_TICK && i < n && reason == GCCORE_STOP_STEPPED && (to.tick > 0 || to.step > 0); i++)
    {
      GccorePosition before = place_before (m, by, &progress);
      to = progress.cancelled ? from : before;
      reason = settle (m, to, from, quiet_tick);
      if (progress.cancelled && reason == GCCORE_STOP_STEPPED)
        reason = GCCORE_STOP_BUDGET;
    }
  unmute (m, listeners);
  return reason;
}
