#include "session/watch.h"

#include "base/bits.h"
#include "session/places.h"

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

bool
watch_holds (const GccoreMachine *m, const GccoreStop *stop)
{
  switch (stop->kind)
    {
    case GCCORE_STOP_TICK:
      return m->sched.st->tick >= stop->n;
    case GCCORE_STOP_END:
      return machine_has_ended (m);
    case GCCORE_STOP_CYCLE:
      return cycle_reached (m, stop);
    case GCCORE_STOP_HEAP:
      return m->gc.pacer->heap_live > stop->n;
    case GCCORE_STOP_OBJECT:
      return object_colour (m, stop->addr) == stop->colour;
    case GCCORE_STOP_EVENT:
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
      return watch_holds (m, stop);
    default:
      return false;
    }
}

/* --- events --- */

/* What the event is about: whole spans, or one object. */
static bool
is_about_spans (uint16_t kind)
{
  return kind == EVENT_SWEEP || kind == EVENT_SPAN_ALLOC || kind == EVENT_SPAN_FREE || kind == EVENT_REFILL;
}

/* Whether the event is about the object (or the pages, the span) at addr. */
static bool
is_about (const GccoreMachine *m, const Event *event, Addr addr)
{
  uint64_t bytes = 1;
  if (event->kind == EVENT_SCAVENGE || event->kind == EVENT_GROW)
    bytes = event->arg;
  else if (event->kind == EVENT_SPAN_FREE)
    bytes = event->arg * HEAP_PAGE_BYTES;
  else
    {
      uint32_t index;
      const Mspan *s = heap_find_object (&m->heap, event->addr, &index);
      if (s != NULL && is_about_spans (event->kind))
        return addr >= s->base && addr < mspan_end (s);
      if (s != NULL)
        return addr >= s->base && addr < mspan_end (s) && mspan_object_index (s, addr) == index;
    }
  return addr >= event->addr && addr - event->addr < bytes;
}

static bool
meets (const GccoreMachine *m, const GccoreStop *stop, const Event *event)
{
  return stop->kind == GCCORE_STOP_EVENT && stop->event == event->kind
         && (stop->addr == 0 || is_about (m, event, stop->addr));
}

/* An event stop has met one more; at the end of this tick it may have come true. */
static bool
count_event (GccoreMachine *m, GccoreStop *stop, guint which, uint64_t tick)
{
  if (m->watch.note != NULL && stop->watch.seen != NULL)
    g_array_append_val (stop->watch.seen, tick);
  else if (m->watch.note != NULL)
    watch_note (m, (GccorePosition) { tick + 1, 0 }, which);
  else if (stop->watch.n_left > 0)
    return --stop->watch.n_left == 0;
  return false;
}

bool
watch_event (GccoreMachine *m, const Event *event)
{
  bool ends = false;
  if ((m->watch.kinds >> event->kind & 1) != 0)
    {
      m->watch.kind_seen = ends = m->watch.note == NULL;
      if (m->watch.note != NULL)
        watch_note (m, (GccorePosition) { event->tick + 1, 0 }, 0);
    }
  for (guint i = 0; i < m->watch.n_stops; i++)
    if (meets (m, m->watch.stops[i], event))
      ends = count_event (m, m->watch.stops[i], i, event->tick) || ends;
  return ends;
}

void
watch_note (GccoreMachine *m, GccorePosition position, guint which)
{
  Place *note = m->watch.note;
  if (gccore_position_compare (position, note->before) < 0
      && (!note->found || gccore_position_compare (position, note->at) >= 0))
    *note = (Place) { note->before, position, which, true };
}

/* --- places --- */

static bool
is_at (const GccoreMachine *m, const GccoreStop *stop, uint64_t pc)
{
  const Program *program = m->program;
  const ProgFunc *func = program_func_at (program, (uint32_t) pc);
  bool entry = func != NULL && func->entry == pc;
  if (stop->kind == GCCORE_STOP_LINE)
    return bitmap_get (m->line_starts, pc) && (program->lines[pc] == stop->n || (entry && func->line == stop->n));
  return stop->kind == GCCORE_STOP_FUNC && entry && places_is_function (func, stop->name);
}

/* A goroutine has come to a place that some stop names. */
static bool
place_met (GccoreMachine *m, const G *g, GccorePosition position)
{
  for (guint i = 0; i < m->watch.n_stops; i++)
    if (is_at (m, m->watch.stops[i], g->vm.pc))
      {
        if (m->watch.note != NULL)
          watch_note (m, position, i);
        else
          m->watch.place_hit = (int) i;
        return m->watch.note == NULL;
      }
  return false;
}

static void
arm_places (GccoreMachine *m)
{
  g_autofree uint64_t *set = NULL;
  for (guint i = 0; i < m->watch.n_stops; i++)
    {
      const GccoreStop *stop = m->watch.stops[i];
      if (set == NULL && (stop->kind == GCCORE_STOP_LINE || stop->kind == GCCORE_STOP_FUNC))
        set = places_new (m);
      if (stop->kind == GCCORE_STOP_LINE)
        places_add_line (m, set, stop->n);
      else if (stop->kind == GCCORE_STOP_FUNC)
        places_add_function (m, set, stop->name);
    }
  if (set != NULL)
    places_watch (m, set, place_met);
}

/* --- runs --- */

static void
arm (const GccoreMachine *m, GccoreStop *stop)
{
  uint64_t tick = m->sched.st->tick;
  bool goes_on = stop->watch.machine == m && stop->watch.tick == tick;
  if (!goes_on)
    {
      stop->watch.n_left = stop->n;
      stop->watch.was_true = (tick > 0 || stop->kind == GCCORE_STOP_OBJECT) && watch_holds (m, stop);
    }
  stop->watch.machine = m;
  stop->watch.tick = tick;
}

void
watch_arm (GccoreMachine *m, GccoreStop *const *stops, guint n_stops)
{
  m->watch.stops = stops;
  m->watch.n_stops = n_stops;
  m->watch.place_hit = -1;
  for (guint i = 0; i < n_stops; i++)
    arm (m, stops[i]);
  arm_places (m);
}

void
watch_disarm (GccoreMachine *m)
{
  for (guint i = 0; i < m->watch.n_stops; i++) /* what they have seen is good up to here */
    m->watch.stops[i]->watch.tick = m->sched.st->tick;
  places_watch (m, NULL, NULL);
  m->watch = (SliceWatch) { 0 };
}

/* Whether a stop has come true since it was looked at last. */
static bool
became_true (const GccoreMachine *m, GccoreStop *stop)
{
  bool now = stop->kind != GCCORE_STOP_END && watch_holds (m, stop); /* at the end every run ends */
  bool became = now && !stop->watch.was_true;
  stop->watch.was_true = now;
  if (stop->kind == GCCORE_STOP_EVENT && stop->watch.n_left == 0)
    {
      stop->watch.n_left = stop->n; /* told; the next of them counts from here */
      became = true;
    }
  stop->watch.tick = m->sched.st->tick;
  return became;
}

int
watch_look (GccoreMachine *m)
{
  int hit = -1;
  for (guint i = 0; i < m->watch.n_stops; i++)
    if (became_true (m, m->watch.stops[i]))
      {
        if (m->watch.note != NULL)
          watch_note (m, gccore_machine_position (m), i);
        else if (hit < 0)
          hit = (int) i;
      }
  return hit;
}
