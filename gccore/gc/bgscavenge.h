#pragma once

/* The scavenger at work: the background goroutine, and what allocations and FreeOSMemory release on the spot.
 *
 * Pace and goals are gc/mgcscavenge.h's; finding and releasing free runs is the page heap's. Here they meet virtual
 * time: one run of pages goes back to the OS a tick, its cost is what the pacing takes for work time, and sleeps are
 * timers. The goroutine waits from the start until the first sweep is complete.
 *
 * State lives in the image, `Gc.scavenge` points to it. Thread: the one that steps the machine.
 * Source: Go 1.22 runtime/mgcscavenge.go, bgscavenge, scavengerState.run and sleep; mheap.go, allocSpan, scavengeAll. */

#include <stdbool.h>

#include "base/status.h"
#include "gc/mgcscavenge.h"
#include "gc/mutator.h"
#include "sched/sched.h"

typedef struct BgScavenge {
  ScavengerState state;
  GSlot g;                   /* the background goroutine, 0 before gcenable */
  uint32_t pad;
  uint64_t timer;            /* wakes it from its sleep, 0: none */
  int64_t sleep_start_ns;
} BgScavenge;

/* Fresh state in gc->scavenge; tells the scheduler about the goroutine's kind and its timer. */
void bgscavenge_init (Gc *gc);
/* Kind and timer only, on a restored state. */
void bgscavenge_attach (Gc *gc);
/* Makes the goroutine (Go: gcenable). */
void bgscavenge_start (Gc *gc, P *p);

/* New goals, whenever the pacer committed (`heap_goal` is the pacer's); tells the heap its goal for growth and the memory
 * limit. Heap.limiter_on is the collector's to keep. */
void bgscavenge_pace (Gc *gc, uint64_t heap_goal);
/* Wakes the goroutine if it waits: sweeping is done (Go: from bgsweep's side and, after bgscavenge_ready(), sysmon's). */
void bgscavenge_wake (Gc *gc, P *p);
/* The last sweeper is done: sysmon wakes it at its next look. */
void bgscavenge_ready (Gc *gc);
/* Sysmon's look. */
void bgscavenge_sysmon (Gc *gc);

/* Whether an allocation has left something to be released before the program goes on. */
bool bgscavenge_owes (const Gc *gc);
/* Releases one run of it (p's time, but the tick is the caller's): returns the cost. Call while bgscavenge_owes(). */
Vtime bgscavenge_pay (Gc *gc, P *p, G *g);
/* debug.FreeOSMemory's second half: releases one run of free pages, wherever; *more: call again. Returns the cost. */
Vtime bgscavenge_all (Gc *gc, P *p, G *g, bool *more);
