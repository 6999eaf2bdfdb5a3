#pragma once

/* Runs: allocations whose bookkeeping waits.
 *
 * Most allocations take the next slot of a span, and all else they do to the machine is counting: a tick and its cost, a
 * slot, bytes to scan; while marking a mark and a debt. So a program that allocates much takes its slots from a *run*, the
 * free slots of one word of a cached span (what alloc_cache holds), and they are counted later, all at once:
 *
 *   settled  ..1111.1111     free when last counted      settled ^ free: taken since
 *   free     ..1111.1...     free now
 *
 * `left` says how many operations may be done before somebody else could have to act, or an assist could be due: each slot
 * taken and each pointer recorded for the write barrier is one. malloc_runs_settle() counts; from then on the image is
 * what gc_malloc() and gc_write_pointer() would have made of it, to the bit. Whatever else reads or changes the machine
 * does so with settled runs, so nobody can tell the difference (a test compares the images).
 *
 * Runs are the host's: they are not in the image, and hold on to nothing. A span class has at most one open run. */

#include "gc/gc.h"
#include "heap/malloc.h"

typedef struct {
  uint64_t free;              /* bit i: the slot at base + i * stride may be taken */
  Addr base;                  /* of an object in the word's first slot, behind the slot's header if it has one */
  uint64_t stride;            /* bytes */
  uint64_t settled;           /* `free`, when last counted */
  SpanId span;                /* SPAN_NONE: the run is closed */
  uint32_t sweepgen;          /* the span's, when it was opened: another one, and the span is not what it was */
  uint16_t first;             /* index of the word's first slot */
  uint16_t free_index;        /* the span's, when last counted */
  SpanClass span_class;
  uint32_t scan_bytes;        /* that an object adds to heapScan */
  Vtime cost;                 /* of an object */
} MallocRun;

typedef struct {
  uint64_t left;              /* operations */
  uint64_t n_recorded;        /* pointers recorded since last counted */
  uint64_t n_ticks;           /* the same of slots in words used up, */
  Vtime cost;                 /* and what they cost */
  GcP *gp;                    /* the P they are counted on; valid while left > 0 */
  MallocRun *of_type;         /* by TypeId: single values */
  MallocRun *of_bytes;        /* by size class: bytes without pointers, not cleared */
  MallocRun *open[N_SPAN_CLASSES];
  uint32_t n_open;
  bool settled;               /* nothing was done since last counted */
  uint64_t checked_at;        /* the tick at which the open ones were known to be what they were */
  Vtime max_cost;             /* most an operation can cost, */
  uint64_t max_bytes;         /* and a slot that it can take have, now */
} MallocRuns;

/* False: no memory. */
bool malloc_runs_init (MallocRuns *runs, uint32_t n_types);
void malloc_runs_fini (MallocRuns *runs);

/* The run is used up: it gets the next word of its span, and nothing else changes. False: settle. */
bool malloc_run_advance (MallocRuns *runs, MallocRun *run, Gc *gc, P *p, G *g, TypeId type);
/* Counts what was done; nothing more may be taken or recorded until one of the two below allows it. g runs on p, and did
 * so since they did. */
void malloc_runs_settle (MallocRuns *runs, Gc *gc, P *p, G *g);
/* Goes on with what is open and still what it was. */
void malloc_runs_resume (MallocRuns *runs, Gc *gc, P *p, const G *g);
/* Opens a run, settled and used up, for single values of `type`, or for bytes of a class (TYPE_NONE). True: there is one to
 * take. False: that allocation is not as simple; gc_malloc() does it. */
bool malloc_run_open (MallocRuns *runs, MallocRun *run, Gc *gc, P *p, const G *g, TypeId type);

/* An object, or 0: settle. */
static inline Addr
malloc_run_take (MallocRuns *runs, MallocRun *run, uintptr_t delta)
{
  uint64_t free = run->free, stride = run->stride;
  Addr object;

  if (GCCORE_UNLIKELY (free == 0 || runs->left == 0))
    return 0;
  runs->left--;
  run->free = free & (free - 1);
  object = run->base + (uint64_t) __builtin_ctzll (free) * stride;
  /* As in malloc_take_slot(). */
  __builtin_prefetch ((char *) (uintptr_t) (object + delta) + 4 * stride, 1);
  return object;
}

/* Records what the pointer at *slot was and will be, while barriers are on. False: settle. */
static inline bool
malloc_runs_record (MallocRuns *runs, Addr old, Addr value)
{
  GcP *gp = runs->gp;

  if (GCCORE_UNLIKELY (runs->left == 0 || gp->wb_n + 2 > GC_WB_BUF_LEN))
    return false;
  runs->left--;
  runs->n_recorded++;
  gp->wb_buf[gp->wb_n] = old;
  gp->wb_buf[gp->wb_n + 1] = value;
  gp->wb_n += 2;
  return true;
}
