#pragma once

/* gccore as a library: Go's allocator and collector for a C program.
 *
 *   GccoreLib *lib = gccore_lib_new (&options, &types, &error);
 *   Addr node = 0;
 *   GccoreRoots roots;
 *
 *   gccore_lib_push (lib, &roots, &node, 1);           node is a root from here on
 *   node = gccore_lib_alloc (lib, NODE, 1);            zeroed; 0: out of memory
 *   gccore_lib_store (lib, node + 8, other);           a pointer field, through the write barrier
 *   ((Node *) gccore_lib_ptr (lib, node))->key = 7;    anything else: directly
 *   gccore_lib_pop (lib, &roots);
 *
 * One machine is one heap, one collector and one goroutine whose code is the calling program. The runtime's own
 * goroutines (mark workers on n_procs virtual processors, background sweeper, scavenger) act inside the calls, in
 * virtual time: between two calls nothing moves. The collector never moves objects. Any number of machines may live
 * side by side, each used by one thread at a time.
 *
 * An object is named by its model address (`Addr`, 0 is nil), the same in every run; interior addresses keep the whole
 * object alive. gccore_lib_ptr() gives the host's view of it, valid as long as the object is.
 *
 * What the program must promise:
 *
 *   - every Addr that it still needs is, at each call that can collect (alloc, collect, stats), in a root variable or
 *     reachable from one. The result of an allocation is safe until the next call;
 *   - pointers inside objects are stored with gccore_lib_store() (or _copy, _clear), and lie where the type says;
 *   - types do not change while the library exists.
 *
 * Root variables are the program's own (locals, statics); the collector reads all of them at one moment of each cycle,
 * as it reads a goroutine's stack. Storing to them needs no barrier. */

#include "gc/gc.h"
#include "gc/malloc-run.h"
#include "heap/mstats.h"

typedef struct {
  uint32_t n_procs;           /* virtual processors, GOMAXPROCS; 0: 1 */
  int32_t gc_percent;         /* GOGC; 0: 100; GCCORE_LIB_GC_OFF: never by itself */
  int64_t memory_limit;       /* bytes, GOMEMLIMIT; 0: none */
  uint64_t heap_cap_bytes;    /* most the heap may ever map; 0: 1 GiB. At most 64 GiB is wise */
  uint64_t seed;              /* of the machine's own choices; 0: 1 */
} GccoreLibOptions;

#define GCCORE_LIB_GC_OFF (-1)

/* An array of variables that are roots, linked from the innermost outwards. The caller's memory, from push to pop. */
typedef struct GccoreRoots {
  struct GccoreRoots *outer;
  const Addr *vars;
  uint32_t n;
} GccoreRoots;

/* Fields are the library's own; the header only shows them for the inline functions below. */
typedef struct GccoreLib {
  uintptr_t delta;            /* host = model + delta */
  P *p;                       /* where the program's goroutine runs */
  G *g;
  GccoreRoots *roots;
  MallocRuns runs;
  const GcType *types;
  uint32_t n_types;
  Image image;
  Heap heap;
  Sched sched;
  Gc gc;
  GcTypeTable table;          /* the caller's types and the runtime's own behind them */
  GccoreError error;
} GccoreLib;

/* `types` (types[0] is unused) and their masks are borrowed for the library's life. NULL with `error`: the host has no
 * memory, or a type's description contradicts itself. */
GccoreLib *gccore_lib_new (const GccoreLibOptions *options, const GcTypeTable *types, GccoreError *error);
void gccore_lib_free (GccoreLib *lib);

/* What the inline functions leave to others. `run`: where the object was looked for, NULL: nowhere. */
Addr gccore_lib_alloc_slow (GccoreLib *lib, MallocRun *run, TypeId type, uint64_t n);
Addr gccore_lib_alloc_bytes_slow (GccoreLib *lib, MallocRun *run, uint64_t bytes);
void gccore_lib_store_slow (GccoreLib *lib, Addr slot, Addr value);

static inline void *
gccore_lib_ptr (const GccoreLib *lib, Addr addr)
{
  return (void *) (uintptr_t) (addr + lib->delta);
}

