#include "sched/sched.h"

#include <string.h>

#include "base/bits.h"
#include "base/check.h"
#include "sched/runq.h"
#include "sched/timer.h"

#define MAX_GS_DEFAULT (UINT64_C (1) << 20)
#define GOID_BATCH 16
#define GLOBAL_QUEUE_PERIOD 61      /* Go 1.22 runtime/proc.go, findRunnable: fairness towards the global queue */

static const char *const wait_reason_texts[G_N_WAIT_REASONS] = {
#define X(id, text) text,
  G_WAIT_REASONS (X)
#undef X
};

const char *
g_wait_reason_text (GWaitReason reason)
{
  return (unsigned) reason < G_N_WAIT_REASONS ? wait_reason_texts[reason] : "?";
}

static void fire_wake_g (void *context, P *p, uint64_t timer, uint64_t slot, Vtime when);

/* ---- Set-up ---- */

static void
bind_pointers (Sched *s)
{
  s->ps = IMAGE_AT (s->im, P, s->st->ps);
  s->gs = IMAGE_AT (s->im, G, s->st->gs);
}

void
sched_init (Sched *s, Image *im, const SchedOptions *options)
{
  uint64_t max_gs = options->max_gs;
  Addr state = image_carve (im, sizeof (SchedState), 64);

  memset (s, 0, sizeof *s);
  s->im = im;
  s->st = IMAGE_AT (im, SchedState, state);
  im->header->roots[IMAGE_ROOT_SCHED] = state;
  if (max_gs == 0)
    max_gs = min_u64 (max_u64 ((im->heap_end - im->heap_base) / 2048, 1024), MAX_GS_DEFAULT);

  s->st->ps = image_carve (im, P_MAX * sizeof (P), 64);
  s->st->gs = image_carve_sparse (im, (max_gs + 1) * sizeof (G), 64);
  s->st->max_gs = (uint32_t) max_gs;
  s->st->n_procs = options->n_procs;
  s->st->stw_p = -1;
  s->st->next_goid = 1;
  s->st->sysmon_next = s->st->sysmon_delay = SCHED_SYSMON_SHORT;
  rng_seed (&s->st->rng, options->seed);
  bind_pointers (s);
  sched_set_timer (s, TIMER_WAKE_G, fire_wake_g, s);
  timer_table_init (s, options->max_timers ? options->max_timers : 2 * (uint32_t) max_gs);

  for (uint32_t i = 0; i < P_MAX; i++)
    {
      s->ps[i].id = (uint16_t) i;
      s->ps[i].status = i < options->n_procs ? P_IDLE : P_UNUSED;
    }
  s->st->n_idle_ps = options->n_procs;
  s->horizon = VTIME_MAX;
}

void
sched_attach (Sched *s, Image *im)
{
  s->im = im;
  s->st = IMAGE_AT (im, SchedState, im->header->roots[IMAGE_ROOT_SCHED]);
  s->horizon = VTIME_MAX;
  s->host_g = NULL;
  bind_pointers (s);
}

void
sched_set_kind (Sched *s, GKind kind, GRunFunc run, void *context)
{
  s->run[kind] = run;
  s->run_context[kind] = context;
}

void
sched_set_timer (Sched *s, SchedTimerKind kind, SchedTimerFunc func, void *context)
{
  s->timer_func[kind] = func;
  s->timer_context[kind] = context;
}

uint64_t
sched_random (Sched *s)
{
  return rng_next_u64 (&s->st->rng);
}

uint32_t
sched_random_below (Sched *s, uint32_t n)
{
  return rng_below (&s->st->rng, n);
}

void
sched_emit (const Sched *s, EventKind kind, const P *p, const G *g, Addr addr, uint64_t arg, uint64_t arg2, uint32_t line)
{
  Event e = { .tick = s->st->tick, .time = p ? p->clock : sched_now (s), .addr = addr, .arg = arg, .arg2 = arg2,
              .goid = g ? g->goid : 0, .line = line, .p = p ? (int16_t) p->id : -1, .kind = (uint16_t) kind };

  s->sink.func (s->sink.context, &e);
}

