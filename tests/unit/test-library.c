/* The C interface: what is reachable stays, what is not goes, and a C program with random habits finds no fault. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/rng.h"
#include "gc/library.h"

#define MIB (UINT64_C (1) << 20)

enum { T_CELL = 1, T_POINTER, T_WIDE, T_BLOB, T_WORDS, T_HALF, N_TYPES };

typedef struct {
  Addr next;
  uint64_t number;
  Addr other;
} Cell;

static const uint64_t cell_mask[] = { 5 };
static const uint64_t pointer_mask[] = { 1 };
static const uint64_t wide_mask[] = { 1, 0, 1 }; /* pointers in words 0 and 128 */
static const uint64_t half_mask[] = { UINT64_C (1) << 63 | 1 };

static const GcType types[N_TYPES] = {
  [T_CELL] = { sizeof (Cell), 24, cell_mask, "Cell", 8, GCKIND_STRUCT },
  [T_POINTER] = { 8, 8, pointer_mask, "*Cell", 8, GCKIND_POINTER },
  [T_WIDE] = { 1200, 1032, wide_mask, "Wide", 8, GCKIND_STRUCT },
  [T_BLOB] = { 1, 0, NULL, "byte", 1, GCKIND_UINT8 },
  [T_WORDS] = { 24, 0, NULL, "Words", 8, GCKIND_ARRAY },
  [T_HALF] = { 512, 512, half_mask, "Half", 8, GCKIND_STRUCT },
};

static GccoreLib *
new_lib (uint32_t n_procs, uint64_t cap_bytes, int32_t gc_percent)
{
  GccoreLibOptions options = { .n_procs = n_procs, .heap_cap_bytes = cap_bytes, .gc_percent = gc_percent };
  GcTypeTable table = { types, N_TYPES };
  GccoreError error;
  GccoreLib *lib = gccore_lib_new (&options, &table, &error);

  assert_non_null (lib);
  return lib;
}

static void
verify (GccoreLib *lib)
{
  GccoreError error = { 0 };

  if (gccore_lib_verify (lib, &error) != GCCORE_OK)
    fail_msg ("%s", error.text);
}

static Cell *
cell (const GccoreLib *lib, Addr addr)
{
  return gccore_lib_ptr (lib, addr);
}

static void
test_a_list_lives_while_its_head_is_a_root (void **state)
{
  GccoreLib *lib = new_lib (4, 256 * MIB, 0);
  Addr head = 0;
  GccoreRoots roots;
  MemStats stats;
  uint64_t n = 0;

  gccore_lib_push (lib, &roots, &head, 1);
  for (uint64_t i = 0; i < 300000; i++)
    {
      Addr fresh = gccore_lib_alloc (lib, T_CELL, 1);

      assert_true (fresh != 0);
      cell (lib, fresh)->number = i;
      gccore_lib_store (lib, fresh, head);
      head = fresh;
      gccore_lib_alloc_bytes (lib, 100); /* garbage */
    }
  assert_true (gccore_lib_collect (lib));
  for (Addr at = head; at != 0; at = cell (lib, at)->next)
    {
      assert_true (gccore_lib_is_object (lib, at));
      assert_int_equal (cell (lib, at)->number, 299999 - n++);
    }
  assert_int_equal (n, 300000);
  gccore_lib_read_stats (lib, &stats);
  assert_true (stats.num_gc > 2 && stats.num_forced_gc == 1);
  assert_true (stats.heap_objects >= 300000 && stats.heap_objects < 301000);
  verify (lib);

  head = 0;
  gccore_lib_collect (lib);
  gccore_lib_read_stats (lib, &stats);
  assert_true (stats.heap_objects < 1000);
  verify (lib);
  gccore_lib_pop (lib, &roots);
  gccore_lib_free (lib);
}

