#pragma once

/* The scheduler: Ps and goroutines in virtual time, interleaved by a discrete-event loop in one thread.
 *
 * Each P has its own clock. The P with the smallest clock (ties: the lowest id) does the next tick; its clock advances
 * by the tick's cost. A run of ticks on one P needs no choice as long as `p->clock < s->horizon`: the horizon is the
 * first moment at which somebody else must act (another P's clock, a timer an idle P waits for, sysmon), with the tie
 * rule folded in. So running flat out is the same order of ticks as stepping one by one. An action that makes something
 * else due earlier lowers the horizon; a run function therefore reads it again after every tick, which `sched_tick()`
 * does.
 *
 * What a P runs is always a goroutine: one of the program (kind VM, run by lang/vm), of a C program (kind HOST), or one
 * of the runtime's own. Each kind has a run function given at set-up, so that sched knows neither the collector nor
 * the language. Looking for a goroutine to run is itself a tick of the P.
 *
 * Stopping the world needs no waiting for others: whoever acts has the smallest clock, so every other P already is at
 * the tick boundary at which it would stop. `sched_stop_world()` moves the initiator's clock to the latest of these and
 * lets only the initiator act until `sched_start_world()`.
 *
 * Scheduling rules are Go's (Go 1.22 runtime/proc.go): runnext, local queue of 256, global queue every 61st, stealing
 * half, sysmon's preemption after 10 ms and forced collection, timers, goready. Where Go lets chance decide (the
 * order in which victims are tried) the machine's own generator does.
 *
 * All state is in the image (`SchedState`, the array of Ps, the table of Gs, the timers); `Sched` is the host's handle
 * with pointers into it. Threads: the one that steps the machine. */

#include <stdbool.h>
#include <stdint.h>

#include "base/image.h"
#include "base/rng.h"
#include "base/status.h"
#include "sched/clock.h"
#include "sched/costs.h"
#include "sched/events.h"
#include "sched/g.h"
#include "sched/p.h"

typedef struct Sched Sched;

/* How a `run` function gives the P back. */
typedef enum {
  RUN_HORIZON,    /* sched_tick() said no: the horizon or the tick limit is reached; still running */
  RUN_YIELD,      /* Gosched: goes to the global queue */
  RUN_BLOCKED,    /* sched_park() was called: whoever wakes it calls sched_ready() */
  RUN_DEAD,       /* goroutine finished: sched puts it on a free list */
  RUN_STOP,       /* the machine must stop here (program ended, host error); still running */
  RUN_INSIDE,     /* stopped inside a tick that is not charged yet; called again it goes on there */
} RunResult;

/* Runs goroutine g on p, at least one tick: work, then `if (!sched_tick (s, p, cost)) return RUN_HORIZON;` until
 * something else makes it return. Work of a tick comes before its cost is charged; a function that returns BLOCKED,
 * YIELD or DEAD has charged the tick in which it did so. */
typedef RunResult (*GRunFunc) (void *context, P *p, G *g);

/* Called when a timer of the given kind fires, on P p at p->clock. */
typedef void (*SchedTimerFunc) (void *context, P *p, uint64_t timer, uint64_t arg, Vtime when);

typedef enum {
  TIMER_WAKE_G,         /* arg = slot: ready it (sleep). sched's own */
  TIMER_SCAVENGER,
  TIMER_VM,             /* arg = lang's */
  TIMER_N_KINDS
} SchedTimerKind;

/* What sched asks of the layers above; every function may be NULL. */
typedef struct {
  void *context;
  /* P looks for work while marking: a mark worker that should run here now, or NULL (gcController.findRunnableGCWorker;
   * `idle`: nothing else to do, an idle worker may). */
  G *(*find_gc_worker) (void *context, P *p, bool idle);
  /* g's slice on p is used up: true: it yields; false: it goes on without a limit (a dedicated mark worker). Asked for
   * goroutines of the runtime only; those of the program always yield. */
  bool (*preempt) (void *context, P *p, G *g);
  /* g is about to lose p, preempted or because the world stops. True: it was parked instead (a mark worker). */
  bool (*preempted) (void *context, P *p, G *g);
  /* p has nothing to do any more (idle), or is woken. */
  void (*idle_changed) (void *context, P *p, bool idle);
  /* Sysmon's moment (at least every SCHED_SYSMON_LONG): forced collection, scavenger wake-up. */
  void (*sysmon) (void *context, Vtime now);
} SchedHooks;

