#include "gc/library.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "gc/malloc-inline.h"
#include "gc/verify.h"

#define DEFAULT_CAP_BYTES (UINT64_C (1) << 30)
#define COMPUTE_SLICE_NS 100000

/* Types of the runtime's own objects, behind the caller's (Go 1.22 runtime/runtime2.go: g; mgc.go: gcBgMarkWorkerNode).
 * Only their sizes matter: nothing in them points anywhere. */
enum { OWN_G, OWN_G_POINTER, OWN_WORKER_NODE, N_OWN_TYPES };

static const uint64_t first_word[] = { 1, 0, 0, 0, 0, 0, 0 };

static const GcType own_types[N_OWN_TYPES] = {
  [OWN_G] = { 424, 8, first_word, "runtime.g", 8, GCKIND_STRUCT },
  [OWN_G_POINTER] = { 8, 8, first_word, "*runtime.g", 8, GCKIND_POINTER },
  [OWN_WORKER_NODE] = { 32, 8, first_word, "runtime.gcBgMarkWorkerNode", 8, GCKIND_STRUCT },
};

/* ---- Set-up ---- */

static bool
type_is_sound (const GcType *t)
{
  return t->ptr_bytes <= t->size_bytes && t->ptr_bytes % 8 == 0 && (t->ptr_bytes == 0 || t->ptr_mask != NULL)
         && (t->ptr_bytes == 0 || t->size_bytes % 8 == 0) && t->size_bytes <= UINT64_C (1) << 40;
}

/* The caller's types, checked, and the runtime's own behind them. */
static GccoreStatus
build_types (GccoreLib *lib, const GcTypeTable *types, GccoreError *error)
{
  uint32_t n = types->n_types > 0 ? types->n_types : 1;
  GcType *all = calloc (n + N_OWN_TYPES, sizeof *all);

  if (all == NULL)
    {
      gccore_error_set (error, GCCORE_ERR_HOST_MEMORY, "no memory for %u types", n);
      return GCCORE_ERR_HOST_MEMORY;
    }
  lib->table = (GcTypeTable) { all, n + N_OWN_TYPES };
  lib->types = all;
  lib->n_types = n;
  for (uint32_t i = 1; i < types->n_types; i++)
    {
      all[i] = types->types[i];
      if (!type_is_sound (&all[i]))
        {
          gccore_error_set (error, GCCORE_ERR_USAGE, "type %u (%s) contradicts itself", i,
                            all[i].name != NULL ? all[i].name : "?");
          return GCCORE_ERR_USAGE;
        }
    }
  memcpy (all + n, own_types, sizeof own_types);
  return GCCORE_OK;
}

static GccoreStatus
build_runs (GccoreLib *lib, GccoreError *error)
{
  if (malloc_runs_init (&lib->runs, lib->n_types))
    return GCCORE_OK;
  gccore_error_set (error, GCCORE_ERR_HOST_MEMORY, "no memory for a machine");
  return GCCORE_ERR_HOST_MEMORY;
}

/* Every root variable, at one moment. */
static uint64_t
scan_program (void *context, GcRoots *roots, G *g)
{
  const GccoreLib *lib = context;
  uint64_t bytes = 0;

  for (const GccoreRoots *r = lib->roots; r != NULL; r = r->outer)
    {
      gc_root_frame (roots);
      for (uint32_t i = 0; i < r->n; i++)
        gc_root_word (roots, r->vars[i]);
      bytes += r->n * sizeof (Addr);
    }
  return bytes;
}

static void
build_machine (GccoreLib *lib, const GccoreLibOptions *options)
{
  uint32_t n_procs = options->n_procs != 0 ? options->n_procs : 1;
  HeapOptions heap_options = { .heap_cap_bytes = options->heap_cap_bytes, .n_procs = n_procs };
  SchedOptions sched_options = { .n_procs = n_procs, .max_gs = 1024, .seed = options->seed != 0 ? options->seed : 1 };
  GcOptions gc_options = {
    .gc_percent = options->gc_percent != 0 ? options->gc_percent : 100,
    .memory_limit = options->memory_limit != 0 ? options->memory_limit : INT64_MAX,
    /* As in a Go process: a first cycle that expects no work at all would let the heap grow far beyond its goal. */
    .globals_scan_bytes = GC_GO_GLOBALS_SCAN_BYTES,
    .globals_base = lib->image.globals_base,
    .g_type = lib->n_types + OWN_G,
    .g_pointer_type = lib->n_types + OWN_G_POINTER,
    .worker_node_type = lib->n_types + OWN_WORKER_NODE,
  };

  if (heap_options.heap_cap_bytes == 0)
    heap_options.heap_cap_bytes = DEFAULT_CAP_BYTES;
  heap_init (&lib->heap, &lib->image, &lib->table, &heap_options);
  sched_init (&lib->sched, &lib->image, &sched_options);
  lib->gc.hooks = (GcHooks) { .context = lib, .scan_goroutine = scan_program };
  gc_init (&lib->gc, &lib->image, &lib->heap, &lib->sched, &lib->table, &gc_options);
  lib->delta = lib->image.delta;
  lib->p = sched_p (&lib->sched, 0);
  lib->g = sched_new_g (&lib->sched, NULL, G_KIND_HOST, NULL);
  sched_ready_new (&lib->sched, NULL, lib->g);
}

