#pragma once

/* The collector's state in the image, and what its files share with each other. Nothing above gc includes this, but for
 * pictures and the verifier.
 *
 *   mgc.c         phases of the cycle, triggers, runtime.GC, knobs
 *   mgcwork.c     work buffers
 *   mgcmark.c     roots, greying, scanning: the marker
 *   mgcworker.c   mark worker goroutines
 *   mgcdrain.c    their fast lane
 *   mark-words.h  the marker's inner loop: words to marks
 *   mgcassist.c   assists and credit
 *   mbarrier.c    write barrier
 *   mgcsweep.c    sweeping and its pace
 *   mfinal.c      finalizers
 *   malloc.c      allocation (gc/mutator.h)
 *   malloc-run.c  many allocations of a C program at once
 */

#include "base/bits.h"
#include "base/check.h"
#include "base/gonum.h"
#include "gc/bgscavenge.h"
#include "gc/gc.h"
#include "heap/malloc.h"
#include "heap/mheap.h"

/* Go 1.22 runtime/mgcmark.go, mgcwork.go, mgcsweep.go, mgc.go */
#define GC_ROOT_BLOCK_BYTES (UINT64_C (256) << 10)
#define GC_ROOT_SPECIALS_PAGES 512u
#define GC_MAX_OBLET_BYTES (UINT64_C (128) << 10)
#define GC_DRAIN_CHECK_WORK 100000
#define GC_SWEEP_BATCH 10
#define GC_REFILL_SPAN_BUDGET 100

/* Root jobs, in the order they are taken. */
typedef struct {
  uint32_t n_jobs, next;        /* of all; next not yet taken */
  uint32_t globals, runtime, specials, stacks; /* first job of each kind; 0 finalizers, 1 free stacks */
  uint32_t n_stacks;            /* slots 1..n_stacks existed when the cycle began */
} GcRootJobs;

/* Work buffers: two LIFO lists through WorkBuf.link, and the spans that stand for them, through Mspan.next. */
typedef struct {
  Addr full, empty;
  uint32_t n_full, n_empty;
  uint64_t n_full_objects;
  SpanId busy_spans, free_spans;
  uint32_t n_busy_spans, n_free_spans;
  Addr zone;                    /* where the buffers lie */
  uint32_t n_zone, n_zone_used, n_zone_touched; /* buffers: most, of this cycle, most ever */
} GcWorkLists;

/* Finalizers to run, the last one first. */
typedef struct {
  Addr base;                    /* GcFinalizer [n] */
  uint64_t n;                   /* no hole behind it: it is copied, in the image */
} GcFinStack;

