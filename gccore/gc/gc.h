#pragma once

/* The collector of one machine: Go 1.22's concurrent mark and sweep, in ticks.
 *
 * A cycle, in Go's order (Go 1.22 runtime/mgc.go):
 *
 *   OFF / SWEEP   the program runs; spans of the last cycle are swept by allocation and by the background sweeper
 *   SWEEP_TERM    world stopped: the rest is swept, pools are cleared, the pacer starts, the write barrier goes on
 *   MARK          the program, mark workers and assists run; new objects are black; root jobs, then grey objects until a
 *                 ragged barrier over all Ps finds nothing more
 *   MARK_TERM     world stopped: barrier off, pacing committed, sweepgen += 2, mcaches flushed
 *   SWEEP         until the last span is swept, then OFF
 *
 * Colours: white = mark bit clear; grey = mark bit set and in a work buffer (or barrier buffer, as a value); black =
 * mark bit set, scanned. Grey and black differ only for the eye (heap->track_scanned); the collector never asks.
 *
 * Everything that happens is done by a goroutine on a P, one visible unit a tick: the program's own goroutines inside
 * gc_malloc() and friends (gc/mutator.h), and the runtime's: one mark worker a P, the background sweeper, the
 * scavenger, the forced-collection helper.
 *
 * All state is in the image (`GcState`, `GcP`, pacer and limiter); `Gc` is the host's handle: pointers into the image,
 * and hooks of the layers above. Threads: the one that steps the machine.
 *
 * A second marker (Go 1.25's Green Tea) would replace gc/mgcwork.c, gc/mgcdrain.c, gc/mark-words.h and the scanning in
 * gc/mgcmark.c: what is queued (spans instead of objects) and how an entry is scanned. Roots, phases, assists, pacing and
 * sweeping stay. */

#include <stdbool.h>
#include <stdint.h>

#include "base/image.h"
#include "base/status.h"
#include "gc/births.h"
#include "gc/mgclimit.h"
#include "gc/mgcpacer.h"
#include "gc/mutator.h"
#include "heap/gctype.h"
#include "heap/mstats.h"
#include "sched/sched.h"

typedef struct BgScavenge BgScavenge;
typedef struct GcCycleStats GcCycleStats;

/* The same numbers as GccorePhase of session/frame.h. */
typedef enum { GC_PHASE_OFF, GC_PHASE_SWEEP_TERM, GC_PHASE_MARK, GC_PHASE_MARK_TERM, GC_PHASE_SWEEP, GC_N_PHASES } GcPhase;

typedef enum {
  GC_ROOT_FINALIZERS,       /* the queue of finalizers to run */
  GC_ROOT_FREE_STACKS,      /* stacks of dead goroutines are given back */
  GC_ROOT_RUNTIME,          /* the runtime's own variables: lists of gs, per-P caches of sudogs and defers, timers */
  GC_ROOT_GLOBALS,          /* 256 KB of the program's variables */
  GC_ROOT_SPECIALS,         /* finalizers of objects in 512 pages */
  GC_ROOT_STACK,            /* one goroutine */
} GcRootKind;

/* What marking from a root looks like to the layer that knows the frames. */
typedef struct GcRoots GcRoots;
/* One word that may be a pointer: nil, into the heap (any address inside an object), or elsewhere (ignored). */
void gc_root_word (GcRoots *roots, Addr value);
/* `bytes` of memory at `base`; bit i of mask (may be NULL: every word) says whether word i is a pointer. */
void gc_root_block (GcRoots *roots, Addr base, uint64_t bytes, const uint64_t *mask);
/* Tells the cost model that a frame was looked at. */
void gc_root_frame (GcRoots *roots);

typedef struct {
  void *context;
  /* Marks from everything goroutine g holds: frames [sp, stack_hi), defers, panics, registers in G.vm. Called at a tick
   * boundary of g. Not called for the runtime's own goroutines. Returns the bytes of stack scanned (Go: hi - sp). */
  uint64_t (*scan_goroutine) (void *context, GcRoots *roots, G *g);
  /* The runtime roots that lang owns (interned objects, timers' channels, pools ...). */
  void (*scan_runtime) (void *context, GcRoots *roots);
  /* A stack that uses less than a quarter may be halved, right after it was scanned (Go: shrinkstack). */
  void (*shrink_stack) (void *context, P *p, G *g);
  /* sync.Pool: victims are dropped, primaries become victims (world stopped). */
  void (*clear_pools) (void *context);
  /* Finalizers are queued for the finalizer goroutine (take them with gc_next_finalizer()). */
  void (*finalizers_ready) (void *context, P *p);
  /* A phase begins or a cycle is complete: session prints gctrace, keeps landmarks, runs the verifier. */
  void (*phase_changed) (void *context, GcPhase phase);
  void (*cycle_done) (void *context, const GcCycleStats *stats);
} GcHooks;

