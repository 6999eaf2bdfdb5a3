#include "session/observer.h"

#include <string.h>

#define MAX_BUCKETS 2048
#define MAX_SEGMENTS 4096
#define MAX_PHASES 16384

/* A stretch of samples: its point with the least and with the most live heap, in time order of the stretch. */
typedef struct { GccoreTimelinePoint low, high; } Bucket;

typedef struct {
  GccoreLaneSegment *segments; /* [max_segments] once needed: closed ones */
  guint n;
  int64_t shortest_ns;        /* a closed segment shorter than this takes in what follows */
  struct { int64_t owed_ns; int32_t g; } share[GCCORE_N_LANES]; /* spent so and not shown yet (negative: shown too much) */
  GccoreLaneSegment open;
} Lane;

struct Observer {
  const Gc *gc;
  guint max_segments;

  Bucket *buckets;            /* [MAX_BUCKETS + 1]; the last one is being filled */
  guint n_buckets;
  guint bucket_points, stride; /* points in the last bucket; points a full bucket has */
  guint samples;
  uint64_t dense_until;       /* every tick is sampled before this one */

  GArray *phases;             /* GccoreTimelinePhase, the last one open */
  Lane lanes[P_MAX];
  SpanCycles *span_cycles;

  Event events[OBSERVER_N_EVENTS];
  uint64_t n_events;
};

static int64_t
now_ns (const Observer *o)
{
  return vtime_to_ns (sched_now (o->gc->sched));
}

static PacerMemory
pacer_memory (const Gc *gc)
{
  const Mheap *h = gc->heap->mheap;
  return (PacerMemory) { mheap_mapped_ready (gc->heap), h->heap_free, h->total_alloc - h->total_free };
}

GccoreTimelinePoint
observer_now (const Observer *o)
{
  const Gc *gc = o->gc;
  const Mheap *h = gc->heap->mheap;
  PacerMemory memory = pacer_memory (gc);
  uint64_t goal;
  uint64_t trigger = pacer_trigger (gc->pacer, &memory, &goal);
  return (GccoreTimelinePoint) {
    .t_ns = now_ns (o), .tick = gc->sched->st->tick, .live = gc->pacer->heap_live, .trigger = trigger, .goal = goal,
    .rss = memory.mapped_ready, .heap_sys = h->heap_in_use + h->heap_free + h->heap_released,
  };
}

/* --- curves --- */

static void
halve_buckets (Observer *o)
{
  for (guint i = 0; i < o->n_buckets / 2; i++)
    {
      const Bucket *a = &o->buckets[2 * i], *b = a + 1;
      o->buckets[i] = (Bucket) { .low = b->low.live < a->low.live ? b->low : a->low,
                                 .high = b->high.live > a->high.live ? b->high : a->high };
    }
  o->n_buckets /= 2;
  o->stride *= 2;
}

static void
add_point (Observer *o)
{
  GccoreTimelinePoint point = observer_now (o);
  if (o->n_buckets == 0 || o->bucket_points == o->stride)
    {
      if (o->n_buckets == MAX_BUCKETS)
        halve_buckets (o);
      o->buckets[o->n_buckets++] = (Bucket) { point, point };
      o->bucket_points = 1;
      return;
    }
  Bucket *last = &o->buckets[o->n_buckets - 1];
  if (point.live < last->low.live)
    last->low = point;
  if (point.live >= last->high.live)
    last->high = point;
  o->bucket_points++;
}

GccoreTimelinePoint *
observer_points (const Observer *o, guint max, guint *n)
{
  guint buckets = MAX (1, max / 2), step = (o->n_buckets + buckets - 1) / buckets;
  GccoreTimelinePoint *points = g_new (GccoreTimelinePoint, 2 * (o->n_buckets + 1));

  *n = 0;
  for (guint i = 0; i < o->n_buckets; i += step)
    {
      Bucket all = o->buckets[i];
      for (guint k = i + 1; k < MIN (i + step, o->n_buckets); k++)
        {
          if (o->buckets[k].low.live < all.low.live)
            all.low = o->buckets[k].low;
          if (o->buckets[k].high.live >= all.high.live)
            all.high = o->buckets[k].high;
        }
      gboolean low_first = all.low.tick < all.high.tick;
      points[(*n)++] = low_first ? all.low : all.high;
      if (all.low.tick != all.high.tick)
        points[(*n)++] = low_first ? all.high : all.low;
    }
  GccoreTimelinePoint now = observer_now (o);
  if (*n == 0 || points[*n - 1].tick != now.tick)
    points[(*n)++] = now;
  return points;
}

/* --- lanes --- */

static uint8_t
lane_of (const P *p)
{
  switch (p->status)
    {
    case P_STOPPED:
      return GCCORE_LANE_STW;
    case P_RUNNING:
      return p->lane;
    default:
      return GCCORE_LANE_IDLE;
    }
}

/* Appends to the closed segments. What follows the last one becomes part of it while that is too short to stand alone, so
 * that many short stretches become a few; each wears what most time is owed to, so that shares stay true over time. */