static void
test_pointers_deep_in_headed_and_large_objects_count (void **state)
{
  GccoreLib *lib = new_lib (2, 256 * MIB, GCCORE_LIB_GC_OFF);
  Addr vars[2];
  GccoreRoots roots;

  vars[0] = gccore_lib_alloc (lib, T_WIDE, 1);
  vars[1] = 0;
  gccore_lib_push (lib, &roots, vars, 2);
  vars[1] = gccore_lib_alloc (lib, T_WIDE, 1000); /* 1.2 MB: many oblets */
  for (int i = 0; i < 1000; i++)
    gccore_lib_store (lib, vars[1] + 1200 * (uint64_t) i + 1024, gccore_lib_alloc (lib, T_CELL, 1));
  gccore_lib_store (lib, vars[0] + 1024, gccore_lib_alloc (lib, T_CELL, 1));
  gccore_lib_collect (lib);
  assert_true (gccore_lib_is_object (lib, gccore_lib_load (lib, vars[0] + 1024)));
  for (int i = 0; i < 1000; i++)
    assert_true (gccore_lib_is_object (lib, gccore_lib_load (lib, vars[1] + 1200 * (uint64_t) i + 1024)));
  verify (lib);
  gccore_lib_pop (lib, &roots);
  gccore_lib_free (lib);
}

static void
test_interior_addresses_keep_an_object (void **state)
{
  GccoreLib *lib = new_lib (1, 64 * MIB, GCCORE_LIB_GC_OFF);
  Addr inside, object = gccore_lib_alloc_bytes (lib, 5000);
  GccoreRoots roots;

  inside = object + 4999;
  gccore_lib_push (lib, &roots, &inside, 1);
  gccore_lib_collect (lib);
  assert_true (gccore_lib_is_object (lib, object));
  inside = 0;
  gccore_lib_collect (lib);
  assert_false (gccore_lib_is_object (lib, object));
  gccore_lib_pop (lib, &roots);
  gccore_lib_free (lib);
}

static void
test_the_cap_is_out_of_memory_and_can_be_survived (void **state)
{
  GccoreLib *lib = new_lib (2, 16 * MIB, 0);
  Addr head = 0, fresh;
  GccoreRoots roots;
  int n = 0;

  gccore_lib_push (lib, &roots, &head, 1);
  while ((fresh = gccore_lib_alloc (lib, T_WIDE, 1)) != 0)
    {
      gccore_lib_store (lib, fresh, head);
      head = fresh;
      n++;
    }
  assert_true (n > 5000);
  assert_int_equal (gccore_lib_error (lib)->code, GCCORE_OK);
  assert_int_equal (gccore_lib_alloc (lib, T_WIDE, UINT64_MAX / 1000), 0);
  assert_int_equal (gccore_lib_alloc (lib, T_WIDE, UINT64_C (1) << 40), 0);
  head = 0;
  gccore_lib_collect (lib);
  assert_true (gccore_lib_alloc (lib, T_WIDE, 1) != 0);
  verify (lib);
  gccore_lib_pop (lib, &roots);
  gccore_lib_free (lib);
}

#ifndef __SANITIZE_ADDRESS__ /* whose own memory would count, too */
static void
test_a_host_that_refuses_memory_is_an_error_not_an_end (void **state)
{
  GccoreLib *lib = new_lib (1, 512 * MIB, GCCORE_LIB_GC_OFF);
  struct rlimit before, tight;
  int n = 0;

  assert_int_equal (getrlimit (RLIMIT_DATA, &before), 0);
  tight = before;
  tight.rlim_cur = 32 * MIB; /* metadata alone is mapped for more */
  assert_int_equal (setrlimit (RLIMIT_DATA, &tight), 0);
  while (n < 1000 && gccore_lib_alloc_bytes (lib, MIB) != 0)
    n++;
  assert_int_equal (setrlimit (RLIMIT_DATA, &before), 0);
  assert_true (n < 1000);
  assert_int_equal (gccore_lib_error (lib)->code, GCCORE_ERR_HOST_MEMORY);
  assert_true (gccore_lib_error (lib)->text[0] != '\0');
  assert_int_equal (gccore_lib_alloc_bytes (lib, 16), 0); /* the machine has stopped */
  assert_false (gccore_lib_collect (lib));
  verify (lib);
  gccore_lib_free (lib);
}
#endif