Vtime
sched_now (const Sched *s)
{
  Vtime now = VTIME_MAX, latest = s->st->idle_now;

  if (s->st->stw_p >= 0)
    return s->ps[s->st->stw_p].clock;
  for (uint32_t i = 0; i < s->st->n_procs; i++)
    {
      const P *p = &s->ps[i];

      if (p->status == P_RUNNING && p->clock < now)
        now = p->clock;
      if (p->clock > latest)
        latest = p->clock;
    }
  return now != VTIME_MAX ? now : latest;
}

/* ---- Goroutines ---- */

bool
sched_has_free_g (const Sched *s, const P *p)
{
  return (p != NULL && p->free_gs.n != 0) || s->st->free_gs.n != 0;
}

/* Go 1.22 runtime/proc.go, gfget: up to 32 move from the global list to an empty local one. */
static G *
free_g_get (Sched *s, P *p)
{
  if (p == NULL)
    return go_queue_pop (s, &s->st->free_gs);
  if (p->free_gs.n == 0)
    while (p->free_gs.n < 32 && s->st->free_gs.n != 0)
      go_queue_push_front (s, &p->free_gs, go_queue_pop (s, &s->st->free_gs));
  return go_queue_pop (s, &p->free_gs);
}

/* Go 1.22 runtime/proc.go, gfput: at 64 the list is cut to 32. */
static void
free_g_put (Sched *s, P *p, G *g)
{
  go_queue_push_front (s, &p->free_gs, g);
  if (p->free_gs.n < 64)
    return;
  while (p->free_gs.n > 32)
    go_queue_push_front (s, &s->st->free_gs, go_queue_pop (s, &p->free_gs));
}

/* Numbers are handed to Ps 16 at a time (Go 1.22 runtime/proc.go, newproc1). */
static uint64_t
next_goid (Sched *s, P *p)
{
  if (p == NULL)
    p = &s->ps[0];
  if (p->goid_next == p->goid_end)
    {
      p->goid_next = s->st->next_goid;
      s->st->next_goid += GOID_BATCH;
      p->goid_end = s->st->next_goid;
    }
  return p->goid_next++;
}

G *
sched_new_g (Sched *s, P *p, GKind kind, bool *reused)
{
  bool system = kind != G_KIND_VM && kind != G_KIND_HOST;
  G *g = free_g_get (s, p);

  if (reused != NULL)
    *reused = g != NULL;
  if (g == NULL)
    {
      if (s->st->n_gs == s->st->max_gs)
        return NULL;
      g = &s->gs[++s->st->n_gs];
      image_meta_use (s->im, sizeof (G));
      g->slot = s->st->n_gs;
    }
  else
    {
      G old = *g;

      memset (g, 0, sizeof *g);
      g->slot = old.slot;
      g->heap_object = old.heap_object;
      g->stack_lo = old.stack_lo;
      g->stack_hi = old.stack_hi;
    }
  g->goid = next_goid (s, p);
  g->kind = (uint8_t) kind;
  g->status = G_IDLE;
  g->p = -1;
  g->system = system;
  if (!system)
    s->st->n_user_gs++;
  return g;
}

uint32_t
sched_num_goroutine (const Sched *s)
{
  return s->st->n_user_gs;
}

static void
wake_one (Sched *s, P *p, Vtime now)
{
  Vtime woken = now + COST_WAKE_P;

  GCCORE_ASSERT (p->status == P_IDLE);
  if (p->clock < woken)
    {
      p->idle_time += woken - p->idle_since;
      p->clock = woken;
    }
  p->status = P_RUNNING;
  p->spinning = true;
  s->st->n_spinning++;
  s->st->n_idle_ps--;
  if (s->hooks.idle_changed != NULL)
    s->hooks.idle_changed (s->hooks.context, p, false);
  sched_event (s, EVENT_P_WAKE, p, NULL, 0, p->id, (uint64_t) vtime_to_ns (p->clock - p->idle_since));
  if (p->clock < s->horizon && !sched_world_stopped (s))
    s->horizon = p->clock;
}