/* Broken on purpose, for teaching. May be changed while the machine runs (a recorded input). */
typedef struct {
  bool no_write_barrier;    /* nothing is recorded while marking */
  bool no_deletion_barrier; /* only the new value is recorded, not the overwritten one */
  bool no_assists;
  bool no_proportional_sweep;
} GcBroken;

/* What a Go 1.22 process on linux/amd64 has before main runs, measured with GODEBUG=gcpacertrace=1 and MemStats: 2.15 MB of
 * Sys that is not HeapSys (chunk and summary tables, mark bits, stacks and caches of the runtime; an image has 0.45 MB of
 * its own), 24 KB of heap objects and 10 KB for each P more, and 216 bytes of stack to scan in each of the runtime's
 * parked goroutines. */
#define GC_GO_RUNTIME_OVERHEAD_BYTES UINT64_C (1700000)
#define GC_GO_SYSTEM_STACK_BYTES 216
/* Data and bss with pointers in a Go 1.22 program that uses fmt, less its own variables (GODEBUG=gcpacertrace=1, the third
 * figure of "for A+B+C B work"); the pacer counts them. */
#define GC_GO_GLOBALS_SCAN_BYTES 408500

typedef struct {
  int32_t gc_percent;       /* GOGC, -1 off */
  int64_t memory_limit;     /* PACER_NO_LIMIT */
  uint64_t globals_scan_bytes; /* data + bss with pointers as Go would count them (Go's own runtime included) */
  bool go_runtime;          /* be the collector of a Go process: with the memory, the heap objects and the stacks that its
                               runtime has besides the program's (needs the types below). False: a bare collector */
  Addr globals_base;        /* the program's variables in the image ... */
  uint64_t globals_bytes;
  const uint64_t *globals_mask; /* ... and which words are pointers; borrowed, immutable */
  TypeId g_type, g_pointer_type, worker_node_type; /* types of the objects (424, 8 and 32 bytes) that stand for g's, for
                                      the elements of the list of all g's and for nodes of mark workers; TYPE_NONE: noscan */
  TypeId sudog_type;        /* of the records with which goroutines wait; TYPE_NONE: the program has none */
  GcBroken broken;
} GcOptions;

/* All numbers of one cycle: gctrace, timeline. Times are virtual ns. */
struct GcCycleStats {
  uint32_t cycle;
  bool forced;
  uint8_t trigger;          /* PacerTriggerKind */
  uint16_t n_procs, n_cores;
  uint16_t pad[3];          /* named: it is copied into the image */
  int64_t start_ns;         /* since the program began */
  int64_t t_sweep_term, t_mark, t_mark_term, t_end; /* phase boundaries */
  int64_t stw_sweep_term_ns, stw_mark_term_ns;      /* world stopped */
  int64_t assist_ns, dedicated_ns, fractional_ns, idle_ns; /* CPU time */
  double gc_cpu_fraction;   /* since the program began */
  uint64_t heap_at_trigger, heap_at_mark_end, heap_marked, heap_goal;
  uint64_t stack_scan, globals_scan;
  uint64_t scan_work, objects_marked, bytes_marked, start_tick, end_tick;
};

#define GC_WB_BUF_LEN 512   /* Go 1.22 runtime/mwbbuf.go wbBufEntries */

/* A P's share of the mark queue: two buffers and counts not yet given to the pacer (Go's gcWork). */
typedef struct {
  Addr wbuf1, wbuf2;        /* primary, secondary; 0: none. Pushed to and popped from wbuf1 */
  uint64_t bytes_marked;
  int64_t heap_scan_work;
  bool flushed_work;        /* a non-empty buffer went to the global list since the last ragged barrier */
} GcWork;

/* What the collector keeps of a P, in an array of the same index. */
typedef struct {
  GcWork work;
  PacerProc pacer;
  LimiterEvent limiter_event;
  uint8_t worker_mode;      /* PacerWorker of the worker chosen to run or running here */
  GSlot worker;             /* this P's mark worker */
  Vtime flush_cost;         /* of its mcache at the end of marking */
  int64_t worker_start_ns;
  bool worker_stop;         /* its slice is over */
  int64_t check_work;       /* scan work until an idle or fractional worker looks whether to stop */
  uint64_t last_page, last_grey_page; /* cost model: looking at the same page again is cheap */
  Addr worker_node;         /* the heap object that Go keeps of the worker (32 bytes) */
  uint32_t wb_n;
  Addr wb_buf[GC_WB_BUF_LEN]; /* old and new values recorded by the write barrier */
} GcP;