static void
test_impossible_types_and_options_are_refused (void **state)
{
  const GcType bad[] = { { 0 }, { 16, 24, pointer_mask, "Bad", 8, GCKIND_STRUCT } };
  GcTypeTable bad_table = { bad, 2 }, table = { types, N_TYPES };
  GccoreLibOptions options = { .n_procs = 1 }, many = { .n_procs = 1000 };
  GccoreLibOptions huge = { .heap_cap_bytes = UINT64_C (1) << 50 };
  GccoreError error = { 0 };

  assert_null (gccore_lib_new (&options, &bad_table, &error));
  assert_int_equal (error.code, GCCORE_ERR_USAGE);
  assert_null (gccore_lib_new (&many, &table, &error));
  assert_int_equal (error.code, GCCORE_ERR_USAGE);
  assert_null (gccore_lib_new (&huge, &table, &error));
  assert_int_equal (error.code, GCCORE_ERR_HOST_MEMORY);
}

/* ---- A random program ---- */

#define N_ROOTS 200

typedef struct {
  GccoreLib *lib;
  Rng rng;
  Addr roots[N_ROOTS];        /* arrays of pointers to cells, some cells, some blobs */
  uint8_t kind[N_ROOTS];      /* type */
  uint32_t length[N_ROOTS];
  uint64_t (*scan) (void *context, GcRoots *roots, G *g); /* the library's own hook */
  bool verify_due;
} Program;

static uint64_t
scan_for (void *context, GcRoots *roots, G *g)
{
  Program *w = context;

  return w->scan (w->lib, roots, g);
}

/* A cell's number says where it lies, so a lost or reused cell shows. */
static void
check_cells (Program *w, Addr at)
{
  for (int depth = 0; at != 0 && depth < 50; depth++, at = cell (w->lib, at)->next)
    {
      if (cell (w->lib, at)->number != (at ^ 0x5ca9e) || !gccore_lib_is_object (w->lib, at))
        fail_msg ("the reachable cell at 0x%llx was lost", (unsigned long long) at);
      if (cell (w->lib, at)->other != 0)
        assert_int_equal (cell (w->lib, cell (w->lib, at)->other)->number, cell (w->lib, at)->other ^ 0x5ca9e);
    }
}

static void
check_all (Program *w)
{
  for (int i = 0; i < N_ROOTS; i++)
    {
      if (w->kind[i] == T_CELL)
        check_cells (w, w->roots[i]);
      if (w->kind[i] == T_POINTER)
        for (uint32_t k = 0; k < w->length[i]; k++)
          check_cells (w, gccore_lib_load (w->lib, w->roots[i] + 8 * (uint64_t) k));
    }
}

static uint64_t
array_length (Program *w)
{
  uint32_t kind = rng_below (&w->rng, 100);

  if (kind < 80)
    return 1 + rng_below (&w->rng, 60);
  if (kind < 98)
    return 1 + rng_below (&w->rng, 5000);
  return 1 + rng_below (&w->rng, 524288); /* up to 4 MiB */
}

static bool
is_zero (const GccoreLib *lib, Addr addr, uint64_t bytes)
{
  const uint8_t *p = gccore_lib_ptr (lib, addr);

  return p[0] == 0 && memcmp (p, p + 1, bytes - 1) == 0;
}

