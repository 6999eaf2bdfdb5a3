#include "config.h"

#include "cli/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <glib.h>

#include "gc/gc.h"
#include "gc/host.h"
#include "heap/mheap.h"

#define RING 65536

/* Types of the objects: nodes of a graph, and 16, 32 .. 128 bytes that begin with a pointer. */
enum { T_NODE = 1, T_SMALL, T_END = T_SMALL + 8 };

static const uint64_t node_mask[] = { 0xf };
static const uint64_t first_word[] = { 1 };
static const uint64_t ring_mask[RING / 64] = { [0 ... RING / 64 - 1] = UINT64_MAX };

typedef struct {
  Image image;
  Heap heap;
  Sched sched;
  Gc gc;
  GcType types[T_END];
  GcTypeTable table;
  G *g;                       /* the program */
  Addr root;                  /* what it holds */
  GcPhase phase;
  double phase_start;
  double phase_s[GC_N_PHASES]; /* wall seconds in each phase since bench_reset() */
} Bench;

static double
now_s (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec + (double) t.tv_nsec * 1e-9;
}

static uint64_t
scan_program (void *context, GcRoots *roots, G *g)
{
  Bench *b = context;

  gc_root_word (roots, b->root);
  return 64;
}

static void
phase_changed (void *context, GcPhase phase)
{
  Bench *b = context;
  double now = now_s ();

  b->phase_s[b->phase] += now - b->phase_start;
  b->phase = phase;
  b->phase_start = now;
}

static void
reset_phases (Bench *b)
{
  memset (b->phase_s, 0, sizeof b->phase_s);
  b->phase_start = now_s ();
}

static Bench *
bench_new (int32_t gc_percent)
{
  Bench *b = g_new0 (Bench, 1);
  ImageOptions image_options = { .heap_reserve_bytes = UINT64_C (1) << 30, .globals_bytes = RING * sizeof (Addr) };
  SchedOptions sched_options = { .n_procs = 1, .max_gs = 64, .seed = 1 };
  HeapOptions heap_options = { .n_procs = 1 };
  GcOptions gc_options = { .gc_percent = gc_percent, .memory_limit = PACER_NO_LIMIT };
  GccoreError error;

  if (image_init (&b->image, &image_options, &error) != GCCORE_OK)
    {
      fprintf (stderr, "spanscape bench: %s\n", error.text);
      g_free (b);
      return NULL;
    }
  b->types[T_NODE] = (GcType) { .size_bytes = 48, .ptr_bytes = 32, .ptr_mask = node_mask, .name = "node",
                                .align_bytes = 8, .kind = GCKIND_STRUCT };
  for (int i = 0; i < 8; i++)
    b->types[T_SMALL + i] = (GcType) { .size_bytes = 16 * (uint64_t) (i + 1), .ptr_bytes = 8, .ptr_mask = first_word,
                                       .name = "small", .align_bytes = 8, .kind = GCKIND_STRUCT };
  b->table = (GcTypeTable) { b->types, T_END };
  heap_init (&b->heap, &b->image, &b->table, &heap_options);
  sched_init (&b->sched, &b->image, &sched_options);
  gc_options.globals_base = b->image.globals_base;
  gc_options.globals_bytes = gc_options.globals_scan_bytes = RING * sizeof (Addr);
  gc_options.globals_mask = ring_mask;
  b->gc.hooks = (GcHooks) { .context = b, .scan_goroutine = scan_program, .phase_changed = phase_changed };
  gc_init (&b->gc, &b->image, &b->heap, &b->sched, &b->table, &gc_options);
  b->g = gc_host_new (&b->gc);
  gc_enable (&b->gc, NULL);
  reset_phases (b);
  return b;
}

static void
bench_free (Bench *b)
{
  image_fini (&b->image);
  g_free (b);
}

static void
out_of_memory (void)
{
  fprintf (stderr, "spanscape bench: the heap is full\n");
  exit (1);
}

static Addr
allocate (Bench *b, uint64_t bytes, TypeId type)
{
  Addr object = gc_host_malloc (&b->gc, b->g, bytes, type, 0);

  if (object == 0)
    out_of_memory ();
  return object;
}

static void
print_value (const char *name, double value)
{
  printf ("%s: %.4g\n", name, value);
}

/* --- mark --- */

