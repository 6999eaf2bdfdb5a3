#include "sched/timer.h"

static SchedTimer *
timer_at (const Sched *s, uint32_t slot)
{
  return IMAGE_AT (s->im, SchedTimer, s->st->timers) + slot;
}

/* Slots in heap order, 1-based. */
static uint32_t *
heap_of (const Sched *s)
{
  return IMAGE_AT (s->im, uint32_t, s->st->timer_heap);
}

static bool
earlier (const Sched *s, uint32_t a, uint32_t b)
{
  const SchedTimer *x = timer_at (s, a), *y = timer_at (s, b);

  return x->when != y->when ? x->when < y->when : x->seq < y->seq;
}

static void
place (Sched *s, uint32_t index, uint32_t slot)
{
  heap_of (s)[index] = slot;
  timer_at (s, slot)->heap_index = index;
}

static void
sift_up (Sched *s, uint32_t index)
{
  uint32_t slot = heap_of (s)[index];

  for (; index > 1 && earlier (s, slot, heap_of (s)[index / 2]); index /= 2)
    place (s, index, heap_of (s)[index / 2]);
  place (s, index, slot);
}

static void
sift_down (Sched *s, uint32_t index)
{
  uint32_t slot = heap_of (s)[index];
  uint32_t n = s->st->n_timers;

  for (;;)
    {
      uint32_t child = 2 * index;

      if (child > n)
        break;
      if (child < n && earlier (s, heap_of (s)[child + 1], heap_of (s)[child]))
        child++;
      if (!earlier (s, heap_of (s)[child], slot))
        break;
      place (s, index, heap_of (s)[child]);
      index = child;
    }
  place (s, index, slot);
}

static void
heap_remove (Sched *s, uint32_t index)
{
  uint32_t last = heap_of (s)[s->st->n_timers];

  SchedTimer *t = timer_at (s, heap_of (s)[index]);

  t->heap_index = 0;
  if (t->p != 0)
    s->ps[t->p - 1].n_timers--;
  s->st->n_timers--;
  if (index > s->st->n_timers)
    return;
  place (s, index, last);
  sift_up (s, index);
  sift_down (s, timer_at (s, last)->heap_index);
}

static void
heap_insert (Sched *s, uint32_t slot)
{
  place (s, ++s->st->n_timers, slot);
  sift_up (s, s->st->n_timers);
}

static uint64_t
timer_name (const Sched *s, uint32_t slot)
{
  return (uint64_t) timer_at (s, slot)->generation << 32 | slot;
}

static void
release_slot (Sched *s, uint32_t slot)
{
  SchedTimer *t = timer_at (s, slot);

  t->generation++;
  t->next_free = s->st->timer_free;
  s->st->timer_free = slot;
}

uint64_t
timer_meta_bytes (uint32_t max_timers)
{
  return ((uint64_t) max_timers + 2) * (sizeof (SchedTimer) + sizeof (uint32_t)) + 128;
}

void
timer_table_init (Sched *s, uint32_t max_timers)
{
  s->st->max_timers = max_timers;
  s->st->timers = image_carve_sparse (s->im, ((uint64_t) max_timers + 1) * sizeof (SchedTimer), 64);
  s->st->timer_heap = image_carve_sparse (s->im, ((uint64_t) max_timers + 2) * sizeof (uint32_t), 64);
}

void
timer_each_gap (const Sched *s, ImageGapFunc func, void *context)
{
  const SchedState *st = s->st;
  uint64_t used = st->n_timer_slots + UINT64_C (1), all = st->max_timers + UINT64_C (1);

  func (context, st->timers + used * sizeof (SchedTimer), st->timers + all * sizeof (SchedTimer), true);
  func (context, st->timer_heap + used * sizeof (uint32_t), st->timer_heap + all * sizeof (uint32_t), true);
}

Vtime
timer_next (const Sched *s)
{
  return s->st->n_timers != 0 ? timer_at (s, heap_of (s)[1])->when : VTIME_MAX;
}

uint32_t
timer_fire_due (Sched *s, P *p)
{
  uint32_t n = 0;

  while (s->st->n_timers != 0)
    {
      uint32_t slot = heap_of (s)[1];
      SchedTimer *t = timer_at (s, slot);
      uint64_t name = timer_name (s, slot), arg = t->arg;
      unsigned kind = t->kind;
      Vtime when = t->when;

      if (when > p->clock)
        break;
      if (t->period > 0)
        {
          /* The next full period after now: missed ones are dropped (Go 1.22 runtime/time.go, runOneTimer). */
          t->when += t->period * (1 + (p->clock - when) / t->period);
          sift_down (s, 1);
        }
      else
        {
          heap_remove (s, 1);
          release_slot (s, slot);
        }
      n++;
      sched_event (s, EVENT_TIMER, p, NULL, 0, name, (uint64_t) vtime_to_ns (p->clock - when));
      if (s->timer_func[kind] != NULL)
        s->timer_func[kind] (s->timer_context[kind], p, name, arg, when);
    }
  return n;
}

bool
timer_heap_is_valid (const Sched *s)
{
  uint32_t counts[P_MAX] = { 0 };

  for (uint32_t i = 1; i <= s->st->n_timers; i++)
    {
      uint32_t slot = heap_of (s)[i];

      if (slot == 0 || slot > s->st->n_timer_slots || timer_at (s, slot)->heap_index != i)
        return false;
      if (i > 1 && earlier (s, slot, heap_of (s)[i / 2]))
        return false;
      if (timer_at (s, slot)->p != 0)
        counts[timer_at (s, slot)->p - 1]++;
    }
  for (uint32_t i = 0; i < P_MAX; i++)
    if (counts[i] != s->ps[i].n_timers)
      return false;
  return true;
}

uint64_t
sched_timer_start (Sched *s, P *p, Vtime when, Vtime period, SchedTimerKind kind, uint64_t arg)
{
  uint32_t slot = s->st->timer_free;
  SchedTimer *t;

  if (slot != 0)
    s->st->timer_free = timer_at (s, slot)->next_free;
  else if (s->st->n_timer_slots < s->st->max_timers)
    {
      slot = ++s->st->n_timer_slots;
      image_meta_use (s->im, sizeof (SchedTimer) + sizeof (uint32_t));
    }
  else
    return 0;
  t = timer_at (s, slot);
  t->when = when;
  t->period = period;
  t->seq = ++s->st->timer_seq;
  t->arg = arg;
  t->kind = (uint8_t) kind;
  t->p = p != NULL ? (uint8_t)(p->id + 1) : 0;
  if (p != NULL)
    p->n_timers++;
  if (t->generation == 0)
    t->generation = 1;
  heap_insert (s, slot);
  if (s->st->n_idle_ps != 0 && when < s->horizon && !sched_world_stopped (s))
    s->horizon = when;
  return timer_name (s, slot);
}

bool
sched_timer_stop (Sched *s, uint64_t timer)
{
  uint32_t slot = (uint32_t) timer;
  SchedTimer *t;

  if (slot == 0 || slot > s->st->n_timer_slots)
    return false;
  t = timer_at (s, slot);
  if (t->generation != timer >> 32 || t->heap_index == 0)
    return false;
  heap_remove (s, t->heap_index);
  release_slot (s, slot);
  return true;
}

bool
sched_timer_arg (const Sched *s, uint32_t i, SchedTimerKind kind, uint64_t *arg)
{
  const SchedTimer *t;

  if (i > s->st->n_timers)
    return false;
  t = timer_at (s, heap_of (s)[i]);
  *arg = t->kind == kind ? t->arg : 0;
  return true;
}