void
sched_wake_p (Sched *s, const P *p, Vtime now)
{
  if (s->st->n_idle_ps == 0 || s->st->n_spinning != 0)
    return;
  for (uint32_t i = 0; i < s->st->n_procs; i++)
    if (s->ps[i].status == P_IDLE)
      {
        wake_one (s, &s->ps[i], p != NULL ? p->clock : now);
        return;
      }
}

static void
make_runnable (Sched *s, G *g)
{
  g->status = G_RUNNABLE;
  g->wait_reason = G_WAIT_NONE;
  g->ready_seq = ++s->st->ready_seq;
}

void
sched_ready_new (Sched *s, P *p, G *g)
{
  GCCORE_ASSERT (g->status == G_IDLE);
  make_runnable (s, g);
  if (p != NULL)
    runq_put (s, p, g, true);
  else
    global_put (s, g);
  sched_wake_p (s, p, sched_now (s));
}

void
sched_ready (Sched *s, P *p, G *g, bool next)
{
  GCCORE_ASSERT (g->status == G_WAITING);
  make_runnable (s, g);
  sched_event (s, EVENT_GO_READY, p, g, 0, g->goid, 0);
  if (p != NULL)
    runq_put (s, p, g, next);
  else
    global_put (s, g);
  sched_wake_p (s, p, p != NULL ? p->clock : sched_now (s));
}

void
sched_ready_list (Sched *s, P *p, GoQueue *queue)
{
  G *g;

  while ((g = go_queue_pop (s, queue)) != NULL)
    {
      GCCORE_ASSERT (g->status == G_WAITING);
      make_runnable (s, g);
      sched_event (s, EVENT_GO_READY, p, g, 0, g->goid, 0);
      global_put (s, g);
    }
  sched_wake_p (s, p, p != NULL ? p->clock : sched_now (s));
}

void
sched_park (Sched *s, P *p, G *g, GWaitReason reason)
{
  GCCORE_ASSERT (g->status == G_RUNNING && p->g == g->slot);
  g->status = G_WAITING;
  g->wait_reason = (uint8_t) reason;
  g->wait_since = p->clock;
  g->p = -1;
  p->g = 0;
  sched_event (s, EVENT_GO_PARK, p, g, 0, g->goid, reason);
}

void
sched_sleep (Sched *s, P *p, G *g, Vtime when)
{
  g->timer = sched_timer_start (s, p, when, 0, TIMER_WAKE_G, g->slot);
  if (g->timer != 0)
    sched_park (s, p, g, G_WAIT_SLEEP);
}

static void
fire_wake_g (void *context, P *p, uint64_t timer, uint64_t slot, Vtime when)
{
  Sched *s = context;
  G *g = sched_g (s, (GSlot) slot);

  if (g != NULL && g->status == G_WAITING && g->timer == timer)
    {
      g->timer = 0;
      sched_ready (s, p, g, true);
    }
}

/* ---- Finding work: one tick ---- */

/* Half of the victim's queue, the last of which is returned (Go 1.22 runtime/proc.go, runqsteal). */
static G *
steal_half (Sched *s, P *p, P *victim)
{
  uint32_t n = p_runq_len (victim);
  GSlot slot;

  n -= n / 2;
  if (n == 0)
    return NULL;
  while (--n > 0)
    p->runq[p->runq_tail++ % P_RUNQ_LEN] = victim->runq[victim->runq_head++ % P_RUNQ_LEN];
  slot = victim->runq[victim->runq_head++ % P_RUNQ_LEN];
  sched_event (s, EVENT_GO_STEAL, p, &s->gs[slot], 0, s->gs[slot].goid, victim->id);
  return &s->gs[slot];
}

