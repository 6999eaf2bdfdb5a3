#pragma once

/* What each unit of work costs in virtual time. The only place where the model's speed is decided.
 *
 * Unit: sixteenths of a nanosecond (sched/clock.h), given as COST (ns). Sources: "bench" = small programs on one 2-core EPYC,
 * 2026-11, with Go 1.22.12 and GOMAXPROCS=1: a random graph of a million 48-byte nodes is marked at 2.7 to 4.9 million
 * objects a second, depending on the neighbours; a list of 24-byte nodes and a tree of 16-byte nodes in 14 to 16 ns an
 * object; a loop that allocates 24-byte nodes and drops them takes 22 ns a turn. "gctrace" = phases printed by
 * GODEBUG=gctrace=1 on the same machine; costs of roots and stops are from a 2-core Xeon that nothing else used. "estimate"
 * = derived from the instruction path in the Go source and these. */

#include "sched/clock.h"

#define COST(ns) ((Vtime) ((ns) * VTIME_PER_NS))

/* --- the language's machine --- */
#define COST_VM_INSTR COST (0.25)        /* one bytecode instruction: less than one machine instruction's time of compiled
                                              code at 3 GHz and an IPC of two or three (gctrace: loops of 1.5 ns a turn) */
#define COST_VM_CALL COST (2)              /* call and return together, beyond the instructions (bench: fib) */
#define COST_VM_GO COST (250)              /* newproc (bench: goroutine creation 250..300 ns with its first switch) */
#define COST_VM_CHAN COST (25)             /* uncontended channel operation (bench) */
#define COST_VM_DIGIT COST (1.75)          /* one digit of an integer's text (estimate: strconv) */
#define COST_VM_MAP COST (40)              /* one map access besides its memory (bench) */
#define VM_TICK_INSTRUCTIONS 4096          /* a goroutine without a visible unit ends its tick after so many: 1 us */

/* --- the library's natives, beyond the call (bench, on the Xeon) --- */
#define COST_MUTEX COST (7)                /* an uncontended Lock or Unlock: 17 to 24 ns both */
#define COST_RWMUTEX_READ COST (12)        /* RLock or RUnlock: 27 to 29 ns both */
#define COST_RWMUTEX_WRITE COST (24)       /* Lock or Unlock of an RWMutex: 53 to 58 ns both */
#define COST_WAITGROUP COST (6)            /* Add or Done: 17 to 30 ns both */
#define COST_POOL COST (6)                 /* sync.Pool's Get or Put at its P: 13 to 26 ns both */
#define COST_ATOMIC COST (3)               /* an atomic operation: Add 8 ns with its call */
#define COST_MATH_1 COST (3)               /* a function of one number: Sin, Exp, Log 7 to 9 ns with the call */
#define COST_MATH_2 COST (40)              /* of two: Atan2 9 ns, Mod 45 to 58, Pow 80 */
#define COST_COMPLEX_DIVIDE COST (1)       /* 5 ns with the call */
#define COST_FLOAT_TEXT COST (110)         /* a float's digits: 120 ns the shortest, more to two places */
#define COST_PARSE_FLOAT COST (55)         /* 66 to 80 ns */
#define COST_SORT_STEP COST (5)            /* of n log n, numbers in no order: 4 to 8 ns, as half the branches go wrong */
#define COST_SWAP COST (4)                 /* reflect.Swapper's (estimate) */
#define COST_MD5_BLOCK COST (97)           /* 64 bytes of crypto/md5 */
#define COST_SHA1_BLOCK COST (76)          /* of crypto/sha1 */
#define COST_SHA256_BLOCK COST (44)        /* of crypto/sha256, by the processor's own instructions */
#define COST_CRC_BYTE COST (2.7)           /* a byte of hash/crc32 by a table */
#define COST_CRC_PER_16B COST (0.7)        /* of IEEE and Castagnoli, by the processor's own instructions */
#define COST_MAP_ENTRY COST (8)            /* an entry of a map that is taken as it is (estimate) */
#define COST_TIME_NOW COST (40)            /* (estimate: the vDSO's clock; 80 to 110 ns on a virtual machine) */
#define COST_NANOTIME COST (25)            /* (estimate: likewise) */
#define COST_TIMER_START COST (100)        /* addtimer or modtimer; Stop and Reset 114 to 170 ns both */
#define COST_WRITE COST (300)              /* a write system call, without copying (estimate) */