typedef struct GcState {
  uint8_t barrier_on;           /* pointer writes record old and new value */
  uint8_t blacken_enabled;      /* workers and assists may mark (Go: gcBlackenEnabled) */
  uint8_t phase;                /* GcPhase */
  uint8_t enabled;              /* gcenable was called */
  uint8_t trigger_kind;         /* PacerTriggerKind of the running or last cycle */
  uint8_t user_forced;
  uint8_t mark_done_busy;       /* somebody is in gcMarkDone */
  uint8_t start_busy;           /* somebody is in gcStart */
  uint32_t cycle;               /* cycles started (work.cycles) */
  uint32_t cycles_marked;       /* cycles whose mark termination is over (memstats.numgc) */
  GcBroken broken;

  Addr globals_base;            /* the program's variables */
  uint64_t globals_bytes, globals_lead; /* before them: what Go's runtime has, multiple of 512 */
  uint8_t go_runtime;           /* GcOptions */
  Addr runtime_object;          /* the first of what Go's runtime has on the heap, and the root of the rest; 0: none */
  Addr all_gs_object;           /* the slice of all g's, as the heap shows it; 0: none yet */
  uint32_t all_gs_len, all_gs_cap;
  Vtime object_cost;            /* what scanning an object costs in this cycle, */
  Vtime far_cost, far_grey_cost; /* a look at another page, a greying there */

  GcRootJobs roots;
  GcWorkLists work;
  uint32_t n_working;           /* workers and assists that mark right now (nproc - nwait) */
  uint64_t bytes_marked;        /* given in by gcWork.dispose */
  uint64_t objects_marked, objects_scanned; /* of the running cycle, for pictures */
  GoQueue assist_queue;          /* goroutines in debt; assist_bytes < 0 */
  GoQueue mark_waiters;          /* runtime.GC waits for the end of marking (work.sweepWaiters) */

  /* sweeping */
  uint32_t central_index;       /* next sweep class to look at: span class * 2 + (0 full, 1 partial) */
  uint8_t sweep_drained;        /* nothing unswept is left in mcentral */
  uint8_t sweeper_parked;
  double sweep_pages_per_byte;
  uint64_t sweep_heap_live_basis, pages_swept_basis;
  uint8_t sweep_in_time;        /* the pace was set early enough to be done when the next cycle begins (verifier) */
  uint64_t sweep_caller_pages;  /* most that an allocation was let off, because it reclaims itself (verifier) */
  uint64_t kept_bytes;          /* objects kept by their finalizers since marking ended: not in heap_live */
  uint32_t swept_late;          /* spans of the last cycle that the start of this one had to sweep (verifier) */
  uint8_t assists_limited;      /* the CPU limiter let somebody off in this cycle (verifier) */
  GSlot sweeper, force_gc;
  uint8_t force_gc_parked;

  /* finalizers */
  Addr specials;                /* table of Special records; index 0 unused */
  uint32_t n_specials, max_specials, special_free;
  GcFinStack fin_due, fin_taken; /* queued by the sweep; being run */

  /* numbers */
  GcCycleStats stats;           /* of the running cycle */
  GcCycleStats last;
  int64_t last_gc_ns;           /* end of the last cycle; 0: none */
  int64_t pause_total_ns, gc_cpu_ns; /* CPU time of collection since the program began, idle marking excluded */
  TypeId g_type, g_pointer_type, worker_node_type, sudog_type;
  uint64_t pause_ns[256];
  int64_t pause_end_ns[256];
  uint32_t n_forced;
  Vtime stw_start;

  uint64_t lost_objects;        /* marks of freed slots that sweeping met: only after a collector broken on purpose, or a
                                   program that made up a pointer */
  Addr lost_object;             /* the first of them */

  PacerState pacer;
  LimiterState limiter;
  BgScavenge scavenge;
  GcP ps[P_MAX];
} GcState;

static inline int64_t
gc_now_ns (const P *p)
{
  return vtime_to_ns (p->clock);
}

static inline bool
gc_is_marking (const Gc *gc)
{
  return gc->st->phase == GC_PHASE_MARK || gc->st->phase == GC_PHASE_MARK_TERM;
}

/* --- mgc.c --- */
/* Accounts for the time until now in the CPU limiter, if it is time to. */
void gc_update_limiter (Gc *gc, int64_t now_ns, bool always);
PacerMemory gc_pacer_memory (const Gc *gc);
/* heap_live and heap_scan change; the assist ratio follows while marking. */
void gc_update_live (Gc *gc, HeapLiveDelta delta);
/* Whether heap_live asks for a cycle. */
bool gc_should_trigger (const Gc *gc);
/* Go: gcControllerCommit. */
void gc_commit (Gc *gc);
/* Starts a cycle of the kind if it is (still) due; one unit a call. `cycle`: for PACER_TRIGGER_CYCLE, the one wanted. */
MutatorResult gc_start (Gc *gc, P *p, G *g, PacerTriggerKind kind, uint32_t cycle);
/* Go: gcMarkDone and gcMarkTermination; one unit a call. */
MutatorResult gc_mark_done (Gc *gc, P *p, G *g);
void gc_set_phase (Gc *gc, P *p, G *g, GcPhase phase);

/* --- mgcwork.c --- */
void gc_work_init (Gc *gc);
#define GC_WORK_BUF_BYTES 2048u
#define GC_WORK_BUF_OBJECTS 253u
#define GC_WORK_SPAN_PAGES 4u

typedef struct {
  Addr link;
  uint64_t n;
  uint64_t pad;                 /* Go's node also counts pushes: 24 bytes of header, 253 entries */
  Addr objects[GC_WORK_BUF_OBJECTS];
} WorkBuf;

_Static_assert (sizeof (WorkBuf) == GC_WORK_BUF_BYTES, "a work buffer is 2 KiB");

