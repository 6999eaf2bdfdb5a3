#pragma once

/* What a running goroutine asks of the memory system, cut into ticks.
 *
 * Go's mallocgc can assist marking, sweep spans, grow the heap and start a cycle before it returns. Here each of those
 * is a visible unit of work: `gc_malloc()` does one unit a call and says whether the object is there yet. The caller
 * (the VM's allocation instruction, or the C library interface) calls again with the same arguments until MUTATOR_DONE;
 * what has been paid so far is kept in the goroutine (`G.malloc`), in the image. An allocation that was begun is finished:
 * who may find on the way that it needs none takes gc_malloc_locked(). The common case, a free slot in the
 * P's mcache, is one inlined test away from done.
 *
 * Source: Go 1.22 runtime/malloc.go mallocgc, mcache.go refill, mcentral.go cacheSpan, mgcmark.go gcAssistAlloc,
 * mbarrier.go, mwbbuf.go. Thread: the one that steps the machine. */

#include <stdbool.h>
#include <stdint.h>

#include "base/image.h"
#include "heap/gctype.h"

typedef struct Gc Gc;     /* gc/gc.h: heap + scheduler + collector of one machine (host handle; state in the image) */
typedef struct P P;       /* sched/p.h, in the image */
typedef struct G G;       /* sched/g.h, in the image */

/* Each call ends exactly one tick: it has charged the cost and counted it with sched_tick().
 * Afterwards the caller goes on while sched_may_go_on(); else it returns RUN_HORIZON, and on
 * PARKED RUN_BLOCKED. Instructions executed before the call belong to the same tick: charge them to p->clock first. */
typedef enum {
  MUTATOR_DONE,           /* finished */
  MUTATOR_AGAIN,          /* one visible unit of other work was done: call again with the same arguments */
  MUTATOR_PARKED,         /* the goroutine now waits (assist queue, stop the world ...): call again once it runs again */
  MUTATOR_OUT_OF_MEMORY,  /* heap cap reached: Go's "runtime: out of memory" */
} MutatorResult;

/* Allocates `bytes` for values of type `type` (TYPE_NONE: noscan), zeroed when `zero`. An array of n T is asked for as
 * bytes = n * size of T with type T. `line` is the allocating source line (for the eye only). */
MutatorResult gc_malloc (Gc *gc, P *p, G *g, uint64_t bytes, TypeId type, bool zero, uint32_t line, Addr *out);
/* One unit of an allocation that is under way (G.malloc.step is not 0) and that nobody wants any more, because what it was
 * for was done by another goroutine meanwhile: its object becomes garbage. MUTATOR_AGAIN, or parked. gc_malloc() does the
 * same where it is asked for another object than before. */
MutatorResult gc_malloc_finish (Gc *gc, P *p, G *g);

/* Allocates at once, without a tick: what Go's runtime allocates while it holds a lock or a P (m.locks > 0: wait records,
 * the insides of a sync.Pool). It neither assists, though the goroutine owes for it, nor starts a cycle. Zeroed; 0: out of
 * memory. */
Addr gc_malloc_locked (Gc *gc, P *p, G *g, uint64_t bytes, TypeId type, uint32_t line);

/* Stores a pointer into heap or globals through the hybrid write barrier. Whether the barrier is on is one byte
 * (`gc_barrier_on()`), so that the VM tests it inline and calls this only while marking. The store itself is done here. */
void gc_write_pointer (Gc *gc, P *p, G *g, Addr slot, Addr value);
/* Before a typed copy of [dst, dst+bytes) from src (memmove of values that hold pointers, bulkBarrierPreWrite).
 * src 0: dst is about to be cleared. */
void gc_barrier_bulk (Gc *gc, P *p, G *g, Addr dst, Addr src, uint64_t bytes, TypeId type);
/* Shades a pointer that moves into a place the marker may have passed, or out of one it may not have come to yet, without
 * a slot write: closure and arguments of a new goroutine (newproc), a value handed over between goroutines, a record that
 * goes to a P's cache or comes from it. Nothing to do while barriers are off. */
void gc_shade (Gc *gc, P *p, G *g, Addr value);
/* `bool gc_barrier_on (const Gc *gc)`, whether barriers are on, is inline in gc/gc.h. */

/* runtime.GC(): one unit a call, like gc_malloc. */
MutatorResult gc_collect (Gc *gc, P *p, G *g);
/* debug.FreeOSMemory(), likewise. */
MutatorResult gc_free_os_memory (Gc *gc, P *p, G *g);
/* debug.SetGCPercent, SetMemoryLimit: one tick (none with p NULL, from outside the program); return the old value. Go 1.22
 * sets them under the heap's lock while everybody goes on: triggers, goals, and while marking the assist ratio, are new at
 * once (gcControllerCommit). A percentage below 0 turns collection off; a limit below 0 only asks. */
int32_t gc_set_gc_percent (Gc *gc, P *p, int32_t percent);
int64_t gc_set_memory_limit (Gc *gc, P *p, int64_t bytes);
/* SetGCPercent turned collection off: it returns when no mark is running. True: one is; g was parked until it is over, and
 * then has nothing left to do. The caller ends the tick. */
bool gc_wait_on_mark (Gc *gc, P *p, G *g);