/* The pointer at `slot`, an address inside an object. */
static inline Addr
gccore_lib_load (const GccoreLib *lib, Addr slot)
{
  return *(const Addr *) gccore_lib_ptr (lib, slot);
}

/* n values of `type` in a row, all zero. n = 0 gives an address that is no object. 0: out of memory (the cap), or the
 * host refused (see gccore_lib_error()). */
static inline Addr
gccore_lib_alloc (GccoreLib *lib, TypeId type, uint64_t n)
{
  MallocRun *run = n == 1 ? &lib->runs.of_type[type] : NULL;
  Addr object = n == 1 ? malloc_run_take (&lib->runs, run, lib->delta) : 0;

  return GCCORE_LIKELY (object != 0) ? object : gccore_lib_alloc_slow (lib, run, type, n);
}

/* Bytes that hold no pointers, not cleared. */
static inline Addr
gccore_lib_alloc_bytes (GccoreLib *lib, uint64_t bytes)
{
  bool simple = bytes >= TINY_BLOCK_BYTES && size_is_small (bytes);
  MallocRun *run = simple ? &lib->runs.of_bytes[size_class_for (bytes)] : NULL;
  Addr object = simple ? malloc_run_take (&lib->runs, run, lib->delta) : 0;

  return GCCORE_LIKELY (object != 0) ? object : gccore_lib_alloc_bytes_slow (lib, run, bytes);
}

/* *slot = value, through the write barrier; slot lies in an object. */
static inline void
gccore_lib_store (GccoreLib *lib, Addr slot, Addr value)
{
  Addr *host = (Addr *) gccore_lib_ptr (lib, slot);

  if (GCCORE_UNLIKELY (gc_barrier_on (&lib->gc)) && !malloc_runs_record (&lib->runs, *host, value))
    gccore_lib_store_slow (lib, slot, value);
  else
    *host = value;
}

/* memmove of n values of `type` from object to object, with barriers; and clearing them. */
void gccore_lib_copy (GccoreLib *lib, Addr dst, Addr src, TypeId type, uint64_t n);
void gccore_lib_clear (GccoreLib *lib, Addr dst, TypeId type, uint64_t n);

/* The n variables at `vars` are roots until popped; pops come in the opposite order of pushes. */
static inline void
gccore_lib_push (GccoreLib *lib, GccoreRoots *roots, const Addr *vars, uint32_t n)
{
  *roots = (GccoreRoots) { lib->roots, vars, n };
  lib->roots = roots;
}

static inline void
gccore_lib_pop (GccoreLib *lib, const GccoreRoots *roots)
{
  GCCORE_ASSERT (lib->roots == roots);
  lib->roots = roots->outer;
}

/* A full collection, swept as well (runtime.GC). False: a host error. */
bool gccore_lib_collect (GccoreLib *lib);
/* The same, then everything free goes back to the OS (debug.FreeOSMemory). */
bool gccore_lib_free_os_memory (GccoreLib *lib);
/* New values for the knobs of the same names; return the old ones. */
int32_t gccore_lib_set_gc_percent (GccoreLib *lib, int32_t percent);
int64_t gccore_lib_set_memory_limit (GccoreLib *lib, int64_t bytes);
/* Lets virtual time pass, as if the program computed for so long: the pacer weighs it against marking. */
void gccore_lib_compute (GccoreLib *lib, int64_t ns);

/* All of runtime.MemStats, exact. */
void gccore_lib_read_stats (GccoreLib *lib, MemStats *stats);
/* Whether the object that holds addr was found alive, or was allocated, in the running or last mark phase. */
bool gccore_lib_is_object (GccoreLib *lib, Addr addr);
/* Virtual nanoseconds since the machine began; ticks done. */
int64_t gccore_lib_now_ns (GccoreLib *lib);
uint64_t gccore_lib_tick (GccoreLib *lib);
/* What went wrong on the host's side; code GCCORE_OK if nothing did. */
const GccoreError *gccore_lib_error (const GccoreLib *lib);
/* Re-derives all that can be re-derived. GCCORE_ERR_VERIFY names the broken promise. */
GccoreStatus gccore_lib_verify (GccoreLib *lib, GccoreError *error);