/* Counts what the inline functions have done: before anything else is done to the machine, or read of it. */
static void
settle (GccoreLib *lib)
{
  malloc_runs_settle (&lib->runs, &lib->gc, lib->p, lib->g);
}

/* Lets everybody else act until it is the program's turn again. False: the machine has stopped for a host error. */
static bool
wait_turn (GccoreLib *lib)
{
  settle (lib);
  if (lib->error.code != GCCORE_OK)
    return false;
  if (lib->g->status == G_RUNNING && sched_may_go_on (&lib->sched, lib->p))
    return true;
  if (sched_run (&lib->sched, UINT64_MAX) != SCHED_HOST)
    {
      gccore_error_set (&lib->error, GCCORE_ERR_VERIFY, "the machine stopped while the program was waiting");
      return false;
    }
  lib->p = sched_p (&lib->sched, (uint32_t) lib->g->p);
  return true;
}

GccoreLib *
gccore_lib_new (const GccoreLibOptions *options, const GcTypeTable *types, GccoreError *error)
{
  GccoreLib *lib = calloc (1, sizeof *lib);
  ImageOptions image_options = {
    .heap_reserve_bytes = options->heap_cap_bytes != 0 ? options->heap_cap_bytes : DEFAULT_CAP_BYTES,
  };

  if (lib == NULL)
    {
      gccore_error_set (error, GCCORE_ERR_HOST_MEMORY, "no memory for a machine");
      return NULL;
    }
  if (options->n_procs > P_MAX)
    gccore_error_set (error, GCCORE_ERR_USAGE, "at most %d processors", P_MAX);
  else if (build_types (lib, types, error) == GCCORE_OK && build_runs (lib, error) == GCCORE_OK
           && image_init (&lib->image, &image_options, error) == GCCORE_OK)
    {
      build_machine (lib, options);
      if (wait_turn (lib))
        {
          gc_enable (&lib->gc, lib->p);
          return lib;
        }
      gccore_error_set (error, lib->error.code, "%s", lib->error.text);
    }
  gccore_lib_free (lib);
  return NULL;
}

void
gccore_lib_free (GccoreLib *lib)
{
  if (lib == NULL)
    return;
  image_fini (&lib->image);
  malloc_runs_fini (&lib->runs);
  free ((void *) lib->table.types);
  free (lib);
}

/* ---- The program's operations ---- */

/* The host may have refused memory where the model had room. */
static void
note_host_error (GccoreLib *lib)
{
  if (lib->heap.host_error.code != GCCORE_OK)
    lib->error = lib->heap.host_error;
}

/* One allocation, by way of its run if it has one, else as it is written in gc/malloc.c. */
static Addr
allocate (GccoreLib *lib, MallocRun *run, uint64_t bytes, TypeId type, bool zero)
{
  Addr object = 0;

  if (run != NULL && malloc_run_advance (&lib->runs, run, &lib->gc, lib->p, lib->g, type))
    return malloc_run_take (&lib->runs, run, lib->delta);
  if (!wait_turn (lib))
    return 0;
  if (run != NULL && malloc_run_open (&lib->runs, run, &lib->gc, lib->p, lib->g, type))
    return malloc_run_take (&lib->runs, run, lib->delta);
  do
    {
      MutatorResult r = MUTATOR_DONE;

      if (!gc_malloc_fast (&lib->gc, lib->p, lib->g, bytes, type, zero, 0, &object))
        r = gc_malloc (&lib->gc, lib->p, lib->g, bytes, type, zero, 0, &object);
      if (r == MUTATOR_OUT_OF_MEMORY)
        note_host_error (lib);
      if (r == MUTATOR_OUT_OF_MEMORY || r == MUTATOR_DONE)
        {
          malloc_runs_resume (&lib->runs, &lib->gc, lib->p, lib->g);
          return object;
        }
    }
  while (wait_turn (lib));
  return 0;
}

Addr
gccore_lib_alloc_slow (GccoreLib *lib, MallocRun *run, TypeId type, uint64_t n)
{
  uint64_t bytes;

  if (__builtin_mul_overflow (lib->types[type].size_bytes, n, &bytes))
    return 0;
  return bytes != 0 ? allocate (lib, run, bytes, type, true) : IMAGE_ZERO_BASE;
}