/* --- allocation (Go 1.22 runtime/malloc.go) --- */
#define COST_MALLOC COST (11)              /* nextFreeFast path, without clearing (bench: see the loop above) */
#define COST_MALLOC_SCAN COST (5)          /* writing the pointer bits (heapSetType; bench) */
#define COST_MALLOC_TINY COST (6)          /* a piece of the current tiny block (bench) */
#define COST_CLEAR_PER_64B COST (2)        /* memclr, 32 GB/s out of cache (bench) */
#define COST_CLEAR_LARGE_PER_64B COST (8)  /* of memory that is not in any cache: 8 GB/s (bench: 1 MB objects) */
#define COST_MALLOC_LARGE COST (1200)      /* mallocgcLarge without clearing (estimate: lock, span, specials) */
#define COST_REFILL COST (180)             /* refill from a swept span: mcentral lock, set pop (estimate) */
#define COST_SPAN_ALLOC COST (900)         /* mheap.alloc: lock, page search, span set-up (estimate) */
#define COST_HEAP_GROW COST (12000)        /* mmap/sysMap of at least 4 MB (estimate) */
#define COST_PAGE_FAULT COST (500)         /* first touch of a page given by the OS, per 8 KB page (bench: 250 ns per 4 KB) */
#define COST_STACK_ALLOC COST (60)         /* from the P's stack cache (estimate) */
#define COST_STACK_COPY_PER_64B COST (3)   /* copystack with pointer adjustment (estimate) */

/* --- write barrier (Go 1.22 runtime/mwbbuf.go) --- */
#define COST_BARRIER COST (3)              /* gcWriteBarrier fast path: two stores and a test (estimate) */
#define COST_BARRIER_FLUSH COST (150)      /* wbBufFlush without its entries */
#define COST_BARRIER_ENTRY COST (12)       /* per entry: findObject, mark bit (bench: near objects) */

/* --- marking (Go 1.22 runtime/mgcmark.go) --- */
#define COST_MARK_OBJECT COST (9)          /* pop, span lookup, pointer bits (bench: list and tree) */
#define COST_MARK_OBJECT_FAR COST (24)     /* more, for the object itself in a heap far beyond the caches (gctrace: a list of
                                              42 MB is marked at 40 ns an object); scaled by cost_of_distance() */
#define COST_MARK_WORD COST (0.5)          /* per word looked at */
#define COST_MARK_POINTER COST (6)         /* per pointer: findObject and mark-bit test, lines in cache */
#define COST_MARK_FAR COST (45)            /* more, for a pointer into another page than the last one: span and mark bit
                                              are not in the nearest cache. At a heap far beyond the caches (bench: 200 to
                                              370 ns per random 48-byte node of 4 edges); scaled by cost_of_distance() */
#define COST_MARK_FAR_GREY COST (75)       /* more, when that greys an object: it will come from memory, likewise */
#define COST_ROOT_JOB COST (50)            /* markroot: taking a job (bench: a dead goroutine's stack) */
#define COST_ROOT_STACK COST (300)         /* suspendG and unwinding set-up of one goroutine, and the runtime's frames below
                                              a parked one's own (bench: 2000 parked goroutines, 0.6 us each in all) */
#define COST_ROOT_FRAME COST (42)          /* one frame: pcvalue lookups (bench: 20000 frames) */
#define COST_ROOT_RUNTIME_WORD COST (1.3)  /* one word of the runtime's own variables, many of which point out of the heap
                                              (bench: 70 us for 400 KB in a loop of runtime.GC, 100 with a program between) */
#define COST_WORKBUF COST (60)             /* trading a buffer with the global list (estimate: lock-free list) */
#define COST_ASSIST COST (300)             /* gcAssistAlloc beyond the marking (estimate) */
#define COST_ASSIST_STEAL COST (40)        /* paying from bgScanCredit (estimate) */

/* --- the cycle's steps --- */
#define COST_GC_START COST (3000)          /* gcStart before the world stops: semaphores, workers (gctrace) */
#define COST_STW_STOP COST (1500)          /* stopTheWorld where no other P runs (gctrace: at GOMAXPROCS=1 the first stop takes
                                              5 us in all, the second 1 to 3) */