static void
add_segment (Lane *lane, const GccoreLaneSegment *segment)
{
  GccoreLaneSegment *last = lane->n > 0 ? &lane->segments[lane->n - 1] : NULL;
  lane->share[segment->lane].owed_ns += segment->end_ns - segment->start_ns;
  lane->share[segment->lane].g = segment->g;
  if (last != NULL && last->lane == segment->lane && last->g == segment->g)
    {
      last->end_ns = segment->end_ns;
      return;
    }
  if (last != NULL && last->end_ns - last->start_ns < lane->shortest_ns)
    last->end_ns = segment->end_ns;
  else
    {
      if (last != NULL)
        lane->share[last->lane].owed_ns -= last->end_ns - last->start_ns;
      last = &lane->segments[lane->n++];
      *last = *segment;
    }
  for (guint i = 0; i < GCCORE_N_LANES; i++)
    if (lane->share[i].owed_ns > lane->share[last->lane].owed_ns)
      {
        last->lane = (uint8_t) i;
        last->g = lane->share[i].g;
      }
}

/* Makes at most half as many, and one, of them. */
static void
thin_lane (Lane *lane)
{
  guint n = lane->n;
  int64_t length = lane->segments[n - 1].end_ns - lane->segments[0].start_ns;
  lane->shortest_ns = MAX (2 * lane->shortest_ns, 2 * length / (int64_t) n);
  lane->n = 0;
  memset (lane->share, 0, sizeof lane->share);
  for (guint i = 0; i < n; i++)
    {
      const GccoreLaneSegment segment = lane->segments[i];
      add_segment (lane, &segment);
    }
}

static void
close_segment (Observer *o, Lane *lane, int64_t end_ns)
{
  GccoreLaneSegment segment = lane->open;
  segment.end_ns = MAX (end_ns, segment.start_ns);
  if (segment.end_ns == segment.start_ns)
    return;
  if (lane->segments == NULL)
    lane->segments = g_new (GccoreLaneSegment, o->max_segments);
  if (lane->n == o->max_segments)
    thin_lane (lane);
  add_segment (lane, &segment);
}

static void
sample_lanes (Observer *o)
{
  const Sched *s = o->gc->sched;
  for (uint32_t i = 0; i < s->st->n_procs; i++)
    {
      const P *p = &s->ps[i];
      Lane *lane = &o->lanes[i];
      uint8_t now = lane_of (p);
      int32_t g = p->g != 0 && now != GCCORE_LANE_IDLE ? (int32_t) s->gs[p->g].goid : -1;
      if (lane->open.lane == now && lane->open.g == g)
        continue;
      int64_t t_ns = vtime_to_ns (now == GCCORE_LANE_IDLE ? p->idle_since : p->clock);
      t_ns = MAX (t_ns, lane->open.start_ns);
      close_segment (o, lane, t_ns);
      lane->open = (GccoreLaneSegment) { .start_ns = t_ns, .end_ns = t_ns, .lane = now, .g = g };
    }
}

GccoreLaneSegment *
observer_lane (const Observer *o, guint p, guint *n)
{
  const Lane *lane = &o->lanes[p];
  GccoreLaneSegment *segments = g_new (GccoreLaneSegment, lane->n + 1);
  if (lane->n > 0)
    memcpy (segments, lane->segments, lane->n * sizeof *segments);
  segments[lane->n] = lane->open;
  segments[lane->n].end_ns = MAX (now_ns (o), lane->open.start_ns);
  *n = lane->n + 1;
  return segments;
}

/* --- phases --- */

void
observer_phase (Observer *o, GcPhase phase)
{
  const Gc *gc = o->gc;
  int64_t t_ns = now_ns (o);
  uint64_t tick = gc->sched->st->tick;

  sample_lanes (o);
  add_point (o);
  o->dense_until = tick + 1 + OBSERVER_DENSE_TICKS;
  GccoreTimelinePhase *last = &g_array_index (o->phases, GccoreTimelinePhase, o->phases->len - 1);
  last->end_ns = t_ns;
  last->end_tick = tick;
  if (o->phases->len == MAX_PHASES) /* the oldest half has become too narrow to see */
    g_array_remove_range (o->phases, 0, MAX_PHASES / 2);
  GccoreTimelinePhase next = {
    .start_ns = t_ns, .end_ns = t_ns, .start_tick = tick, .end_tick = tick, .phase = (uint8_t) phase,
    .cycle = gc_cycle (gc), .forced = gc_trigger_kind (gc) == PACER_TRIGGER_CYCLE,
  };
  g_array_append_val (o->phases, next);
  if (phase == GC_PHASE_SWEEP && gc->births != NULL)
    span_cycles_note (o->span_cycles, gc);
}

const SpanCycles *
observer_span_cycles (const Observer *o)
{
  return o->span_cycles;
}