/* A run of allocations, half of a kind, most of them garbage at once. */
static void
burst (Program *w)
{
  static const TypeId values[] = { T_CELL, T_POINTER, T_WIDE, T_BLOB, T_WORDS, T_HALF };
  TypeId often = values[rng_below (&w->rng, 6)];
  uint64_t size = 1 + rng_below (&w->rng, rng_below (&w->rng, 8) == 0 ? 40000 : 200);
  uint32_t i = rng_below (&w->rng, N_ROOTS);

  for (uint32_t n = rng_below (&w->rng, 300); n > 0; n--)
    {
      TypeId type = rng_below (&w->rng, 2) ? often : values[rng_below (&w->rng, 6)];
      Addr fresh;

      if (rng_below (&w->rng, 4) == 0)
        {
          fresh = gccore_lib_alloc_bytes (w->lib, size);
          assert_true (fresh != 0);
          memset (gccore_lib_ptr (w->lib, fresh), 0xff, size);
          continue;
        }
      fresh = gccore_lib_alloc (w->lib, type, 1);
      assert_true (fresh != 0);
      assert_true (is_zero (w->lib, fresh, types[type].size_bytes));
      if (type == T_CELL)
        {
          cell (w->lib, fresh)->number = fresh ^ 0x5ca9e;
          if (w->kind[i] == T_POINTER)
            gccore_lib_store (w->lib, w->roots[i] + 8 * (uint64_t) rng_below (&w->rng, w->length[i]), fresh);
        }
      else if (type != T_POINTER && type != T_BLOB)
        memset ((char *) gccore_lib_ptr (w->lib, fresh) + 8, 0xff, 16);
    }
}

static void
one_step (Program *w)
{
  GccoreLib *lib = w->lib;
  uint32_t i = rng_below (&w->rng, N_ROOTS), j = rng_below (&w->rng, N_ROOTS), what = rng_below (&w->rng, 100);
  Addr fresh;

  if (what < 50) /* a new cell in front of what root i or an element of it holds */
    {
      fresh = gccore_lib_alloc (lib, T_CELL, 1);
      assert_true (fresh != 0);
      assert_int_equal (cell (lib, fresh)->next, 0);
      assert_int_equal (cell (lib, fresh)->other, 0);
      cell (lib, fresh)->number = fresh ^ 0x5ca9e;
      if (w->kind[i] == T_POINTER)
        {
          Addr slot = w->roots[i] + 8 * (uint64_t) rng_below (&w->rng, w->length[i]);

          if (rng_below (&w->rng, 4) != 0)
            gccore_lib_store (lib, fresh, gccore_lib_load (lib, slot));
          gccore_lib_store (lib, slot, fresh);
        }
      else
        {
          if (w->kind[i] == T_CELL && rng_below (&w->rng, 50) != 0)
            gccore_lib_store (lib, fresh, w->roots[i]);
          w->roots[i] = fresh;
          w->kind[i] = T_CELL;
          w->length[i] = 1;
        }
    }
  else if (what < 60) /* an array, or bytes */
    {
      uint64_t n = array_length (w);
      TypeId type = rng_below (&w->rng, 3) == 0 ? T_BLOB : T_POINTER;

      fresh = gccore_lib_alloc (lib, type, n);
      assert_true (fresh != 0);
      for (uint64_t k = 0; k < n; k += 1 + n / 64)
        assert_int_equal (*(uint8_t *) gccore_lib_ptr (lib, fresh + k), 0);
      w->roots[i] = fresh;
      w->kind[i] = (uint8_t) type;
      w->length[i] = (uint32_t) n;
      if (type == T_BLOB)
        memset (gccore_lib_ptr (lib, fresh), 0xff, n);
    }
  else if (what < 80) /* move a cell from one place to another, forgetting the first */
    {
      if (w->kind[i] == T_POINTER && w->kind[j] == T_POINTER)
        {
          Addr from = w->roots[i] + 8 * (uint64_t) rng_below (&w->rng, w->length[i]);
          Addr to = w->roots[j] + 8 * (uint64_t) rng_below (&w->rng, w->length[j]);
          Addr held = gccore_lib_load (lib, from);

          gccore_lib_store (lib, from, 0);
          gccore_lib_store (lib, to, held);
          check_cells (w, held);
        }
      else if (w->kind[i] == T_CELL && w->kind[j] == T_CELL && w->roots[i] != 0 && w->roots[j] != 0)
        gccore_lib_store (lib, w->roots[i] + offsetof (Cell, other), w->roots[j]);
    }
  else if (what < 90) /* copy or clear part of an array */
    {
      if (w->kind[i] == T_POINTER && w->kind[j] == T_POINTER)
        {
          uint32_t n = 1 + rng_below (&w->rng, w->length[i] < w->length[j] ? w->length[i] : w->length[j]);

          if (rng_below (&w->rng, 2))
            gccore_lib_copy (lib, w->roots[i], w->roots[j], T_POINTER, n);
          else
            gccore_lib_clear (lib, w->roots[i], T_POINTER, n);
        }
    }
  else if (what < 93)
    {
      w->roots[i] = 0;
      w->kind[i] = T_CELL;
      w->length[i] = 1;
    }
  else if (what < 95)
    gccore_lib_compute (lib, rng_below (&w->rng, 50000));
  else if (what < 97)
    burst (w);
  else if (rng_below (&w->rng, 3000) == 0)
    gccore_lib_collect (lib);
  else if (rng_below (&w->rng, 3000) == 0)
    gccore_lib_free_os_memory (lib);
}