typedef struct {
  uint32_t n_procs;     /* GOMAXPROCS, 1..64 */
  uint32_t max_gs;      /* most goroutines at a time; the table is address space until used. 0: what the heap's reserve
                           has stacks for, at most a million */
  uint32_t max_timers;  /* 0: twice as many */
  uint64_t seed;
} SchedOptions;

/* In the image. */
typedef struct {
  uint64_t tick;        /* ticks done since the machine began */
  Rng rng;
  uint64_t next_goid;
  uint64_t ready_seq;
  uint32_t n_procs;
  uint32_t n_gs, max_gs;/* slots used so far (1..n_gs), most */
  uint32_t n_idle_ps, n_spinning;
  uint32_t n_user_gs;   /* not dead, not the runtime's own (NumGoroutine) */
  int32_t stw_p;        /* P that has the world stopped, -1 */
  uint32_t inside_p;    /* P + 1 that stands inside a tick (RUN_INSIDE); 0: between two ticks */
  GoQueue global_queue;
  GoQueue free_gs;       /* global list of dead gs */
  Vtime sysmon_next, sysmon_delay;
  uint32_t sysmon_idle; /* looks since everybody was idle */
  Vtime idle_now;       /* when sysmon last looked: the time while every P is idle */
  /* timers: a table of records with a free list, and a binary heap of their slots ordered by (when, seq) */
  uint32_t n_timers, max_timers, timer_free, n_timer_slots; /* queued; most; free list; slots used so far */
  uint64_t timer_seq;
  Addr timers, timer_heap, gs, ps;
} SchedState;

struct Sched {
  Image *im;
  SchedState *st;
  P *ps;                /* [P_MAX] */
  G *gs;                /* [max_gs + 1] */
  Vtime horizon;        /* see above; derived, valid while a P runs */
  uint64_t tick_limit;  /* sched_run() stops there */
  G *host_g;            /* HOST goroutine whose turn it is, after SCHED_HOST */
  EventSink sink;
  SchedHooks hooks;
  GRunFunc run[G_N_KINDS];
  void *run_context[G_N_KINDS];
  SchedTimerFunc timer_func[TIMER_N_KINDS];
  void *timer_context[TIMER_N_KINDS];
};

/* Carves the state in a fresh image; IMAGE_ROOT_SCHED names it. */
void sched_init (Sched *s, Image *im, const SchedOptions *options);
/* A host handle on the state that the image holds (IMAGE_ROOT_SCHED), after it was restored; hooks and kinds are kept. */
void sched_attach (Sched *s, Image *im);
/* Its gaps (base/image.h). */
void sched_each_gap (const Sched *s, ImageGapFunc func, void *context);
void sched_set_kind (Sched *s, GKind kind, GRunFunc run, void *context);
void sched_set_timer (Sched *s, SchedTimerKind kind, SchedTimerFunc func, void *context);

typedef enum {
  SCHED_TICKS,          /* tick_limit reached */
  SCHED_HOST,           /* it is s->host_g's turn: the C program acts */
  SCHED_STOPPED,        /* a run function returned RUN_STOP */
  SCHED_INSIDE,         /* it returned RUN_INSIDE: the next call goes on inside the tick */
  SCHED_DEADLOCK,       /* "all goroutines are asleep - deadlock!": nothing can ever act again */
} SchedResult;

/* Advances until st->tick == tick_limit or something else stops it. */
SchedResult sched_run (Sched *s, uint64_t tick_limit);

/* Ends a tick of p: counts it and charges its cost. True: this P may do the next tick, too. */
static inline bool
sched_tick (Sched *s, P *p, Vtime cost)
{
  p->clock += cost;
  s->st->tick++;
  return p->clock < s->horizon && s->st->tick < s->tick_limit;
}

/* Whether p may go on without asking anybody. */
static inline bool
sched_may_go_on (const Sched *s, const P *p)
{
  return p->clock < s->horizon && s->st->tick < s->tick_limit;
}

static inline G *
sched_g (const Sched *s, GSlot slot)
{
  return slot ? &s->gs[slot] : NULL;
}

static inline P *
sched_p (const Sched *s, uint32_t id)
{
  return &s->ps[id];
}

/* Whether the machine stands inside a tick: its next tick has begun and is not charged. */
static inline bool
sched_is_inside (const Sched *s)
{
  return s->st->inside_p != 0;
}

/* The virtual time now: the clock of the P that acts, or the earliest of all. */
Vtime sched_now (const Sched *s);