/* Looks at every other P from a random one on. *young: a runnext was seen that its P may still run itself. */
static G *
steal_work (Sched *s, P *p, bool *young)
{
  uint32_t n = s->st->n_procs;
  uint32_t first = sched_random_below (s, n);

  *young = false;
  for (uint32_t i = 0; i < n; i++)
    {
      P *victim = &s->ps[(first + i) % n];
      G *g = victim != p ? steal_half (s, p, victim) : NULL;

      if (g != NULL)
        return g;
    }
  for (uint32_t i = 0; i < n; i++)
    {
      P *victim = &s->ps[(first + i) % n];

      if (victim == p || victim->runnext == 0)
        continue;
      if (victim->status == P_RUNNING && p->clock < victim->runnext_since + SCHED_STEAL_DELAY)
        {
          *young = true;
          continue;
        }
      G *g = &s->gs[victim->runnext];
      victim->runnext = 0;
      sched_event (s, EVENT_GO_STEAL, p, g, 0, g->goid, victim->id);
      return g;
    }
  return NULL;
}

static void
go_idle (Sched *s, P *p)
{
  p->status = P_IDLE;
  p->lane = P_LANE_IDLE;
  p->idle_since = p->clock;
  s->st->n_idle_ps++;
  if (s->hooks.idle_changed != NULL)
    s->hooks.idle_changed (s->hooks.context, p, true);
  sched_event (s, EVENT_P_IDLE, p, NULL, 0, p->id, 0);
}

static void
stop_spinning (Sched *s, P *p)
{
  if (!p->spinning)
    return;
  p->spinning = false;
  s->st->n_spinning--;
}

static PLane
lane_of (const G *g)
{
  switch ((GKind) g->kind)
    {
    case G_KIND_MARK_WORKER: return P_LANE_MARK;
    case G_KIND_SWEEPER: return P_LANE_SWEEP;
    case G_KIND_SCAVENGER: return P_LANE_SCAVENGE;
    default: return P_LANE_GOROUTINE;
    }
}

/* p found g: it runs from the end of this tick on. */
static void
execute (Sched *s, P *p, G *g, bool inherit)
{
  bool was_spinning = p->spinning;

  if (!inherit)
    p->sched_tick++;
  p->slice_end = VTIME_MAX;       /* whoever ran before was asked to stop, not this one (Go: gp.preempt) */
  p->g = g->slot;
  g->queued = false;
  g->status = G_RUNNING;
  g->p = (int16_t) p->id;
  p->lane = (uint8_t) lane_of (g);
  g->start_time = p->clock;
  sched_event (s, EVENT_GO_START, p, g, 0, g->goid, g->kind);
  stop_spinning (s, p);
  if (was_spinning)
    sched_wake_p (s, p, p->clock);   /* there may be more work: somebody else should look */
}

/* Go 1.22 runtime/proc.go, findRunnable, in its order. Returns the tick's cost. */
static Vtime
schedule (Sched *s, P *p)
{
  Vtime cost = COST_SCHEDULE + COST_TIMER * timer_fire_due (s, p);
  bool inherit = false, young = false;
  G *g = NULL;

  if (s->hooks.find_gc_worker != NULL)
    g = s->hooks.find_gc_worker (s->hooks.context, p, false);
  if (g == NULL && p->sched_tick % GLOBAL_QUEUE_PERIOD == 0)
    g = global_get (s, p, 1);
  if (g == NULL)
    g = runq_get (s, p, &inherit);
  if (g == NULL)
    g = global_get (s, p, 0);
  if (g == NULL && s->st->n_procs > 1)
    {
      cost += COST_STEAL;
      if (!p->spinning)
        {
          p->spinning = true;
          s->st->n_spinning++;
        }
      g = steal_work (s, p, &young);
    }
  if (g == NULL && young)
    return SCHED_STEAL_DELAY;
  if (g == NULL && s->hooks.find_gc_worker != NULL)
    g = s->hooks.find_gc_worker (s->hooks.context, p, true);
  if (g == NULL)
    {
      stop_spinning (s, p);
      go_idle (s, p);
      return cost;
    }
  execute (s, p, g, inherit);
  return cost;
}