/* A phase begins: between two ticks, so everything must be true. */
static void
phase_changed (void *context, GcPhase phase)
{
  Program *w = context;

  w->verify_due = true;
}

static uint64_t
verify_if_due (Program *w, uint64_t last_tick)
{
  if (!w->verify_due && gccore_lib_tick (w->lib) < last_tick + 1000)
    return last_tick;
  verify (w->lib);
  w->verify_due = false;
  return gccore_lib_tick (w->lib);
}

static Program *
new_program (uint64_t seed, uint32_t n_procs, uint64_t cap_bytes, GccoreRoots *roots)
{
  Program *w = calloc (1, sizeof *w);

  assert_non_null (w);
  w->lib = new_lib (n_procs, cap_bytes, 0);
  w->scan = w->lib->gc.hooks.scan_goroutine;
  w->lib->gc.hooks = (GcHooks) { .context = w, .scan_goroutine = scan_for, .phase_changed = phase_changed };
  rng_seed (&w->rng, seed);
  memset (w->kind, T_CELL, sizeof w->kind);
  gccore_lib_push (w->lib, roots, w->roots, N_ROOTS);
  return w;
}

static void
free_program (Program *w, GccoreRoots *roots)
{
  gccore_lib_pop (w->lib, roots);
  gccore_lib_free (w->lib);
  free (w);
}

static void
play (uint64_t seed, uint32_t n_procs, uint64_t n_steps)
{
  GccoreRoots roots;
  Program *w = new_program (seed, n_procs, 1024 * MIB, &roots);
  uint64_t last_tick = 0;
  MemStats stats;

  for (uint64_t step = 1; step <= n_steps; step++)
    {
      one_step (w);
      last_tick = verify_if_due (w, last_tick);
      if (step % 5000 == 0)
        check_all (w);
    }
  gccore_lib_read_stats (w->lib, &stats);
  assert_true (stats.num_gc > 0 || n_steps < 30000);
  free_program (w, &roots);
}

/* A long campaign sets LIBRARY_STEPS and LIBRARY_SEED; the seed then also decides the number of processors. */
static uint64_t
from_environment (const char *name, uint64_t otherwise)
{
  const char *text = getenv (name);

  return text != NULL ? strtoull (text, NULL, 10) : otherwise;
}