void gc_work_put_slow (Gc *gc, P *p, Addr object);
Addr gc_work_get_slow (Gc *gc, P *p);
/* Shares work when nobody else has any (gcWork.balance). */
void gc_work_balance (Gc *gc, P *p);
/* Gives everything back to the global lists (gcWork.dispose). */
void gc_work_dispose (Gc *gc, P *p);
bool gc_work_is_empty (const Gc *gc, const P *p);
/* Between cycles: the buffers' spans may be freed (prepareFreeWorkbufs), up to 64 at a time; true: more are left. */
void gc_work_prepare_free (Gc *gc);
bool gc_work_free_some (Gc *gc);

void gc_work_each_gap (const Gc *gc, ImageGapFunc func, void *context);

static inline WorkBuf *
gc_work_buf (const Gc *gc, Addr addr)
{
  return IMAGE_AT (gc->im, WorkBuf, addr);
}

static inline void
gc_work_put (Gc *gc, P *p, GcWork *w, Addr object)
{
  WorkBuf *b = gc_work_buf (gc, w->wbuf1);

  if (GCCORE_LIKELY (w->wbuf1 != 0 && b->n < GC_WORK_BUF_OBJECTS))
    b->objects[b->n++] = object;
  else
    gc_work_put_slow (gc, p, object);
}

static inline Addr
gc_work_get (Gc *gc, P *p, GcWork *w)
{
  WorkBuf *b = gc_work_buf (gc, w->wbuf1);

  if (GCCORE_LIKELY (w->wbuf1 != 0 && b->n != 0))
    return b->objects[--b->n];
  return gc_work_get_slow (gc, p);
}

/* --- mgcmark.c --- */

/* The stack of a goroutine that is dead goes back to the heap. */
void gc_free_stack (Gc *gc, P *p, G *g);

/* Looks at a root word found at `from` (0: no address). Before the words of each group a call with word 0 says in `from`
 * whether marking is done with the group, and from bit 8 on whose it is: a goroutine's number, or 0. */
typedef void (*GcRootVisit) (void *context, Addr word, Addr from);
#define GC_VISIT_NOT_SCANNED 1
#define GC_VISIT_SCANNED 2
#define GC_VISIT_GOID_SHIFT 8
#define GC_VISIT_IS_GROUP(word, from) ((word) == 0 && (from) != 0 && (from) < (UINT64_C (1) << 38))

struct GcRoots {
  Gc *gc;
  P *p;
  const G *g;                   /* who scans */
  Vtime cost;
  GcRootVisit visit;            /* NULL: roots are greyed; else they are only looked at */
  void *visit_context;
};

/* All roots, for the verifier: changes nothing. */
void gc_visit_roots (Gc *gc, GcRootVisit visit, void *context);
void gc_prepare_roots (Gc *gc);
/* Greys the object a word points to or into, if it is white. `from`: where it was found, 0 unknown. Returns the cost. */
Vtime gc_grey_word (Gc *gc, P *p, Addr word, Addr from);
/* Runs the next root job; *work: its scan work. Returns the cost. False in *ran: none was left. */
Vtime gc_mark_root (Gc *gc, P *p, G *g, bool flush_credit, int64_t *work, bool *ran);
/* Scans one object or oblet from the queue. Returns the cost. */
Vtime gc_scan_object (Gc *gc, P *p, G *g, Addr object);
/* Scans small objects from the top of p's queue, ending a tick after each but the last, whose cost is *pending, while
 * nothing else could have to act or be done in between, and until gcWork's heap_scan_work reaches work_limit. False:
 * nothing was done (mgcdrain.c). */
bool gc_drain_run (Gc *gc, P *p, int64_t work_limit, Vtime *pending);
/* The next grey object for p, its barrier buffer flushed if need be; 0: none. *cost grows. */
Addr gc_next_grey (Gc *gc, P *p, G *g, Vtime *cost);
/* gcMarkWorkAvailable: p NULL asks about global work only. */
bool gc_mark_work_available (const Gc *gc, const P *p);
/* The tiny blocks that Ps allocate from are grey when marking begins (gcMarkTinyAllocs). */
void gc_mark_tiny_blocks (Gc *gc);
/* An object was just allocated while marking: black. */
void gc_mark_new (Gc *gc, P *p, Mspan *s, Addr object);