/* ---- The world ---- */

/* p's goroutine gives up its P and waits in the global queue. */
static void
preempt_to_global (Sched *s, P *p)
{
  G *g = sched_g (s, p->g);

  if (s->hooks.preempted != NULL && s->hooks.preempted (s->hooks.context, p, g))
    return;
  sched_event (s, EVENT_GO_PREEMPT, p, g, 0, g->goid, (uint64_t) vtime_to_ns (p->clock - g->start_time));
  p->g = 0;
  g->p = -1;
  make_runnable (s, g);
  global_put (s, g);
}

void
sched_stop_world (Sched *s, P *p, GWaitReason reason)
{
  Vtime latest = p->clock;
  uint32_t n_stopped = 0;

  GCCORE_ASSERT (s->st->stw_p < 0);
  for (uint32_t i = 0; i < s->st->n_procs; i++)
    {
      P *other = &s->ps[i];

      if (other == p || other->status != P_RUNNING)
        continue;
      latest = other->clock > latest ? other->clock : latest;
      other->status = P_STOPPED;
      stop_spinning (s, other);
      n_stopped++;
      if (other->g != 0)
        preempt_to_global (s, other);
    }
  s->st->stw_p = p->id;
  p->lane = P_LANE_STW;
  p->clock = latest + (n_stopped != 0 ? COST_STW_WAIT : 0) + (Vtime) n_stopped * COST_STW_PER_P;
  s->horizon = VTIME_MAX;
  sched_event (s, EVENT_STW, p, sched_g (s, p->g), 0, 1, reason);
}

void
sched_start_world (Sched *s, P *p, Vtime cost)
{
  GCCORE_ASSERT (s->st->stw_p == p->id);
  s->st->stw_p = -1;
  p->lane = (uint8_t) lane_of (&s->gs[p->g]);
  for (uint32_t i = 0; i < s->st->n_procs; i++)
    if (s->ps[i].status == P_STOPPED)
      {
        s->ps[i].status = P_RUNNING;
        s->ps[i].clock = p->clock + cost;
      }
  sched_event (s, EVENT_STW, p, sched_g (s, p->g), 0, 0, 0);
  sched_wake_p (s, p, p->clock);
  s->horizon = 0;                    /* others have work again: decide anew after this tick */
}

void
sched_spill_queue (Sched *s, P *p)
{
  bool inherit;
  G *g;

  while ((g = runq_get (s, p, &inherit)) != NULL)
    go_queue_push (s, &s->st->global_queue, g);
}

void
sched_preempt (Sched *s, P *p)
{
  p->slice_end = 0;
  s->horizon = 0;
}

/* The P that has the world stopped goes away: its goroutine goes on on another. */
static P *
move_initiator (Sched *s, P *from, P *to)
{
  to->clock = from->clock;
  if (to->status == P_IDLE)
    {
      s->st->n_idle_ps--;
      if (s->hooks.idle_changed != NULL)
        s->hooks.idle_changed (s->hooks.context, to, false);
    }
  to->status = P_RUNNING;
  to->lane = P_LANE_STW;
  to->slice_end = from->slice_end;
  to->g = from->g;
  s->gs[to->g].p = (int16_t) to->id;
  from->g = 0;
  s->st->stw_p = to->id;
  return to;
}