#define COST_STW_WAIT COST (5000)          /* more where others run: until they stop (gctrace: 10 to 15 us in all at 2) */
#define COST_STW_PER_P COST (500)          /* per P that is asked (estimate) */
#define COST_STW_SWEEP_TERM COST (3000)    /* gcStart's work with the world stopped (gctrace) */
#define COST_STW_MARK_TERM COST (1000)     /* gcMarkTermination's (gctrace) */
#define COST_STW_START COST (1000)         /* startTheWorld (gctrace) */
#define COST_RAGGED_BARRIER COST (1500)    /* forEachP, plus per P */
#define COST_FLUSH_MCACHE COST (800)       /* one P's cache at a new sweepgen, without sweeping (estimate) */
#define COST_GC_COMMIT COST (500)          /* gcControllerCommit under the heap's lock (estimate) */
#define COST_POOL_CLEAR COST (500)         /* poolCleanup (estimate) */

/* --- sweeping and scavenging --- */
#define COST_SWEEP_SPAN COST (250)         /* sweepLocked.sweep of a small span (bench: 30 GB/s of spans swept) */
#define COST_SWEEP_OBJECT COST (0.25)      /* per object slot: counting mark bits */
#define COST_SWEEP_FREE_SPAN COST (500)    /* returning an empty span's pages (estimate) */
#define COST_SCAVENGE_CALL COST (1500)     /* one madvise (estimate: syscall and TLB shootdown) */
#define COST_SCAVENGE_PER_4K COST (120)    /* per 4 KB page released (bench: madvise of touched memory) */

/* --- finalizers (Go 1.22 runtime/mfinal.go; bench: 8000 objects of 16 to 4096 bytes) --- */
#define COST_SET_FINALIZER COST (60)       /* type checks, findObject, heap and span locks, a special */
#define COST_SPECIAL_PASSED COST (2)       /* per special before its place in the span's list: 16-byte objects cost 560 ns */
#define COST_QUEUE_FINALIZER COST (70)     /* sweep: unlinking a special, queuefinalizer */
#define COST_RUN_FINALIZER COST (55)       /* runfinq's reflectcall, beyond the instructions */

/* --- the scheduler --- */
#define COST_SCHEDULE COST (120)           /* schedule() with a goroutine at hand (bench: 150..200 ns a switch with gopark) */
#define COST_PARK COST (60)                /* gopark's half */
#define COST_READY COST (50)               /* goready */
#define COST_STEAL COST (400)              /* looking at other Ps without luck or with */
#define COST_WAKE_P COST (80000)           /* futex wake-up to running on another core (gctrace: at GOMAXPROCS=2 marking
                                              takes 0.7 ms longer than its CPU time on a busy virtual machine; bare metal
                                              5 us out of a light sleep) */
#define COST_TIMER COST (200)              /* one timer fired */

/* --- C programs as mutators (gc/host.h) --- */
#define COST_HOST_TURN COST (2000)         /* what one does that is due while another waits for its operation to end */

/* --- periods --- */
#define SCHED_STEAL_DELAY COST (3000)      /* a freshly readied runnext is left to its P that long (runqgrab, usleep (3)) */
#define SCHED_SLICE COST (10000000)        /* forcePreemptNS: 10 ms (Go 1.22 runtime/proc.go) */
#define SCHED_SYSMON_SHORT COST (20000)    /* sysmon's sleep: from 20 us ... */
#define SCHED_SYSMON_LONG COST (10000000)  /* ... to 10 ms */
#define SCHED_FORCE_GC COST (120e9)        /* forcegcperiod: 2 minutes */

/* A cost of memory at `live` bytes of heap: caches hold a small one. Linear from the least at 2 MB and below to the whole at
 * 64 MB (estimate: L2 of 1 to 2 MB, a share of the L3). The least is a quarter where one P both fills and marks the heap,
 * and half where workers on other Ps find the lines in the cache of the P that wrote them (gctrace: marking 1 to 2 MB takes
 * 1.5 to 1.7 times as much CPU at GOMAXPROCS=2 as at 1, both cores free). */
static inline Vtime
cost_of_distance (uint64_t live, Vtime whole, uint32_t n_procs)
{
  const uint64_t near = UINT64_C (2) << 20, far = UINT64_C (64) << 20;
  uint64_t at = live < near ? near : live > far ? far : live;
  Vtime least = n_procs > 1 ? whole / 2 : whole / 4;

  return least + (Vtime) ((uint64_t) (whole - least) * (at - near) / (far - near));
}
