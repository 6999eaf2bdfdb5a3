/* The same work as binary_trees.go, on gccore through its C interface. */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "gc/library.h"

enum { TREE = 1 };

typedef struct {
  Addr left, right;
} Tree;

static const uint64_t tree_mask[] = { 3 };
static const GcType types[] = { [TREE] = { sizeof (Tree), 16, tree_mask, "main.tree", 8, GCKIND_STRUCT } };

static double
now_s (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec + (double) t.tv_nsec * 1e-9;
}

static Addr
build (GccoreLib *lib, int depth)
{
  Addr tree = gccore_lib_alloc (lib, TREE, 1);
  GccoreRoots roots;

  if (depth > 0)
    {
      gccore_lib_push (lib, &roots, &tree, 1);
      Addr left = build (lib, depth - 1);
      gccore_lib_store (lib, tree, left);
      Addr right = build (lib, depth - 1);
      gccore_lib_store (lib, tree + 8, right);
      gccore_lib_pop (lib, &roots);
    }
  return tree;
}

static long
count (const GccoreLib *lib, Addr addr)
{
  const Tree *t = gccore_lib_ptr (lib, addr);

  return t->left != 0 ? 1 + count (lib, t->left) + count (lib, t->right) : 1;
}

int
main (int argc, char **argv)
{
  int depth = argc > 1 ? atoi (argv[1]) : 18;
  GccoreLibOptions options = { .n_procs = argc > 2 ? (uint32_t) atoi (argv[2]) : 1 };
  GcTypeTable table = { types, 2 };
  GccoreError error;
  GccoreLib *lib = gccore_lib_new (&options, &table, &error);
  Addr held[2] = { 0, 0 }; /* a tree in work, the one to keep */
  GccoreRoots roots;
  MemStats stats;

  if (lib == NULL)
    {
      fprintf (stderr, "%s\n", error.text);
      return 1;
    }
  gccore_lib_push (lib, &roots, held, 2);

  double t0 = now_s ();
  held[0] = build (lib, depth + 1);
  long nodes = count (lib, held[0]);
  held[0] = 0;
  held[1] = build (lib, depth);
  nodes += (2L << depth) - 1;
  for (int d = 4; d <= depth; d += 2)
    {
      long rounds = 1L << (depth - d + 4), n = 0;

      for (long i = 0; i < rounds; i++)
        {
          held[0] = build (lib, d);
          n += count (lib, held[0]);
          held[0] = 0;
        }
      nodes += n;
    }
  long check = count (lib, held[1]);
  double s = now_s () - t0;

  gccore_lib_read_stats (lib, &stats);
  printf ("{\"allocs\":%ld,\"seconds\":%.4f,\"ns_per_alloc\":%.2f,\"gcs\":%u,\"check\":%ld}\n", nodes, s,
          s * 1e9 / (double) nodes, stats.num_gc, check);
  gccore_lib_pop (lib, &roots);
  gccore_lib_free (lib);
  return 0;
}
