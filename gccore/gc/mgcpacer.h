#pragma once

/* The pacer: when a cycle starts, how large the heap may get by its end, how much marking an allocation must pay for.
 *
 * Goal: by the end of marking, heap_live is at heap_goal while background workers used 25 % of the CPU. From the
 * consumption and marking rates of past cycles (cons_mark) it derives the runway, the bytes that will be allocated
 * while marking, and triggers that much before the goal. While marking, pacer_revise() keeps the assist ratio such that
 * the rest of the scan work is done when the rest of the heap up to the goal is allocated.
 *
 *   cycle:  pacer_start_cycle -> (pacer_revise ...) -> pacer_end_cycle -> pacer_reset_live -> pacer_commit
 *
 * heap_goal is the lower of two: the GOGC goal, heap_marked + (heap_marked + stacks + globals) * GOGC/100 as of the last
 * commit, and the memory-limit goal, which follows from the memory mapped now. Hence most functions want a
 * PacerMemory, filled by the caller from the heap's counters; without a limit its contents do not matter.
 *
 * Plain data, lives in the image; the functions keep nothing besides. Doubles are computed in Go's order of operations
 * and conversions wrap as on amd64 (base/gonum.h): GOGC=off without a limit leaves the range of int64, by design of Go.
 * Units: bytes, ns of virtual time, bytes of scan work. Single-threaded.
 * Source: Go 1.22 runtime/mgcpacer.go, gcControllerState. */

#include <stdbool.h>
#include <stdint.h>

#define PACER_BACKGROUND_UTILIZATION 0.25
#define PACER_CREDIT_SLACK          2000          /* scan work a worker does before it flushes its credit */
#define PACER_ASSIST_TIME_SLACK_NS  5000          /* assist time a P gathers before it is pooled */
#define PACER_OVER_ASSIST_WORK      (64 << 10)    /* least scan work an assist does: pays for a batch of allocations */
#define PACER_DEFAULT_HEAP_MINIMUM  (UINT64_C (4) << 20)
#define PACER_MAX_STACK_SCAN_SLACK  (8 << 10)     /* stack bytes a P gathers before it tells the pacer */
#define PACER_SWEEP_MIN_HEAP_DISTANCE (UINT64_C (1) << 20) /* least heap growth a sweep phase is given */
#define PACER_NOT_TRIGGERED         UINT64_MAX
#define PACER_GOGC_OFF              (-1)
#define PACER_NO_LIMIT              INT64_MAX

/* Memory counters the limit goal needs (Go: gcController.mappedReady, heapFree, totalAlloc - totalFree). */
typedef struct PacerMemory {
  uint64_t mapped_ready;     /* all memory mapped and not released: MemStats.Sys - HeapReleased */
  uint64_t heap_free;        /* pages in no span, not released */
  uint64_t heap_alloc;       /* object bytes in use: total allocated - total freed */
} PacerMemory;

typedef enum { PACER_TRIGGER_HEAP, PACER_TRIGGER_TIME, PACER_TRIGGER_CYCLE /* runtime.GC */ } PacerTriggerKind;

typedef enum { PACER_WORKER_NONE, PACER_WORKER_DEDICATED, PACER_WORKER_FRACTIONAL, PACER_WORKER_IDLE } PacerWorker;

typedef struct PacerState {
  int32_t gc_percent;              /* GOGC; -1 off */
  int32_t pad;
  int64_t memory_limit;
  uint64_t heap_minimum;           /* 4 MiB * GOGC/100 */

  /* Set by commit. */
  uint64_t gc_percent_heap_goal;   /* UINT64_MAX: off */
  uint64_t sweep_dist_min_trigger; /* 0, or heap_live at a commit with sweeping left + 1 MiB */
  uint64_t runway;                 /* bytes between trigger and goal, if the clamps allow */

  /* Measured by end_cycle. */
  double cons_mark;                /* allocation bytes per byte of scan work, both per CPU; the estimate in force */
  double last_cons_mark[4];        /* measurements, newest last */

  uint64_t triggered;              /* heap_live when the current cycle triggered; PACER_NOT_TRIGGERED outside */
  uint64_t last_heap_goal;         /* goal at the end of the last cycle's marking; 0: none yet */

  uint64_t heap_live;              /* bytes marked by the last cycle + allocated since; swept bytes do not lower it */
  uint64_t heap_scan;              /* scannable part of heap_live */
  uint64_t heap_marked;            /* bytes marked by the last cycle */
  uint64_t last_heap_scan;         /* scan work of the last cycle: heap, */
  uint64_t last_stack_scan;        /* stacks */
  uint64_t max_stack_scan;         /* all goroutines' stack space: the most stack scan work there could be */
  uint64_t globals_scan;           /* scannable bytes of data and bss */

  /* The running cycle; zeroed at its start. */
  int64_t heap_scan_work, stack_scan_work, globals_scan_work;
  int64_t bg_scan_credit;          /* scan work done in the background that no assist has claimed yet */
  int64_t assist_time_ns;          /* CPU-ns in assists */
  int64_t dedicated_mark_time_ns, fractional_mark_time_ns, idle_mark_time_ns;
  int64_t mark_start_time_ns;
  int64_t dedicated_workers_needed; /* how many more dedicated workers should be started */
  int32_t idle_workers, max_idle_workers;
  double fractional_utilization_goal; /* share of each P's time for its fractional worker; 0: none */
  double assist_work_per_byte;     /* scan work to do per allocated byte */
  double assist_bytes_per_work;    /* 1 / that, computed separately */
} PacerState;

