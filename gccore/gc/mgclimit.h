#pragma once

/* The GC CPU limiter: a leaky bucket that keeps the collector from taking more than half of the CPU.
 *
 * GC time (assists, plus 25 % of all CPU while a cycle runs) fills the bucket, mutator time drains it; it holds one
 * CPU-second per P. While it is full the limiter limits: no assists, no scavenging for the memory limit, so that the
 * heap may pass its goal instead of the program standing still. Idle time counts for neither side.
 *
 * Time since `last_update_ns` is accounted for in windows. Time spent in assists and idle is handed in by
 * limiter_add_*(), or, for what is still going on, collected from each P's LimiterEvent just before an update:
 *
 *   for each P: limiter_collect (&limiter, &p->limiter_event, now);
 *   limiter_update (&limiter, now);
 *
 * Plain data, lives in the image. Units: ns of wall (virtual) time, cpu-ns in the bucket.
 * Source: Go 1.22 runtime/mgclimit.go, gcCPULimiterState, limiterEvent. */

#include <stdbool.h>
#include <stdint.h>

#define LIMITER_CAPACITY_PER_PROC_NS INT64_C (1000000000)
#define LIMITER_UPDATE_PERIOD_NS     INT64_C (10000000)

typedef struct LimiterState {
  uint64_t fill_ns;          /* cpu-ns of GC time beyond the mutator's, 0..capacity_ns */
  uint64_t capacity_ns;      /* n_procs CPU-seconds */
  uint64_t overflow_ns;      /* cpu-ns that found the bucket full, ever */
  int64_t assist_pool_ns;    /* assist time not yet accounted for */
  int64_t idle_pool_ns;      /* idle time not yet accounted for */
  int64_t last_update_ns;
  int32_t n_procs;
  uint8_t limiting;          /* bool */
  uint8_t gc_enabled;        /* bool: a cycle is on, 25 % of the CPU counts as GC time */
  uint8_t transitioning;     /* bool: between start and finish of a transition (the world is stopped) */
  uint8_t pad;
} LimiterState;

typedef enum {
  LIMITER_EVENT_NONE,
  LIMITER_EVENT_IDLE_MARK_WORK,   /* counts as idle time */
  LIMITER_EVENT_MARK_ASSIST,
  LIMITER_EVENT_SCAVENGE_ASSIST,  /* counts as assist time */
  LIMITER_EVENT_IDLE,             /* the P has nothing to run */
} LimiterEventType;

/* What a P is doing that concerns the limiter; embedded in P. One at a time. */
typedef struct LimiterEvent {
  int64_t start_ns;
  uint32_t type;             /* LimiterEventType */
  uint32_t pad;
} LimiterEvent;

void limiter_init (LimiterState *l, int64_t now_ns, int32_t n_procs);
static inline bool limiter_limiting (const LimiterState *l) { return l->limiting; }

/* A cycle begins (enable) or ends: call start when the world has stopped, finish when it runs again. All of the time
 * between them counts as GC time. */
void limiter_start_transition (LimiterState *l, bool enable_gc, int64_t now_ns);
void limiter_finish_transition (LimiterState *l, int64_t now_ns);

/* Whether the last update is more than 10 ms ago. */
bool limiter_need_update (const LimiterState *l, int64_t now_ns);
/* Accounts for the time since the last update. Does nothing during a transition. */
void limiter_update (LimiterState *l, int64_t now_ns);
void limiter_add_assist_time (LimiterState *l, int64_t ns);
void limiter_add_idle_time (LimiterState *l, int64_t ns);
/* Another number of Ps (world stopped). */
void limiter_reset_capacity (LimiterState *l, int64_t now_ns, int32_t n_procs);

/* Starts an event; false if one is already going on (the caller then must not stop it). */
bool limiter_event_start (LimiterEvent *e, LimiterEventType type, int64_t now_ns);
/* Ends it and pools its time; returns the ns since it started or was last collected (for IDLE: add to the idle total). */
int64_t limiter_event_stop (LimiterState *l, LimiterEvent *e, LimiterEventType type, int64_t now_ns);
/* Pools the time of the event so far, if there is one, and restarts it. Returns the ns if it was LIMITER_EVENT_IDLE or
 * IDLE_MARK_WORK, 0 otherwise. */
int64_t limiter_collect (LimiterState *l, LimiterEvent *e, int64_t now_ns);
