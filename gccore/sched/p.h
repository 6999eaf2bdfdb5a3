#pragma once

/* A P: one of GOMAXPROCS processors, with its own virtual clock and run queue.
 *
 * All Ps of a machine lie in one array in the image (64 of them, `n_procs` in use). What the heap and the collector keep
 * per P (mcache; mark work, barrier buffer, pacer accounts) lies in arrays of their own with the same index, `id`.
 *
 *   IDLE     no work: takes no part until woken; its clock is then moved to the waker's time
 *   RUNNING  has a goroutine (`g`), or looks for one with its next tick
 *   STOPPED  the world is stopped
 *   UNUSED   index >= GOMAXPROCS
 *
 * Source: Go 1.22 runtime/runtime2.go p, proc.go runqput. */

#include <stdbool.h>
#include <stdint.h>

#include "base/image.h"
#include "sched/clock.h"
#include "sched/g.h"

#define P_MAX 64
#define P_RUNQ_LEN 256
#define P_SUDOG_CACHE_LEN 128
#define P_DEFER_CACHE_LEN 32

typedef enum { P_UNUSED, P_IDLE, P_RUNNING, P_STOPPED } PStatus;

/* What occupies a P, for pictures: the numbers of GccoreLane. */
typedef enum { P_LANE_IDLE, P_LANE_GOROUTINE, P_LANE_MARK, P_LANE_ASSIST, P_LANE_SWEEP, P_LANE_SCAVENGE, P_LANE_STW } PLane;

typedef struct P {
  Vtime clock;                /* virtual time up to which this P has worked */
  Vtime slice_end;            /* its goroutine is preempted at the first tick boundary at or after this; 0: at the next */
  uint32_t sysmon_tick;       /* sched_tick when sysmon first saw the present slice, */
  Vtime sysmon_when;          /* and when that was */
  GSlot g;                    /* running goroutine, 0: looks for one */
  GSlot runnext;              /* readied by the running goroutine: runs next, in the same slice */
  Vtime runnext_since;        /* others may steal it 3 us later */
  uint16_t id;
  uint8_t status;             /* PStatus */
  bool spinning;              /* looks for work and has not found any yet */
  uint32_t sched_tick;        /* goroutine switches so far */
  uint64_t goid_next, goid_end; /* numbers for new goroutines */
  uint32_t runq_head, runq_tail; /* free running; n = tail - head */
  GSlot runq[P_RUNQ_LEN];
  uint32_t n_timers;          /* set here, and neither fired nor stopped yet */
  Vtime idle_since;           /* valid while IDLE */
  Vtime idle_time;            /* all idle time so far */
  uint8_t lane;               /* what it does, for pictures: PLane */

  /* dead goroutines for reuse (Go: 64, then half goes to the global list) */
  GoQueue free_gs;

  /* spare sudogs (96 B) and defer records (48 B), see lang/vm-spares.h; roots while non-zero */
  uint32_t n_sudogs, n_defers;
  Addr sudogs[P_SUDOG_CACHE_LEN];
  Addr defers[P_DEFER_CACHE_LEN];
} P;

static inline uint32_t
p_runq_len (const P *p)
{
  return p->runq_tail - p->runq_head;
}

static inline bool
p_has_work (const P *p)
{
  return p->runnext != 0 || p_runq_len (p) != 0;
}