typedef struct GcState GcState; /* gc/state.h, in the image */

struct Gc {
  Image *im;
  Heap *heap;
  Sched *sched;
  GcState *st;
  PacerState *pacer;
  LimiterState *limiter;
  BgScavenge *scavenge;     /* gc/bgscavenge.h */
  GcP *ps;                  /* [P_MAX] */
  const GcTypeTable *types; /* borrowed, immutable */
  const uint64_t *globals_mask;
  uint8_t *barrier_byte;    /* in the image: 1 while the write barrier is on */
  GcHooks hooks;
  GcBirths *births;         /* gc/births.h: who made each object; NULL: nobody asks. Borrowed; survives gc_attach() */
  uint64_t host_step_ticks; /* gc/host.h: ticks done at a time, 0: no limit. Makes no difference to history */
};

/* Carves the state in an image whose heap and scheduler are initialised; IMAGE_ROOT_GC names it. gc->hooks, set before or
 * after, stay. Takes over the scheduler's hooks. */
void gc_init (Gc *gc, Image *im, Heap *heap, Sched *sched, const GcTypeTable *types, const GcOptions *options);
/* The same handle on the state that a restored image holds. */
void gc_attach (Gc *gc, Image *im);
/* Its gaps, the heap's and the scheduler's (base/image.h). */
void gc_each_gap (const Gc *gc, ImageGapFunc func, void *context);
/* The main goroutine is about to run (Go: gcenable): makes the runtime's own goroutines, allows collection. */
void gc_enable (Gc *gc, P *p);

static inline bool
gc_barrier_on (const Gc *gc)
{
  return *gc->barrier_byte != 0;
}

static inline GcP *
gc_p (const Gc *gc, const P *p)
{
  return &gc->ps[p->id];
}

GcPhase gc_phase (const Gc *gc);
/* Cycles started so far; 1 during the first. */
uint32_t gc_cycle (const Gc *gc);
/* 0..1: how far the present phase has come (marking: scan work done of expected; sweeping: pages swept). */
double gc_phase_progress (const Gc *gc);
PacerTriggerKind gc_trigger_kind (const Gc *gc);
/* Of the last cycle that ended; cycle 0: none yet. */
const GcCycleStats *gc_last_cycle (const Gc *gc);
GcBroken *gc_broken (Gc *gc);
/* Objects waiting in p's work buffers, and in the global lists. */
uint32_t gc_work_queued (const Gc *gc, const P *p);
uint64_t gc_work_queued_global (const Gc *gc);

/* runtime.GOMAXPROCS(n) with another n; one tick. Its P may be one that goes: the caller then gives up running on p (returns
 * RUN_HORIZON) and goes on wherever the scheduler runs g. */
void gc_set_procs (Gc *gc, P *p, G *g, uint32_t n_procs);

/* runtime.ReadMemStats: stops the world, flushes every mcache, starts it again; one tick. Then read. */
void gc_flush_for_stats (Gc *gc, P *p, G *g);
/* All of MemStats, changing nothing (objects in cached spans counted in). */
void gc_read_memstats (const Gc *gc, MemStats *stats);

/* The `go` statement: a goroutine, reused or new (then with its g object on the heap and in the list of all g's). Status
 * IDLE; NULL: out of memory. The caller gives it a stack and code, shades what it holds (gc_shade) and calls
 * sched_ready_new(). */
G *gc_go (Gc *gc, P *p, G *parent);

/* Allocates at once, for objects that the runtime makes for itself (no assist, no cycle, no tick); 0: out of memory. The
 * caller keeps it reachable. p: whose mcache. */
Addr gc_runtime_malloc (Gc *gc, P *p, uint64_t bytes, TypeId type);

/* Stack space of goroutines comes into being (or goes, negative): the most stack scan work there can be. */
void gc_stack_changed (Gc *gc, P *p, int64_t bytes);

typedef enum {
  GC_FINALIZER_OK,
  GC_FINALIZER_NOT_OBJECT,    /* not the start of a heap object */
  GC_FINALIZER_NOT_HEAP,      /* in no span: a variable of the program */
  GC_FINALIZER_ALREADY_SET,
  GC_FINALIZER_NO_ROOM
} GcFinalizerStatus;
/* runtime.SetFinalizer: a special of the object's span. func 0 removes. */
GcFinalizerStatus gc_set_finalizer (Gc *gc, P *p, Addr object, Addr func, uint64_t arg);
typedef struct { Addr object, func; uint64_t arg; } GcFinalizer;
/* Takes the next one to run; false: none. The object is a root until the caller drops it. */
bool gc_next_finalizer (Gc *gc, P *p, GcFinalizer *out);