static int
by_value (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The graph of tests/bench/programs/mark.c: a ring with three random edges more from each node. */
static void
build_graph (Bench *b, uint64_t n_nodes)
{
  Addr *all = g_new (Addr, n_nodes);
  uint64_t x = UINT64_C (88172645463325252);

  for (uint64_t i = 0; i < n_nodes; i++)
    all[i] = allocate (b, 48, T_NODE);
  for (uint64_t i = 0; i < n_nodes; i++)
    {
      Addr *node = IMAGE_AT (&b->image, Addr, all[i]);

      node[0] = all[(i + 1) % n_nodes];
      for (int k = 1; k < 4; k++)
        {
          x ^= x << 13;
          x ^= x >> 7;
          x ^= x << 17;
          node[k] = all[x % n_nodes];
        }
    }
  b->root = all[0];
  g_free (all);
}

/* Forced collections of a random graph: medians of the whole (as the others beside it count) and of the phases. Every
 * second one keeps the bits by which pictures tell grey from black, as a machine that is shown does. */
static void
bench_mark (void)
{
  enum { ROUNDS = 15 };
  const uint64_t n_nodes = 1000000;
  double whole[ROUNDS], mark[ROUNDS], sweep[ROUNDS], watched[ROUNDS], bytes, start;
  Bench *b = bench_new (PACER_GOGC_OFF);

  if (b == NULL)
    exit (1);
  build_graph (b, n_nodes);
  gc_host_collect (&b->gc, b->g);
  for (int i = 0; i < ROUNDS; i++)
    {
      reset_phases (b);
      start = now_s ();
      gc_host_collect (&b->gc, b->g);
      whole[i] = now_s () - start;
      mark[i] = b->phase_s[GC_PHASE_MARK];
      sweep[i] = b->phase_s[GC_PHASE_SWEEP];

      b->heap.track_scanned = true;
      start = now_s ();
      gc_host_collect (&b->gc, b->g);
      watched[i] = now_s () - start;
      b->heap.track_scanned = false;
    }
  qsort (whole, ROUNDS, sizeof whole[0], by_value);
  qsort (mark, ROUNDS, sizeof mark[0], by_value);
  qsort (sweep, ROUNDS, sizeof sweep[0], by_value);
  qsort (watched, ROUNDS, sizeof watched[0], by_value);
  bytes = (double) gc_last_cycle (&b->gc)->bytes_marked;
  print_value ("objects", (double) gc_last_cycle (&b->gc)->objects_marked);
  print_value ("collection_ms", whole[ROUNDS / 2] * 1e3);
  print_value ("collection_best_ms", whole[0] * 1e3);
  print_value ("objects_per_s", n_nodes / whole[ROUNDS / 2]);
  print_value ("watched_objects_per_s", n_nodes / watched[ROUNDS / 2]);
  print_value ("watched_cost_percent", 100 * (watched[ROUNDS / 2] / whole[ROUNDS / 2] - 1));
  print_value ("mb_per_s", bytes / 1e6 / whole[ROUNDS / 2]);
  print_value ("mark_only_objects_per_s", n_nodes / mark[ROUNDS / 2]);
  print_value ("mark_only_mb_per_s", bytes / 1e6 / mark[ROUNDS / 2]);
  print_value ("sweep_full_objects_per_s", n_nodes / sweep[ROUNDS / 2]);

  /* All of it is garbage now: the sweep gives a million objects and their spans back. */
  b->root = 0;
  reset_phases (b);
  gc_host_collect (&b->gc, b->g);
  print_value ("sweep_free_objects_per_s", n_nodes / b->phase_s[GC_PHASE_SWEEP]);
  bench_free (b);
}

/* --- alloc --- */

/* tests/bench/programs/alloc_small.c: 16 to 128 bytes, the newest 65536 live in a ring of globals. */
static void
run_alloc (bool scan, uint64_t n)
{
  Bench *b = bench_new (100);
  uint32_t x = 1;
  double start;
  Addr leaf;

  if (b == NULL)
    exit (1);
  leaf = b->root = allocate (b, 16, T_SMALL);
  start = now_s ();
  for (uint64_t i = 0; i < n; i++)
    {
      Addr object;

      x = x * 1664525u + 1013904223u;
      if (scan)
        {
          uint32_t k = x >> 16 & 7;

          object = allocate (b, 16 + 16 * k, T_SMALL + k);
          gc_host_write (&b->gc, b->g, object, leaf);
        }
      else
        {
          object = allocate (b, 16 + (x >> 16) % 113, TYPE_NONE);
          *IMAGE_AT (&b->image, uint8_t, object) = (uint8_t) i;
        }
      gc_host_write (&b->gc, b->g, b->image.globals_base + 8 * (i % RING), object);
    }
  print_value (scan ? "scan_ns" : "noscan_ns", (now_s () - start) * 1e9 / (double) n);
  printf (scan ? "scan_gcs: %u\n" : "noscan_gcs: %u\n", gc_cycle (&b->gc));
  bench_free (b);
}

static void
bench_alloc (void)
{
  run_alloc (false, 20000000);
  run_alloc (true, 20000000);
}

/* --- the command --- */

static const struct {
  const char *name;
  void (*run) (void);
} benches[] = {
  { "alloc", bench_alloc },
  { "draw", bench_draw },
  { "mark", bench_mark },
};

/* These take the rest of the command line. */
static const struct {
  const char *name;
  int (*run) (int argc, char **argv);
} program_benches[] = {
  { "frames", bench_frames },
  { "seek", bench_seek },
  { "vm", bench_vm },
};

static int
usage (FILE *out)
{
  fprintf (out, "usage: spanscape bench NAME ...\nNAME is one of:");
  for (gsize i = 0; i < G_N_ELEMENTS (benches); i++)
    fprintf (out, " %s", benches[i].name);
  fprintf (out, "\nor: spanscape bench NAME FILE.go [OPTION...] [-- ARGS]\nwhere NAME is one of:");
  for (gsize i = 0; i < G_N_ELEMENTS (program_benches); i++)
    fprintf (out, " %s", program_benches[i].name);
  fprintf (out, "\n");
  return out == stdout ? 0 : 2;
}

int
bench_main (int argc, char **argv)
{
  if (argc == 2 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0))
    return usage (stdout);
  if (argc < 2)
    return usage (stderr);
  for (gsize k = 0; k < G_N_ELEMENTS (program_benches); k++)
    if (strcmp (program_benches[k].name, argv[1]) == 0)
      return program_benches[k].run (argc - 1, argv + 1);
  for (int i = 1; i < argc; i++)
    {
      gsize k = 0;

      while (k < G_N_ELEMENTS (benches) && strcmp (benches[k].name, argv[i]) != 0)
        k++;
      if (k == G_N_ELEMENTS (benches))
        {
          fprintf (stderr, "spanscape: no benchmark is called %s\n", argv[i]);
          return usage (stderr);
        }
      benches[k].run ();
      fflush (stdout);
    }
  return 0;
}
