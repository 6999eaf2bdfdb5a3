/* Real memory, not a drawing of it: what the system says is resident of the image's mappings agrees with what the heap
 * believes, HeapSys - HeapReleased + metadata, within 2 % when every page was written, and is never more. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cmocka.h>

#include "heap/mheap.h"
#include "heap/mstats.h"

#define MIB (UINT64_C (1) << 20)
#define N_OBJECTS 400
#define OBJECT_BYTES MIB

typedef struct {
  Image image;
  Heap heap;
  Mspan *spans[N_OBJECTS];
} Fixture;

/* What /proc/self/smaps says of all mappings inside [low, high); bytes. */
typedef struct {
  uint64_t size, resident;
  uint64_t huge, never_huge;    /* of size: huge pages were asked for, or forbidden */
} Mappings;

static Mappings
mappings (const Fixture *f, Addr low, Addr high)
{
  uintptr_t host_low = (uintptr_t) image_ptr (&f->image, low), host_high = (uintptr_t) image_ptr (&f->image, high);
  FILE *file = fopen ("/proc/self/smaps", "r");
  unsigned long start, end, kib;
  uint64_t size = 0;
  char line[512];
  bool inside = false;
  Mappings sum = { 0 };

  assert_non_null (file);
  while (fgets (line, sizeof line, file) != NULL)
    {
      if (sscanf (line, "%lx-%lx ", &start, &end) == 2)
        {
          inside = start >= host_low && end <= host_high;
          size = end - start;
          sum.size += inside ? size : 0;
        }
      else if (inside && sscanf (line, "Rss: %lu kB", &kib) == 1)
        sum.resident += (uint64_t) kib << 10;
      else if (inside && strncmp (line, "VmFlags:", 8) == 0)
        {
          sum.huge += strstr (line, " hg") != NULL ? size : 0;
          sum.never_huge += strstr (line, " nh") != NULL ? size : 0;
        }
    }
  fclose (file);
  return sum;
}

static uint64_t
believed_bytes (const Heap *heap)
{
  MemStats stats;

  memstats_peek (heap, &stats);
  return stats.heap_sys - stats.heap_released + heap_metadata_bytes (heap);
}

static void
check (Fixture *f, bool exactly)
{
  uint64_t resident = mappings (f, f->image.meta_base, f->image.heap_end).resident;
  uint64_t believed = believed_bytes (&f->heap);

  print_message ("# resident %.2f MiB, believed %.2f MiB\n", (double) resident / MIB, (double) believed / MIB);
  assert_true (resident <= believed + believed / 50);
  if (exactly)
    assert_true (resident >= believed - believed / 50);
}

static int
setup_image (void **state, bool huge_pages)
{
  Fixture *f = calloc (1, sizeof *f);
  ImageOptions image_options = { .heap_reserve_bytes = 1024 * MIB };
  HeapOptions heap_options = { .n_procs = 1 };
  GcTypeTable types = { .n_types = 0 };
  GccoreError error;

  prctl (PR_SET_THP_DISABLE, !huge_pages, 0, 0, 0);
  if (f == NULL || image_init (&f->image, &image_options, &error) != GCCORE_OK)
    return -1;
  heap_init (&f->heap, &f->image, &types, &heap_options);
  *state = f;
  return 0;
}

static int
setup (void **state)
{
  return setup_image (state, false);
}

static int
setup_huge (void **state)
{
  return setup_image (state, true);
}

static int
teardown (void **state)
{
  Fixture *f = *state;

  image_fini (&f->image);
  free (f);
  return 0;
}

static void
allocate_all (Fixture *f)
{
  for (int i = 0; i < N_OBJECTS; i++)
    {
      f->spans[i] = mheap_alloc (&f->heap, heap_mcache (&f->heap, 0), OBJECT_BYTES / HEAP_PAGE_BYTES,
                                 span_class_make (0, true));
      assert_non_null (f->spans[i]);
    }
}

static void
write_all (Fixture *f)
{
  for (int i = 0; i < N_OBJECTS; i++)
    memset (heap_ptr (&f->heap, f->spans[i]->base), 1, OBJECT_BYTES);
}

static void
free_span (Fixture *f, int i)
{
  Mspan *s = f->spans[i];

  s->alloc_count = 0;
  s->sweepgen = f->heap.mheap->sweepgen;
  mheap_free_span (&f->heap, heap_mcache (&f->heap, 0), s);
}

static void
test_resident_follows_writes_and_releases (void **state)
{
  Fixture *f = *state;
  uint64_t released;

  allocate_all (f);
  check (f, false);
  write_all (f);
  check (f, true);

  for (int i = 0; i < N_OBJECTS; i++)
    if (i % 4 != 0)
      free_span (f, i);
  check (f, true); /* free, but kept */

  released = mheap_scavenge (&f->heap, 256 * MIB, true);
  assert_true (released >= 256 * MIB && released < 260 * MIB);
  check (f, true);
}

static void
test_resident_bookkeeping_faults_nothing_in (void **state)
{
  Fixture *f = *state;

  allocate_all (f);
  write_all (f);
  for (int i = 0; i < N_OBJECTS; i++)
    free_span (f, i);
  mheap_scavenge (&f->heap, UINT64_MAX, true);
  check (f, false);
  /* Spans come and go on released pages that nobody writes. */
  allocate_all (f);
  for (int i = 0; i < N_OBJECTS; i++)
    free_span (f, i);
  assert_true (mappings (f, f->image.heap_base, f->image.heap_end).resident < MIB);
}

/* The heap may lie in huge pages, what fills in sparsely never. */
static void
test_only_the_heap_asks_for_huge_pages (void **state)
{
  Fixture *f = *state;
  Mappings heap = mappings (f, f->image.heap_base, f->image.heap_end);
  Mappings meta = mappings (f, f->image.meta_base, f->image.meta_end);

  if (access ("/sys/kernel/mm/transparent_hugepage", F_OK) != 0)
    {
      print_message ("# skipped: this system has no transparent huge pages\n");
      skip ();
    }
  assert_int_equal (heap.size, f->image.heap_end - f->image.heap_base);
  assert_int_equal (heap.huge, heap.size);
  assert_int_equal (meta.huge, 0);
  assert_int_equal (meta.never_huge, meta.size);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (test_resident_follows_writes_and_releases, setup, teardown),
    { "test_resident_follows_writes_and_releases, huge pages", test_resident_follows_writes_and_releases, setup_huge,
      teardown, NULL },
    cmocka_unit_test_setup_teardown (test_only_the_heap_asks_for_huge_pages, setup, teardown),
    cmocka_unit_test_setup_teardown (test_resident_bookkeeping_faults_nothing_in, setup, teardown),
  };

  return cmocka_run_group_tests_name ("resident", tests, NULL, NULL);
}
