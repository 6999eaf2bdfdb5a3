#pragma once

/* A goroutine: Go's g, kept in a table in the image and named by its slot there (`GSlot`, 0 is none).
 *
 * Slots are reused as Go reuses dead g's; the goroutine's number (`goid`) is not. The record here is metadata. The
 * object of size class 448 that MemStats of a Go program would show for it is `heap_object`, allocated by the `go`
 * statement when no dead g can be reused.
 *
 *   IDLE -> RUNNABLE -> RUNNING -> WAITING -> RUNNABLE ...  -> DEAD (on a free list) -> IDLE
 *
 * A running goroutine is at a tick boundary whenever anybody else can look at it, so every goroutine's stack can be
 * scanned at any moment without asking it to stop first.
 *
 * Source: Go 1.22 runtime/runtime2.go g, waitReason; proc.go gfget, gfput. */

#include <stdbool.h>
#include <stdint.h>

#include "base/image.h"
#include "sched/clock.h"

typedef uint32_t GSlot; /* 1-based; 0: none */

typedef enum {
  G_KIND_VM,            /* a goroutine of the program, run by lang/vm */
  G_KIND_HOST,          /* a goroutine whose code is a C program: sched_run() returns when it is its turn */
  G_KIND_SWEEPER,       /* background sweeper */
  G_KIND_SCAVENGER,     /* background scavenger */
  G_KIND_MARK_WORKER,   /* one a P */
  G_KIND_FORCE_GC,      /* starts a cycle when sysmon finds that none ran for two minutes */
  G_KIND_FINALIZER,     /* runs finalizers; made with the first one */
  G_N_KINDS
} GKind;

typedef enum { G_IDLE, G_RUNNABLE, G_RUNNING, G_WAITING, G_DEAD } GStatus;

/* Why a goroutine waits, with Go's words for the goroutine dump (Go 1.22 runtime/runtime2.go waitReasonStrings). */
#define G_WAIT_REASONS(X) \
  X (NONE, "") \
  X (GC_ASSIST_MARKING, "GC assist marking") \
  X (CHAN_RECEIVE_NIL, "chan receive (nil chan)") \
  X (CHAN_SEND_NIL, "chan send (nil chan)") \
  X (SELECT, "select") \
  X (SELECT_NO_CASES, "select (no cases)") \
  X (GC_ASSIST_WAIT, "GC assist wait") \
  X (GC_SWEEP_WAIT, "GC sweep wait") \
  X (GC_SCAVENGE_WAIT, "GC scavenge wait") \
  X (CHAN_RECEIVE, "chan receive") \
  X (CHAN_SEND, "chan send") \
  X (FINALIZER_WAIT, "finalizer wait") \
  X (FORCE_GC_IDLE, "force gc (idle)") \
  X (SEMACQUIRE, "semacquire") \
  X (SLEEP, "sleep") \
  X (SYNC_COND_WAIT, "sync.Cond.Wait") \
  X (SYNC_MUTEX_LOCK, "sync.Mutex.Lock") \
  X (SYNC_RWMUTEX_RLOCK, "sync.RWMutex.RLock") \
  X (SYNC_RWMUTEX_LOCK, "sync.RWMutex.Lock") \
  X (GC_CYCLE, "wait for GC cycle") \
  X (GC_WORKER_IDLE, "GC worker (idle)") \
  X (GC_WORKER_ACTIVE, "GC worker (active)") \
  X (PREEMPTED, "preempted") \
  X (GC_MARK_TERMINATION, "GC mark termination") \
  X (STOPPING_THE_WORLD, "stopping the world")

typedef enum {
#define X(id, text) G_WAIT_##id,
  G_WAIT_REASONS (X)
#undef X
  G_N_WAIT_REASONS
} GWaitReason;

const char *g_wait_reason_text (GWaitReason reason);

/* Where an allocation, a collection or a `go` that takes several ticks stands; the collector's (gc/malloc.c). */
typedef struct {
  uint8_t step;         /* 0: nothing under way */
  uint8_t sub_step;     /* state of the operation the step is in (assist, refill) */
  uint8_t cycle_step;   /* state of starting or ending a cycle, likewise */
  bool help_gc;         /* a span was taken: look whether a cycle is due */
  uint32_t type;        /* of what is under way, */
  uint64_t bytes;       /* and its size */
  Addr object;          /* allocated, not yet handed out: a root of this goroutine; else 0 */
  uint64_t work[4];     /* the step's own numbers: pages still to sweep, scan work still to do, position ... */
} GMalloc;

/* What the language's machine keeps of a goroutine between ticks. The collector asks lang for the roots in here through
 * GcHooks.scan_goroutine; sched copies nothing and reads nothing. */
typedef struct {
  uint64_t pc;          /* instruction index */
  Addr fp;              /* frame pointer (stack address) */
  uint32_t func;        /* function index */
  uint16_t flags;
  uint16_t again;       /* 1: the instruction at pc has begun (an allocation, a channel operation): doing it once more is
                           not coming to it */
  Addr defers;          /* innermost defer record */
  Addr panic;           /* innermost panic record */
  Addr closure;         /* context register */
  Addr waiting;         /* list of sudogs it waits with */
  Addr param;           /* what the waker left (sudog) */
  uint64_t state;       /* step of an instruction that takes several ticks */
  uint64_t scratch[8];  /* its operands */
} GVm;

typedef struct G {
  uint64_t goid;        /* Go's goroutine number; 1 is main */
  GSlot slot;
  GSlot link;           /* next in whichever queue or list it is in */
  uint8_t kind;         /* GKind */
  uint8_t status;       /* GStatus */
  uint8_t wait_reason;  /* GWaitReason, valid while WAITING */
  bool system;          /* the runtime's own: not counted by NumGoroutine, no deadlock by it */
  int16_t p;            /* P it runs on, -1: none */
  bool queued;          /* on a run queue (verifier) */
  bool assisting;       /* marks right now, counted as such */
  bool scanned;         /* stack scanned in this mark phase: it is black */
  uint32_t line;        /* source line it is at, kept by its run function; 0: none */
  uint32_t parent_line; /* line of its `go` statement */
  uint64_t parent_goid;
  Vtime start_time;     /* when it began to run on its P */
  Vtime wait_since;     /* when it began to wait */
  uint64_t timer;       /* its sleep timer, 0: none */
  uint64_t ready_seq;   /* order in which it became ready (pictures) */

  /* Stack: a manual span or part of one; [lo, hi), used part [sp, hi). Owned by lang (VM) through heap's stack pools. A
   * dead goroutine may keep its stack until a cycle's GC_ROOT_FREE_STACKS job gives it back (lo = 0 then). */
  Addr stack_lo, stack_hi, sp;
  uint64_t stack_scanned_bytes; /* hi - sp at its last scan: the adaptive initial size */

  Addr heap_object;     /* the g object on the heap, 0: none (system goroutines of start-up) */
  int64_t assist_bytes; /* credit (> 0) or debt (< 0) in allocated bytes; Go's gcAssistBytes */
  GMalloc malloc;
  GVm vm;
} G;

/* A list of goroutines through G.link. */
typedef struct {
  GSlot head, tail;
  uint32_t n;
} GoQueue;