P *
sched_set_procs (Sched *s, P *p, uint32_t n_procs)
{
  uint32_t old = s->st->n_procs;

  GCCORE_ASSERT (s->st->stw_p == p->id && n_procs > 0 && n_procs <= P_MAX);
  if (p->id >= n_procs)
    p = move_initiator (s, p, &s->ps[0]);
  for (uint32_t i = n_procs; i < old; i++)
    {
      P *gone = &s->ps[i];
      bool inherit;
      G *g;

      while ((g = runq_get (s, gone, &inherit)) != NULL)
        global_put (s, g);
      while ((g = go_queue_pop (s, &gone->free_gs)) != NULL)
        go_queue_push_front (s, &s->st->free_gs, g);
      if (gone->status == P_IDLE)
        s->st->n_idle_ps--;
      gone->status = P_UNUSED;
      gone->lane = P_LANE_IDLE;
    }
  for (uint32_t i = old; i < n_procs; i++)
    {
      s->ps[i].status = P_IDLE;
      s->ps[i].clock = s->ps[i].idle_since = p->clock;
      s->st->n_idle_ps++;
    }
  s->st->n_procs = n_procs;
  return p;
}

/* ---- The loop ---- */

/* The running P that acts next; NULL: none runs. */
static P *
earliest_p (const Sched *s)
{
  P *best = NULL;

  if (s->st->stw_p >= 0)
    return &s->ps[s->st->stw_p];
  for (uint32_t i = 0; i < s->st->n_procs; i++)
    if (s->ps[i].status == P_RUNNING && (best == NULL || s->ps[i].clock < best->clock))
      best = &s->ps[i];
  return best;
}

/* When an idle P wakes up for a timer. A P that looks for work already sees to timers itself. */
static Vtime
idle_timer (const Sched *s)
{
  return s->st->n_idle_ps != 0 && s->st->n_spinning == 0 ? timer_next (s) : VTIME_MAX;
}

/* When p must let somebody else decide; see the head of sched.h. */
static Vtime
horizon_for (const Sched *s, const P *p)
{
  Vtime horizon = s->st->sysmon_next, timer = idle_timer (s);

  if (s->st->stw_p >= 0)
    return VTIME_MAX;
  for (uint32_t i = 0; i < s->st->n_procs; i++)
    {
      const P *other = &s->ps[i];

      if (other == p || other->status != P_RUNNING)
        continue;
      Vtime limit = other->clock + (p->id < other->id);
      horizon = limit < horizon ? limit : horizon;
    }
  horizon = timer < horizon ? timer : horizon;
  if (p->g != 0 && p->slice_end < horizon)
    horizon = p->slice_end;
  return horizon;
}

/* Sysmon's look: whoever was seen running in the same slice 10 ms ago is preempted. It looks every 20 us at first, after
 * a millisecond without finding anything less and less often, down to every 10 ms; so one that computes runs for 10 to
 * 20 ms (Go 1.22 runtime/proc.go, sysmon, retake). */
static void
sysmon (Sched *s, Vtime now, bool all_idle)
{
  SchedState *st = s->st;

  for (uint32_t i = 0; i < st->n_procs; i++)
    {
      P *p = &s->ps[i];

      if (p->status != P_RUNNING)
        continue;
      if (p->sysmon_tick != p->sched_tick)
        {
          p->sysmon_tick = p->sched_tick;
          p->sysmon_when = now;
        }
      else if (p->g != 0 && p->sysmon_when + SCHED_SLICE <= now)
        p->slice_end = 0;
    }
  st->idle_now = now;
  if (all_idle)
    {
      st->sysmon_idle = 0;
      st->sysmon_delay = SCHED_SYSMON_SHORT;
      st->sysmon_next = now + SCHED_SYSMON_LONG;
    }
  else
    {
      if (++st->sysmon_idle > 50)
        st->sysmon_delay = st->sysmon_delay < SCHED_SYSMON_LONG / 2 ? 2 * st->sysmon_delay : SCHED_SYSMON_LONG;
      st->sysmon_next = now + st->sysmon_delay;
    }
  if (s->hooks.sysmon != NULL)
    s->hooks.sysmon (s->hooks.context, now);
}