static void
test_a_random_program_loses_nothing (void **state)
{
  static const uint32_t procs[] = { 1, 2, 4, 8, 16 };
  uint64_t seed = from_environment ("LIBRARY_SEED", 0), steps = from_environment ("LIBRARY_STEPS", 40000);

  if (seed != 0)
    play (seed, 1 + (uint32_t) (seed % 16), steps);
  else
    for (uint32_t i = 0; i < 5; i++)
      play (10 + i, procs[i], steps);
}

static void
listen (void *context, const Event *event)
{
}

/* All metadata, byte for byte. */
static void
assert_same_image (GccoreLib *a, GccoreLib *b)
{
  uint64_t bytes = a->image.header->meta_cursor - a->image.meta_base;

  assert_int_equal (gccore_lib_tick (a), gccore_lib_tick (b));
  assert_int_equal (gccore_lib_now_ns (a), gccore_lib_now_ns (b));
  assert_int_equal (a->image.header->meta_cursor, b->image.header->meta_cursor);
  assert_true (memcmp (image_ptr (&a->image, a->image.meta_base), image_ptr (&b->image, b->image.meta_base), bytes) == 0);
}

/* With a listener every allocation is made by itself, as it is written; without one most are made in runs. */
static void
test_runs_leave_the_image_that_single_allocations_leave (void **state)
{
  static const uint32_t procs[] = { 1, 2, 4 };

  for (uint32_t i = 0; i < 3; i++)
    {
      GccoreRoots roots[2];
      Program *fast = new_program (20 + i, procs[i], 512 * MIB, &roots[0]);
      Program *slow = new_program (20 + i, procs[i], 512 * MIB, &roots[1]);
      MemStats stats;
      Rng rng;

      rng_seed (&rng, i);
      slow->lib->sched.sink.func = listen;
      gccore_lib_set_gc_percent (fast->lib, 20);
      gccore_lib_set_gc_percent (slow->lib, 20);
      for (int round = 0; round < 20; round++)
        {
          for (uint32_t n = rng_below (&rng, 1500); n > 0; n--)
            {
              one_step (fast);
              one_step (slow);
            }
          assert_same_image (fast->lib, slow->lib);
        }
      verify (fast->lib);
      check_all (fast);
      gccore_lib_read_stats (fast->lib, &stats);
      assert_true (stats.num_gc > 5);
      free_program (fast, &roots[0]);
      free_program (slow, &roots[1]);
    }
}

static void
test_the_same_program_has_the_same_history (void **state)
{
  uint64_t ticks[2];
  int64_t ns[2];

  for (int round = 0; round < 2; round++)
    {
      GccoreLib *lib = new_lib (4, 256 * MIB, 0);
      Addr head = 0;
      GccoreRoots roots;

      gccore_lib_push (lib, &roots, &head, 1);
      for (int i = 0; i < 200000; i++)
        {
          Addr fresh = gccore_lib_alloc (lib, T_CELL, 1);

          gccore_lib_store (lib, fresh, i % 1000 ? head : 0);
          head = fresh;
        }
      ticks[round] = gccore_lib_tick (lib);
      ns[round] = gccore_lib_now_ns (lib);
      gccore_lib_pop (lib, &roots);
      gccore_lib_free (lib);
    }
  assert_int_equal (ticks[0], ticks[1]);
  assert_int_equal (ns[0], ns[1]);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_a_list_lives_while_its_head_is_a_root),
    cmocka_unit_test (test_pointers_deep_in_headed_and_large_objects_count),
    cmocka_unit_test (test_interior_addresses_keep_an_object),
    cmocka_unit_test (test_the_cap_is_out_of_memory_and_can_be_survived),
#ifndef __SANITIZE_ADDRESS__
    cmocka_unit_test (test_a_host_that_refuses_memory_is_an_error_not_an_end),
#endif
    cmocka_unit_test (test_impossible_types_and_options_are_refused),
    cmocka_unit_test (test_a_random_program_loses_nothing),
    cmocka_unit_test (test_runs_leave_the_image_that_single_allocations_leave),
    cmocka_unit_test (test_the_same_program_has_the_same_history),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