Addr
gccore_lib_alloc_bytes_slow (GccoreLib *lib, MallocRun *run, uint64_t bytes)
{
  return bytes != 0 ? allocate (lib, run, bytes, TYPE_NONE, false) : IMAGE_ZERO_BASE;
}

void
gccore_lib_store_slow (GccoreLib *lib, Addr slot, Addr value)
{
  if (wait_turn (lib) && gc_barrier_on (&lib->gc))
    {
      gc_write_pointer (&lib->gc, lib->p, lib->g, slot, value);
      malloc_runs_resume (&lib->runs, &lib->gc, lib->p, lib->g);
    }
  else
    *IMAGE_AT (&lib->image, Addr, slot) = value;
}

static void
copy_or_clear (GccoreLib *lib, Addr dst, Addr src, TypeId type, uint64_t n)
{
  uint64_t bytes = lib->types[type].size_bytes * n;

  if (bytes == 0)
    return;
  if (gc_barrier_on (&lib->gc) && wait_turn (lib))
    gc_barrier_bulk (&lib->gc, lib->p, lib->g, dst, src, bytes, type);
  if (src != 0)
    memmove (gccore_lib_ptr (lib, dst), gccore_lib_ptr (lib, src), bytes);
  else
    memset (gccore_lib_ptr (lib, dst), 0, bytes);
}

void
gccore_lib_copy (GccoreLib *lib, Addr dst, Addr src, TypeId type, uint64_t n)
{
  copy_or_clear (lib, dst, src, type, n);
}

void
gccore_lib_clear (GccoreLib *lib, Addr dst, TypeId type, uint64_t n)
{
  copy_or_clear (lib, dst, 0, type, n);
}

static bool
until_done (GccoreLib *lib, MutatorResult (*unit) (Gc *, P *, G *))
{
  while (wait_turn (lib))
    if (unit (&lib->gc, lib->p, lib->g) == MUTATOR_DONE)
      return true;
  return false;
}

bool
gccore_lib_collect (GccoreLib *lib)
{
  return until_done (lib, gc_collect);
}

bool
gccore_lib_free_os_memory (GccoreLib *lib)
{
  return until_done (lib, gc_free_os_memory);
}

int32_t
gccore_lib_set_gc_percent (GccoreLib *lib, int32_t percent)
{
  int32_t old;

  if (!wait_turn (lib))
    return percent;
  old = gc_set_gc_percent (&lib->gc, lib->p, percent);
  if (percent < 0 && gc_wait_on_mark (&lib->gc, lib->p, lib->g))
    {
      sched_tick (&lib->sched, lib->p, COST_PARK);
      wait_turn (lib);
    }
  return old;
}

int64_t
gccore_lib_set_memory_limit (GccoreLib *lib, int64_t bytes)
{
  return wait_turn (lib) ? gc_set_memory_limit (&lib->gc, lib->p, bytes) : bytes;
}

void
gccore_lib_compute (GccoreLib *lib, int64_t ns)
{
  while (ns > 0 && wait_turn (lib))
    {
      int64_t slice = ns < COMPUTE_SLICE_NS ? ns : COMPUTE_SLICE_NS;

      sched_tick (&lib->sched, lib->p, VTIME_NS (slice));
      ns -= slice;
    }
}

/* ---- Looking ---- */

void
gccore_lib_read_stats (GccoreLib *lib, MemStats *stats)
{
  if (wait_turn (lib))
    gc_flush_for_stats (&lib->gc, lib->p, lib->g);
  gc_read_memstats (&lib->gc, stats);
}

bool
gccore_lib_is_object (GccoreLib *lib, Addr addr)
{
  uint32_t index;
  const Mspan *s = heap_find_object (&lib->heap, addr, &index);
  uint32_t h = lib->heap.mheap->sweepgen;

  settle (lib);
  if (s == NULL || mspan_is_free (&lib->image, s, index))
    return false;
  /* In a span that still waits for its sweep, what the last mark phase did not find is garbage already. */
  return s->sweepgen == h || s->sweepgen == h + 3 || mspan_is_marked (&lib->image, s, index);
}

int64_t
gccore_lib_now_ns (GccoreLib *lib)
{
  settle (lib);
  return vtime_to_ns (sched_now (&lib->sched));
}

uint64_t
gccore_lib_tick (GccoreLib *lib)
{
  settle (lib);
  return lib->sched.st->tick;
}

const GccoreError *
gccore_lib_error (const GccoreLib *lib)
{
  return &lib->error;
}

GccoreStatus
gccore_lib_verify (GccoreLib *lib, GccoreError *error)
{
  settle (lib);
  return gc_verify (&lib->gc, error);
}