/* Sysmon, or a timer that an idle P waits for, comes before p's next tick. True: something was done. */
static bool
act_before (Sched *s, const P *p)
{
  Vtime now = p != NULL ? p->clock : VTIME_MAX;
  Vtime timer = idle_timer (s);

  if (s->st->stw_p >= 0 || (p == NULL && timer == VTIME_MAX))
    return false;
  if (s->st->sysmon_next <= now && s->st->sysmon_next <= timer)
    {
      sysmon (s, s->st->sysmon_next, p == NULL);
      return true;
    }
  if (timer <= now)
    {
      sched_wake_p (s, NULL, timer);
      return true;
    }
  return false;
}

/* p's goroutine has used up its slice. */
static void
end_slice (Sched *s, P *p)
{
  G *g = sched_g (s, p->g);

  if (g->system && s->hooks.preempt != NULL && !s->hooks.preempt (s->hooks.context, p, g))
    p->slice_end = VTIME_MAX;
  else
    preempt_to_global (s, p);
}

void
sched_finish (Sched *s, P *p, G *g)
{
  sched_event (s, EVENT_GO_END, p, g, 0, g->goid, 0);
  g->status = G_DEAD;
  g->p = -1;
  p->g = 0;
  if (!g->system)
    {
      s->st->n_user_gs--;
      free_g_put (s, p, g);
    }
}

/* What comes before a tick of the P that acts next, up to the tick itself. NULL: look again; *dead: nobody can act. */
static P *
next_p (Sched *s, bool *dead)
{
  P *p = earliest_p (s);

  if (act_before (s, p))
    return NULL;
  if (p == NULL)
    {
      *dead = true;
      return NULL;
    }
  if (p->g != 0 && p->clock >= p->slice_end && s->st->stw_p < 0)
    {
      end_slice (s, p);
      return NULL;
    }
  return p;
}

/* The P that stands inside its tick; what comes before a tick was done when it began. */
static P *
leave_inside (Sched *s)
{
  P *p = &s->ps[s->st->inside_p - 1];

  s->st->inside_p = 0;
  return p;
}

SchedResult
sched_run (Sched *s, uint64_t tick_limit)
{
  bool dead = false;

  s->tick_limit = tick_limit;
  while (s->st->tick < s->tick_limit) /* hooks may lower it */
    {
      P *p = s->st->inside_p != 0 ? leave_inside (s) : next_p (s, &dead);
      RunResult result;
      G *g;

      if (dead)
        return SCHED_DEADLOCK;
      if (p == NULL)
        continue;
      s->horizon = horizon_for (s, p);
      if (p->g == 0)
        {
          Vtime cost = schedule (s, p);

          sched_tick (s, p, cost);
          continue;
        }
      g = &s->gs[p->g];
      if (g->kind == G_KIND_HOST)
        {
          s->host_g = g;
          return SCHED_HOST;
        }
      result = s->run[g->kind](s->run_context[g->kind], p, g);
      if (result == RUN_YIELD)
        preempt_to_global (s, p);
      else if (result == RUN_DEAD)
        sched_finish (s, p, g);
      else if (result == RUN_STOP)
        return SCHED_STOPPED;
      else if (result == RUN_INSIDE)
        {
          s->st->inside_p = p->id + 1u;
          return SCHED_INSIDE;
        }
    }
  return SCHED_TICKS;
}

void
sched_each_gap (const Sched *s, ImageGapFunc func, void *context)
{
  const SchedState *st = s->st;

  func (context, st->gs + (st->n_gs + UINT64_C (1)) * sizeof (G), st->gs + (st->max_gs + UINT64_C (1)) * sizeof (G), true);
  timer_each_gap (s, func, context);
}
