/* The same work as alloc_small.go, on gccore through its C interface. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gc/library.h"

enum { RING = 1 << 16, SMALL_RING = 4096 };
enum { POINTER = 1, S16, S32, S48, S64, S80, S96, S112, S128, S512, S2048, N_TYPES };

/* The first word points. */
#define TYPE_OF(bytes) { bytes, 8, first_word, "main.s" #bytes, 8, GCKIND_STRUCT }

static const uint64_t first_word[] = { 1 };
static const GcType types[N_TYPES] = {
  [POINTER] = { 8, 8, first_word, "*main.s16", 8, GCKIND_POINTER },
  [S16] = TYPE_OF (16),   [S32] = TYPE_OF (32),   [S48] = TYPE_OF (48),   [S64] = TYPE_OF (64),
  [S80] = TYPE_OF (80),   [S96] = TYPE_OF (96),   [S112] = TYPE_OF (112), [S128] = TYPE_OF (128),
  [S512] = TYPE_OF (512), [S2048] = TYPE_OF (2048),
};

static TypeId
type_of_size (uint64_t bytes)
{
  TypeId type = S16;

  while (type < S2048 && types[type].size_bytes < bytes)
    type++;
  return type;
}

static double
now_s (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec + (double) t.tv_nsec * 1e-9;
}

int
main (int argc, char **argv)
{
  bool scan = argc > 1 && strcmp (argv[1], "scan") == 0;
  long n = (argc > 2 ? atol (argv[2]) : 50) * 1000000L;
  uint64_t fixed = argc > 3 ? strtoull (argv[3], NULL, 10) : 0;
  GccoreLibOptions options = { .n_procs = 1 };
  TypeId type = type_of_size (fixed);
  long mask = fixed != 0 ? SMALL_RING - 1 : RING - 1;
  GcTypeTable table = { types, N_TYPES };
  GccoreError error;
  GccoreLib *lib = gccore_lib_new (&options, &table, &error);
  Addr held[2] = { 0, 0 }; /* the ring, what its objects point to */
  GccoreRoots roots;
  MemStats stats;
  uint32_t x = 1;

  if (lib == NULL)
    {
      fprintf (stderr, "%s\n", error.text);
      return 1;
    }
  gccore_lib_push (lib, &roots, held, 2);
  held[0] = gccore_lib_alloc (lib, POINTER, RING);
  held[1] = gccore_lib_alloc_bytes (lib, 16);

  double t0 = now_s ();
  for (long i = 0; i < n; i++)
    {
      Addr slot = held[0] + 8 * (uint64_t) (i & mask), object;

      x = x * 1664525u + 1013904223u;
      if (scan)
        {
          object = gccore_lib_alloc (lib, fixed != 0 ? type : S16 + (x >> 16 & 7), 1);
          gccore_lib_store (lib, object, held[1]);
        }
      else
        {
          object = gccore_lib_alloc_bytes (lib, fixed != 0 ? fixed : 16 + (x >> 16) % 113);
          *(unsigned char *) gccore_lib_ptr (lib, object) = (unsigned char) i;
        }
      gccore_lib_store (lib, slot, object);
    }
  unsigned long sum = 0;
  for (int i = 0; i < RING; i++)
    {
      Addr object = gccore_lib_load (lib, held[0] + 8 * (uint64_t) i);

      if (object != 0)
        sum += scan ? gccore_lib_load (lib, object) == held[1]
                    : *(const unsigned char *) gccore_lib_ptr (lib, object);
    }
  double s = now_s () - t0;

  gccore_lib_read_stats (lib, &stats);
  printf ("{\"allocs\":%ld,\"seconds\":%.4f,\"ns_per_alloc\":%.2f,\"gcs\":%u,\"check\":%lu}\n", n, s,
          s * 1e9 / (double) n, stats.num_gc, sum);
  gccore_lib_pop (lib, &roots);
  gccore_lib_free (lib);
  return 0;
}