/* --- mgcassist.c --- */
/* To a goroutine's account, in which sums wrap: with GOGC=off and no limit credit comes to some 2^63. */
static inline void
gc_assist_credit (G *g, int64_t bytes)
{
  g->assist_bytes = go_add64 (g->assist_bytes, bytes);
}

static inline void
gc_assist_charge (G *g, uint64_t bytes)
{
  g->assist_bytes = go_sub64 (g->assist_bytes, (int64_t) bytes);
}

MutatorResult gc_assist (Gc *gc, P *p, G *g);
/* Background work pays waiting assists first, the rest becomes credit (gcFlushBgCredit). */
void gc_flush_credit (Gc *gc, P *p, int64_t scan_work);
void gc_wake_all_assists (Gc *gc, P *p);
/* g loses its P: if it is in the middle of an assist, what it has done is settled. */
void gc_assist_cut_short (Gc *gc, P *p, G *g);

/* --- mgcworker.c --- */
void gc_workers_attach (Gc *gc);
void gc_workers_start (Gc *gc, P *p);
G *gc_find_worker (void *context, P *p, bool idle);
bool gc_worker_preempt (void *context, P *p, G *g);
/* A worker loses its P: it stops. True: it is parked; false: it has something to finish (end of marking). */
bool gc_worker_stop (Gc *gc, P *p, G *g);
/* More work was shared: a P may have to become a dedicated worker (enlistWorker). */
void gc_enlist_worker (Gc *gc, P *p);

/* --- mbarrier.c --- */
/* Marks from p's barrier buffer; returns the cost. */
Vtime gc_flush_barrier (Gc *gc, P *p, const G *g);

/* --- mgcsweep.c --- */
void gc_sweep_attach (Gc *gc);
void gc_sweep_start (Gc *gc, P *p);
/* Sweeps one span, wherever; false: none is left. Returns cost in *cost. */
bool gc_sweep_one (Gc *gc, P *p, const G *g, Vtime *cost);
/* Sweeps an acquired span with its specials. */
SweepResult gc_sweep_span (Gc *gc, P *p, const G *g, Mspan *s, bool preserve, Vtime *cost);
bool gc_sweep_is_done (const Gc *gc);
/* Whether an allocation of span_bytes still owes sweeping (deductSweepCredit, one decision). */
bool gc_sweep_owed (Gc *gc, uint64_t span_bytes, uint64_t caller_pages);
void gc_sweep_pace (Gc *gc, uint64_t trigger);
/* One step of reclaiming `*pages` before a large allocation; false: done. State in *page, *end (both 0 to begin). */
bool gc_reclaim_step (Gc *gc, P *p, const G *g, uint64_t *pages, uint64_t *page, uint64_t *end, Vtime *cost);
void gc_sweep_begin (Gc *gc, P *p);
/* Puts away what a P's mcache holds; stale spans are swept. Returns the cost. */
Vtime gc_release_mcache (Gc *gc, P *p, const G *g, P *owner);
/* The same and its stacks, once per sweepgen (mcache.prepareForSweep). */
Vtime gc_flush_mcache (Gc *gc, P *p, const G *g, P *owner);

/* --- mfinal.c --- */
void gc_finalizers_init (Gc *gc);
void gc_finalizers_each_gap (const Gc *gc, ImageGapFunc func, void *context);
/* Before an unmarked object is swept: objects with finalizers live on, their finalizers are queued. */
void gc_sweep_specials (Gc *gc, P *p, Mspan *s, Vtime *cost);
/* Marks from the specials of 512 pages (markrootSpans); returns specials seen. */
uint32_t gc_mark_specials (Gc *gc, P *p, uint64_t first_page);
/* What those specials keep: finalizers, and all that their objects point to (gc_visit_roots). */
void gc_visit_specials (Gc *gc, uint64_t first_page, GcRootVisit visit, void *context);
void gc_mark_finalizer_queue (Gc *gc, GcRoots *roots);

/* --- malloc.c --- */
/* The heap object of a g that was none before, and its place in the list of all of them. */
void gc_new_g_object (Gc *gc, P *p, G *g);