GccoreTimelinePhase *
observer_phases (const Observer *o, guint max, guint *n)
{
  const GccoreTimelinePhase *all = (const GccoreTimelinePhase *) (gpointer) o->phases->data;
  GccoreTimelinePhase *phases = g_new (GccoreTimelinePhase, o->phases->len);
  guint len = o->phases->len;
  /* When there are too many, those narrower than a pixel of a wide screen go; the last one stays. */
  int64_t shortest_ns = len <= max ? 0 : (now_ns (o) - all[0].start_ns) / max;

  *n = 0;
  for (guint i = 0; i < len; i++)
    if (i + 1 == len || all[i].end_ns - all[i].start_ns >= shortest_ns)
      phases[(*n)++] = all[i];
  phases[*n - 1].end_ns = MAX (now_ns (o), phases[*n - 1].start_ns);
  phases[*n - 1].end_tick = o->gc->sched->st->tick;
  return phases;
}

/* --- events --- */

void
observer_event (Observer *o, const Event *event)
{
  o->events[o->n_events++ % OBSERVER_N_EVENTS] = *event;
}

void
observer_forget_events (Observer *o)
{
  o->n_events = 0;
}

guint
observer_events (const Observer *o, guint max, const Event **events)
{
  guint n = (guint) MIN (o->n_events, MIN (max, OBSERVER_N_EVENTS));
  for (guint i = 0; i < n; i++)
    events[i] = &o->events[(o->n_events - n + i) % OBSERVER_N_EVENTS];
  return n;
}

/* --- going back --- */

void
observer_assign (Observer *o, const Observer *from)
{
  Bucket *buckets = o->buckets;
  GArray *phases = o->phases;
  SpanCycles *span_cycles = o->span_cycles;
  Lane lanes[P_MAX];

  memcpy (buckets, from->buckets, from->n_buckets * sizeof *buckets);
  g_array_set_size (phases, 0);
  g_array_append_vals (phases, from->phases->data, from->phases->len);
  for (guint i = 0; i < P_MAX; i++)
    {
      GccoreLaneSegment *segments = o->lanes[i].segments;
      lanes[i] = from->lanes[i];
      if (segments == NULL && lanes[i].n > 0)
        segments = g_new (GccoreLaneSegment, o->max_segments);
      if (lanes[i].n > 0)
        memcpy (segments, from->lanes[i].segments, lanes[i].n * sizeof *segments);
      lanes[i].segments = segments;
    }
  span_cycles_assign (span_cycles, from->span_cycles);
  *o = *from;
  memcpy (o->lanes, lanes, sizeof lanes);
  o->buckets = buckets;
  o->phases = phases;
  o->span_cycles = span_cycles;
}

static Observer *
observer_alloc (const Gc *gc)
{
  Observer *o = g_new0 (Observer, 1);
  o->gc = gc;
  o->stride = 1;
  o->buckets = g_new (Bucket, MAX_BUCKETS);
  o->phases = g_array_new (FALSE, FALSE, sizeof (GccoreTimelinePhase));
  o->span_cycles = span_cycles_new ();
  o->max_segments = MAX (256, MAX_SEGMENTS / gc->sched->st->n_procs);
  return o;
}

Observer *
observer_copy (const Observer *o)
{
  Observer *copy = observer_alloc (o->gc);
  copy->max_segments = o->max_segments;
  observer_assign (copy, o);
  return copy;
}

uint64_t
observer_bytes (const Observer *o)
{
  uint64_t bytes = sizeof *o + MAX_BUCKETS * sizeof (Bucket) + o->phases->len * sizeof (GccoreTimelinePhase)
                   + span_cycles_bytes (o->span_cycles);
  for (guint i = 0; i < P_MAX; i++)
    if (o->lanes[i].segments != NULL)
      bytes += o->max_segments * sizeof (GccoreLaneSegment);
  return bytes;
}

uint64_t
observer_phase_before (const Observer *o, uint64_t tick, bool cycle)
{
  for (guint i = o->phases->len; i > 1; i--)
    {
      const GccoreTimelinePhase *phase = &g_array_index (o->phases, GccoreTimelinePhase, i - 1);
      if (phase->start_tick + 1 < tick && (!cycle || phase->phase == GCCORE_PHASE_SWEEP_TERM))
        return phase->start_tick + 1;
    }
  return 0;
}

/* --- */

uint64_t
observer_next_tick (const Observer *o)
{
  uint64_t tick = o->gc->sched->st->tick;
  return tick < o->dense_until ? tick + 1 : (tick / OBSERVER_TICKS + 1) * OBSERVER_TICKS;
}

void
observer_sample (Observer *o)
{
  sample_lanes (o);
  if (o->gc->sched->st->tick % OBSERVER_TICKS == 0 && o->samples++ % OBSERVER_POINT_SAMPLES == 0)
    add_point (o);
}

Observer *
observer_new (const Gc *gc)
{
  Observer *o = observer_alloc (gc);
  const GccoreTimelinePhase first = { .phase = GCCORE_PHASE_OFF };
  g_array_append_val (o->phases, first);
  for (guint i = 0; i < P_MAX; i++)
    o->lanes[i].open.g = -1;
  return o;
}

void
observer_free (Observer *o)
{
  if (o == NULL)
    return;
  for (guint i = 0; i < P_MAX; i++)
    g_free (o->lanes[i].segments);
  g_array_unref (o->phases);
  span_cycles_free (o->span_cycles);
  g_free (o->buckets);
  g_free (o);
}