/* A P's share of the books; embedded in P. */
typedef struct PacerProc {
  int64_t assist_time_ns;          /* not yet pooled, see PACER_ASSIST_TIME_SLACK_NS */
  int64_t fractional_mark_time_ns; /* in this cycle */
  int64_t max_stack_scan_delta;    /* not yet pooled */
} PacerProc;

void pacer_init (PacerState *c, int32_t gc_percent, int64_t memory_limit);

/* --- the cycle --- */

/* World stopped. The caller also zeroes assist and fractional time of every P's PacerProc (pacer_proc_start_cycle). */
void pacer_start_cycle (PacerState *c, const PacerMemory *mem, int64_t now_ns, int32_t n_procs, PacerTriggerKind kind);
void pacer_proc_start_cycle (PacerProc *p);
/* New assist ratio; while marking, after every change of heap_live and whenever scan work was accounted for. */
void pacer_revise (PacerState *c, const PacerMemory *mem);
/* World stopped, marking done: measures cons/mark. heap_live still counts what was allocated while marking. */
void pacer_end_cycle (PacerState *c, const PacerMemory *mem, int64_t now_ns, int32_t n_procs);
/* Then the new live heap. */
void pacer_reset_live (PacerState *c, uint64_t bytes_marked);
/* Then, and after every change of GOGC or limit (and when a sweep phase completes before that): goal and runway. */
void pacer_commit (PacerState *c, bool is_sweep_done);

/* --- what follows from the state --- */

uint64_t pacer_heap_goal (const PacerState *c, const PacerMemory *mem);
/* The goal the memory limit alone allows. */
uint64_t pacer_memory_limit_goal (const PacerState *c, const PacerMemory *mem);
/* heap_live at which the next cycle starts; *goal (may be NULL) the goal it is derived from. */
uint64_t pacer_trigger (const PacerState *c, const PacerMemory *mem, uint64_t *goal);

/* --- hooks --- */

/* heap_live and heap_scan change. While marking only the former does, and the assist ratio is revised. */
void pacer_update (PacerState *c, const PacerMemory *mem, bool marking, int64_t d_heap_live, int64_t d_heap_scan);
/* Stack space of a goroutine starts or stops to exist; p NULL: pooled at once. */
void pacer_add_scannable_stack (PacerState *c, PacerProc *p, int64_t bytes);
void pacer_add_globals (PacerState *c, int64_t bytes);

/* --- workers --- */

/* Which kind of background worker P p must run now, if there is mark work: takes one of the dedicated places, or
 * answers FRACTIONAL while p's share is below the goal, or NONE. */
PacerWorker pacer_find_worker (PacerState *c, const PacerProc *p, int64_t now_ns);
/* Whether a fractional worker that has run since start_ns should give its P back (1.2 times its share used up). */
bool pacer_fractional_worker_done (const PacerState *c, const PacerProc *p, int64_t start_ns, int64_t now_ns);
/* A worker of that kind stops after running for ns; gives its place back. A fractional worker's P is charged too. */
void pacer_worker_stop (PacerState *c, PacerProc *p, PacerWorker kind, int64_t ns);
bool pacer_need_idle_worker (const PacerState *c);
/* Takes a place for an idle worker; false: all taken. */
bool pacer_add_idle_worker (PacerState *c);
void pacer_remove_idle_worker (PacerState *c);
void pacer_set_max_idle_workers (PacerState *c, int32_t max);

/* --- knobs: set the value only; world stopped; follow with pacer_commit(), pacer_revise() while marking --- */

/* Any negative percent is off. Returns the old value. */
int32_t pacer_set_gc_percent (PacerState *c, int32_t percent);
/* A negative limit changes nothing. Returns the old value. */
int64_t pacer_set_memory_limit (PacerState *c, int64_t limit);
