#pragma once

/* Run queues: each P's ring of 256 with its `runnext`, and the global list that takes what does not fit
 * (Go 1.22 runtime/proc.go, runqput, runqget, globrunqget). A goroutine in any of them is RUNNABLE and `queued`.
 * Internal to sched. */

#include "sched/sched.h"

void global_put (Sched *s, G *g);
/* Takes a share of the global queue: the first is returned, the others go to p's queue; max 0: no limit. */
G *global_get (Sched *s, P *p, uint32_t max);
/* `next`: it runs next, and who was to run next goes to the queue. */
void runq_put (Sched *s, P *p, G *g, bool next);
/* *inherit: it was the next one and runs in the same slice. */
G *runq_get (Sched *s, P *p, bool *inherit);
