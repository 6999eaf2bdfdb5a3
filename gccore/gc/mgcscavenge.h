#pragma once

/* The background scavenger's goals and pace: when free memory goes back to the OS, and how fast.
 *
 * Goals, set whenever the pacer commits. The heap keeps 10 % more than it will need at the next goal, judged by how
 * much it had in use at the end of the last marking; and with a memory limit all mapped memory stays below 95 % of it.
 * Either is UINT64_MAX while there is nothing to do.
 *
 * Pace: 1 % of the CPU. The scavenger works in batches of at least 1 ms, a batch in quanta of 64 KiB, then sleeps for
 * worked / sleep_ratio. A PI controller keeps sleep_ratio such that the measured share is 1 % of all Ps' time, since
 * real sleeps take longer than asked for and faults of returned pages cost time nobody measures. When the controller
 * fails, the starting ratio is used for 5 s.
 *
 *     PARKED --wake--> RUNNING --batch released something--> SLEEPING --timer or wake--> RUNNING
 *        ^----------------batch released nothing---'
 *
 * Searching and releasing are the page heap's (heap/scavindex.h, heap/palloc.h), as is what an allocation must release
 * (heap/mheap.h). This file has no clock: the caller says how long things took. Plain data, lives in the image.
 * Units: bytes, ns. Source: Go 1.22 runtime/mgcscavenge.go, gcPaceScavenger, scavengerState. */

#include <stdbool.h>
#include <stdint.h>

#include "gc/picontroller.h"

#define SCAVENGE_NO_GOAL         UINT64_MAX
#define SCAVENGE_QUANTUM_BYTES   (UINT64_C (64) << 10)
#define SCAVENGE_PHYS_PAGE_BYTES UINT64_C (4096)
#define SCAVENGE_MIN_WORK_NS     1e6
#define SCAVENGE_START_RATIO     0.001
#define SCAVENGE_COOLDOWN_NS     INT64_C (5000000000)

typedef enum { SCAVENGER_PARKED, SCAVENGER_RUNNING, SCAVENGER_SLEEPING } ScavengerPhase;

typedef struct ScavengerState {
  uint64_t gc_percent_goal;      /* heap in use + free unreleased should not exceed this */
  uint64_t memory_limit_goal;    /* mapped and ready memory should not exceed this */
  uint64_t last_heap_in_use;     /* bytes in spans at the end of the last marking; written by the collector */

  PiController controller;
  double sleep_ratio;            /* work time : sleep time */
  int64_t cooldown_ns;           /* > 0: the controller failed recently and rests */
  uint32_t phase;                /* ScavengerPhase */
  uint8_t sysmon_wake;           /* bool: sysmon should wake it (a sweep was completed) */
  uint8_t controller_failed;     /* bool: ever */
  uint8_t quantum_open;          /* bool: in the middle of a quantum */
  uint8_t batch_over;            /* bool: the last quantum found too little */
  uint8_t waiting;               /* bool: parked or sleeping, and nobody has woken it yet */
  uint8_t pad[3];

  /* The batch and quantum in progress. */
  double worked_ns;
  uint64_t released_bytes;
  uint64_t quantum_bytes;
  int64_t quantum_ns;

  int64_t background_time_ns;    /* since the last cycle ended (Go: scavenge.backgroundTime) */
  int64_t assist_time_ns;        /* likewise, in span allocations */
  uint64_t released_background_bytes; /* ever */
} ScavengerState;

void scavenger_init (ScavengerState *s);

/* New goals. `heap_goal` is the pacer's goal now, `last_heap_goal` that of the last cycle (0: none yet), `retained` the
 * heap bytes in spans or free and not released, `mapped_ready` all memory not released. */
void scavenger_pace (ScavengerState *s, int64_t memory_limit, uint64_t heap_goal, uint64_t last_heap_goal,
                     uint64_t retained, uint64_t mapped_ready);

/* Whether both goals are met. */
static inline bool
scavenger_goals_met (const ScavengerState *s, uint64_t retained, uint64_t mapped_ready)
{
  return retained <= s->gc_percent_goal && mapped_ready <= s->memory_limit_goal;
}

/* --- the background goroutine, one visible release at a time --- */

typedef enum {
  SCAVENGER_RELEASE,     /* release one run of at most *bytes, then call scavenger_did() */
  SCAVENGER_SLEEP,       /* the batch is over: sleep for *sleep_ns, then scavenger_slept() */
  SCAVENGER_PARK,        /* nothing was released: wait until woken */
} ScavengerAction;

/* What to do next. `goals_met` matters at the beginning of a quantum only. SLEEP and PARK end the batch and set the
 * phase; phase must be RUNNING. */
ScavengerAction scavenger_next (ScavengerState *s, bool goals_met, uint64_t *bytes, int64_t *sleep_ns);
/* A run of `released` bytes was given back and took `ns`. `exhausted`: the search found nothing more. */
void scavenger_did (ScavengerState *s, uint64_t released, bool exhausted, int64_t ns);
/* It slept for slept_ns: adjusts the ratio; RUNNING again. */
void scavenger_slept (ScavengerState *s, int64_t slept_ns, int32_t n_procs);
/* Wakes it: true if it waited, parked or sleeping, and was not woken yet; then its goroutine is to be made ready (and a
 * sleep's timer stopped). When it runs, a parked one is in phase RUNNING; a sleeping one still calls scavenger_slept()
 * with the time it really slept. */
bool scavenger_wake (ScavengerState *s);
/* Asks sysmon to do so: the last sweeper is done. */
void scavenger_ready (ScavengerState *s);
