/* The bare allocator: ns per allocation of objects of one size while 65536 of them stay alive, with the smallest collector
 * that works (everything stops, the ring is marked, spans are swept as they are wanted). What gc/ adds on top (ticks,
 * assists, barriers) is measured by `spanscape bench alloc`. Prints name: value lines. */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "../unit/heap-driver.h"

#define RING 65536

typedef struct {
  Driver d;
  Addr ring[RING];
} Bench;

static double
now_s (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec + (double) t.tv_nsec * 1e-9;
}

static void
collect (Bench *b)
{
  driver_start_mark (&b->d);
  for (int i = 0; i < RING; i++)
    if (b->ring[i] != 0)
      driver_mark (&b->d, b->ring[i]);
  driver_end_mark (&b->d);
}

static void
run (Bench *b, const char *name, uint64_t bytes, TypeId type, uint64_t n)
{
  uint64_t goal = UINT64_C (4) << 20;
  double t0, mark_s = 0;

  driver_init (&b->d, 1, UINT64_C (1) << 32, 0);
  for (int i = 0; i < RING; i++)
    b->ring[i] = 0;
  t0 = now_s ();
  for (uint64_t i = 0; i < n; i++)
    {
      Mspan *s;
      Addr object = malloc_fast (&b->d.heap, heap_mcache (&b->d.heap, 0), bytes, type, true, &s);

      if (object == 0)
        {
          if (b->d.heap.mheap->heap_in_use >= goal)
            {
              double m0 = now_s ();

              collect (b);
              goal = 2 * RING * bytes + (UINT64_C (4) << 20);
              mark_s += now_s () - m0;
            }
          object = driver_malloc (&b->d, 0, bytes, type, true);
        }
      *(uint64_t *) heap_ptr (&b->d.heap, object) = i;
      b->ring[i % RING] = object;
    }
  printf ("bare_%s_%llu_ns: %.2f\n", name, (unsigned long long) bytes, (now_s () - t0 - mark_s) * 1e9 / (double) n);
  driver_fini (&b->d);
}

int
main (int argc, char **argv)
{
  static const uint64_t sizes[] = { 16, 64, 512, 2048 };
  uint64_t n = argc > 1 ? strtoull (argv[1], NULL, 10) : 20000000;
  Bench *b = malloc (sizeof *b);

  if (b == NULL)
    return 1;
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
    {
      run (b, "noscan", sizes[i], T_NONE, n * 16 / (16 + sizes[i] / 16));
      run (b, "scan", sizes[i], sizes[i] == 16 ? T_PAIR : sizes[i] == 64 ? T_NODE64 : T_PTR, n * 16 / (16 + sizes[i] / 16));
    }
  free (b);
  return 0;
}
