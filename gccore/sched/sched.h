#pragma once

/* The scheduler: Ps and goroutines in virtual time, interleaved by a discrete-event loop in one thread.
 *
 * Each P has its own clock. The P with the smallest clock (ties: the lowest id) does the next tick; its clock advances
 * by the tick's cost. A run of ticks on one P needs no choice as long as its clock stays at or below `horizon`, the
 * smallest clock of anything else that could act (another running P, a timer, sysmon); so running flat out is the same
 * order of ticks as stepping. An action that makes something else runnable earlier lowers the horizon.
 *
 * What a P runs is always a goroutine: a user goroutine (kind VM, run by lang/vm; kind HOST for the C library
 * interface), or one of the runtime's own (background sweeper, scavenger, mark worker, finalizer goroutine). Each kind
 * has a `run` function in a table given at set-up, so that sched knows neither the collector nor the language.
 *
 * Scheduling rules are Go's (Go 1.22 runtime/proc.go): runnext, local queue of 256, global queue every 61st, stealing
 * half, 10 ms slices, sysmon's preemption and forced collection, timers per P, goready from channels. Random choices
 * come from the machine's own generator. */

#include <stdbool.h>
#include <stdint.h>

#include "base/image.h"
#include "sched/clock.h"

typedef struct Sched Sched;
typedef struct P P;
typedef struct G G;

typedef enum { G_KIND_VM, G_KIND_HOST, G_KIND_SWEEPER, G_KIND_SCAVENGER, G_KIND_MARK_WORKER, G_KIND_FINALIZER, G_N_KINDS } GKind;
typedef enum { G_IDLE, G_RUNNABLE, G_RUNNING, G_WAITING, G_DEAD } GStatus;

/* How a `run` function gives the P back. */
typedef enum {
  RUN_HORIZON,    /* the P's clock passed the horizon, or the tick budget is used up; still running */
  RUN_YIELD,      /* goes to the back of the queue (preempted, Gosched) */
  RUN_BLOCKED,    /* parked: whoever wakes it calls sched_ready() */
  RUN_DEAD,       /* goroutine finished */
  RUN_STOP,       /* the machine must stop here (program ended, stop condition, host error) */
} RunResult;

/* Runs goroutine g on p: ticks until p->clock > sched->horizon or *ticks_left is 0. Each tick counts one off
 * *ticks_left, adds its cost to p->clock and, when somebody listens, emits its event. */
typedef RunResult (*GRunFunc) (void *context, P *p, G *g, uint64_t *ticks_left);