/* A new goroutine, status IDLE (with a slot and a number), reusing a dead one of p's as Go does (`*reused`); p may be
 * NULL during set-up. NULL: the table is full. The creator fills kind-specific fields, then calls sched_ready_new(). */
G *sched_new_g (Sched *s, P *p, GKind kind, bool *reused);
/* Whether sched_new_g() would reuse a dead goroutine (the `go` statement allocates a heap object otherwise). */
bool sched_has_free_g (const Sched *s, const P *p);
/* IDLE -> RUNNABLE, into p's runnext as `go` does (p NULL: global queue). Wakes an idle P. */
void sched_ready_new (Sched *s, P *p, G *g);
/* RUNNING -> DEAD, what RUN_DEAD does (for HOST goroutines). */
void sched_finish (Sched *s, P *p, G *g);
/* RUNNING -> WAITING; the run function then charges its tick and returns RUN_BLOCKED. */
void sched_park (Sched *s, P *p, G *g, GWaitReason reason);
/* WAITING -> RUNNABLE on p's queue (goready: next = true; NULL: global queue). Wakes an idle P. */
void sched_ready (Sched *s, P *p, G *g, bool next);
/* Readies a whole list, in order, to the global queue (injectglist). */
void sched_ready_list (Sched *s, P *p, GoQueue *queue);
/* Wakes one idle P, if there is one, at p's time (or `now` when p is NULL); it looks for work. */
void sched_wake_p (Sched *s, const P *p, Vtime now);
/* What waits in p's queue goes to the global one. */
void sched_spill_queue (Sched *s, P *p);
/* Makes p's goroutine yield at its next tick boundary, whoever it is. */
void sched_preempt (Sched *s, P *p);
/* runtime.NumGoroutine(). */
uint32_t sched_num_goroutine (const Sched *s);

/* Timers. `period` 0: once. It counts among p's until it fires or is stopped; NULL: the runtime's own, not counted.
 * Returns the timer's name; 0: the table is full (treat as out of memory). Stopping says whether it was still to fire. */
uint64_t sched_timer_start (Sched *s, P *p, Vtime when, Vtime period, SchedTimerKind kind, uint64_t arg);
bool sched_timer_stop (Sched *s, uint64_t timer);
/* The i-th of the queued timers, from 1: *arg is its argument if it is of the kind, else 0. False: there are fewer. */
bool sched_timer_arg (const Sched *s, uint32_t i, SchedTimerKind kind, uint64_t *arg);
/* Parks g until `when` (time.Sleep; the tick is charged by the caller). */
void sched_sleep (Sched *s, P *p, G *g, Vtime when);

/* Stop and start the world; p's goroutine is the initiator. Both are part of a tick whose cost the caller charges (stop:
 * COST_STW_STOP; start: `cost`, so that the others go on where the initiator's clock then is). Goroutines that
 * ran go to the global queue, as the preempted do; the initiator's stays. */
void sched_stop_world (Sched *s, P *p, GWaitReason reason);
void sched_start_world (Sched *s, P *p, Vtime cost);
static inline bool
sched_world_stopped (const Sched *s)
{
  return s->st->stw_p >= 0;
}

/* GOMAXPROCS(n), world stopped: queues of Ps that go are given to the global one. Returns the P of the initiator, which is
 * another one if its own goes. */
P *sched_set_procs (Sched *s, P *p, uint32_t n_procs);

/* The machine's generator (the runtime's own chances: stealing order, select, map seeds). */
uint64_t sched_random (Sched *s);
uint32_t sched_random_below (Sched *s, uint32_t n);

/* Queues of goroutines through G.link. */
void go_queue_push (Sched *s, GoQueue *q, G *g);
void go_queue_push_front (Sched *s, GoQueue *q, G *g);
G *go_queue_pop (Sched *s, GoQueue *q);

/* Events. `sched_event()` costs one predicted branch when nobody listens. */
void sched_emit (const Sched *s, EventKind kind, const P *p, const G *g, Addr addr, uint64_t arg, uint64_t arg2,
                 uint32_t line);

static inline void
sched_event (const Sched *s, EventKind kind, const P *p, const G *g, Addr addr, uint64_t arg, uint64_t arg2)
{
  if (__builtin_expect (s->sink.func != NULL, 0))
    sched_emit (s, kind, p, g, addr, arg, arg2, g ? g->line : 0);
}

/* Checks the scheduler's own promises: every G in exactly one place its status allows, counts, clocks, timer heap.
 * GCCORE_ERR_VERIFY with a sentence. */
GccoreStatus sched_verify (const Sched *s, GccoreError *error);
