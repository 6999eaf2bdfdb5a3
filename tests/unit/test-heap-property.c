/* Random allocations, deaths and growth from a seed, with everything the heap knows re-derived again and again: sizes
 * 0..4 MiB, all types, 1..16 Ps, stacks in between, lazy sweeping, reclaiming, scavenging.
 *
 * Every object carries its number in its first and last word, so that two objects that overlap, a slot that was handed
 * out twice or a page released too early are found. */

#include "heap-driver.h"

#include <stdlib.h>
#include <string.h>

#include "base/rng.h"

#define MAX_OBJECTS 60000
#define MAX_STACKS 64
#define LIVE_BYTES (48u << 20)

typedef struct {
  Addr addr;
  uint64_t bytes, number;
  TypeId type;
} Object;

typedef struct {
  Addr addr;
  uint64_t bytes;
  uint32_t p;
} Stack;

typedef struct {
  Driver d;
  Rng rng;
  Object *objects;
  uint32_t n_objects;
  uint64_t live_bytes, next_number, n_allocations;
  Stack stacks[MAX_STACKS];
  uint32_t n_stacks;
  uint32_t n_procs;
} World;

static void
stamp (World *w, const Object *o)
{
  uint64_t *words = heap_ptr (&w->d.heap, o->addr);

  words[0] = o->number;
  words[o->bytes / 8 - 1] = o->number;
}

static void
check_stamp (const World *w, const Object *o)
{
  const uint64_t *words = heap_ptr (&w->d.heap, o->addr);

  if (words[0] != o->number || words[o->bytes / 8 - 1] != o->number)
    fail_msg ("object %llu at 0x%llx (%llu bytes) was overwritten", (unsigned long long) o->number,
              (unsigned long long) o->addr, (unsigned long long) o->bytes);
}

static void
check_zero (const World *w, Addr addr, uint64_t bytes)
{
  const uint8_t *b = heap_ptr (&w->d.heap, addr);

  for (uint64_t i = 0; i < bytes; i++)
    if (b[i] != 0)
      fail_msg ("fresh object at 0x%llx is not zero at byte %llu", (unsigned long long) addr, (unsigned long long) i);
}

static uint64_t
random_size (World *w)
{
  uint32_t kind = rng_below (&w->rng, 1000);

  if (kind < 700)
    return rng_below (&w->rng, 256);
  if (kind < 950)
    return rng_below (&w->rng, 4096);
  if (kind < 995)
    return rng_below (&w->rng, 40000);
  return rng_below (&w->rng, (4u << 20) + 1);
}

static void
drop_object (World *w, uint32_t i)
{
  w->live_bytes -= w->objects[i].bytes;
  w->objects[i] = w->objects[--w->n_objects];
}

static void
allocate (World *w)
{
  TypeId type = rng_below (&w->rng, N_TEST_TYPES);
  uint32_t p = rng_below (&w->rng, w->n_procs);
  uint64_t bytes = random_size (w);
  bool zero = type != T_NONE || rng_below (&w->rng, 2) == 0;
  Addr addr;

  if (type != T_NONE)
    bytes = round_up_u64 (bytes, driver_type (type)->size_bytes >= 1024 ? 8 : 1) / driver_type (type)->size_bytes
            * driver_type (type)->size_bytes;
  addr = driver_malloc (&w->d, p, bytes, type, zero);
  assert_true (addr != 0);
  w->n_allocations++;
  if (zero && bytes < 65536)
    check_zero (w, addr, bytes);
  /* Pieces of tiny blocks live as long as the block, which a test that marks objects one by one cannot promise. */
  if (bytes < TINY_BLOCK_BYTES && type == T_NONE)
    return;
  while (w->n_objects == MAX_OBJECTS || w->live_bytes + bytes > LIVE_BYTES)
    drop_object (w, rng_below (&w->rng, w->n_objects));
  if (bytes >= 8)
    {
      Object *o = &w->objects[w->n_objects++];

      *o = (Object) { addr, bytes & ~UINT64_C (7), ++w->next_number, type };
      w->live_bytes += o->bytes;
      stamp (w, o);
    }
}

static void
stack_step (World *w)
{
  if (w->n_stacks == MAX_STACKS || (w->n_stacks > 0 && rng_below (&w->rng, 2) == 0))
    {
      uint32_t i = rng_below (&w->rng, w->n_stacks);

      stack_free (&w->d.heap, heap_mcache (&w->d.heap, w->stacks[i].p), w->stacks[i].addr, w->stacks[i].bytes,
                  w->d.marking);
      w->stacks[i] = w->stacks[--w->n_stacks];
    }
  else
    {
      Stack *s = &w->stacks[w->n_stacks++];

      s->bytes = FIXED_STACK_BYTES << rng_below (&w->rng, 8);
      s->p = rng_below (&w->rng, w->n_procs);
      s->addr = stack_alloc (&w->d.heap, heap_mcache (&w->d.heap, s->p), s->bytes);
      assert_true (s->addr != 0);
      memset (heap_ptr (&w->d.heap, s->addr), 0xee, s->bytes);
    }
}

/* Kills a random half to none of all objects, marks the others, moves on. */
static void
collect (World *w)
{
  uint32_t percent = rng_below (&w->rng, 60);

  driver_start_mark (&w->d);
  driver_verify (&w->d);
  for (uint32_t i = w->n_objects; i-- > 0;)
    if (rng_below (&w->rng, 100) < percent)
      drop_object (w, i);
  /* Some allocation happens while marking: those objects are black. */
  for (int i = 0; i < 200; i++)
    {
      allocate (w);
      if (i % 10 == 0)
        stack_step (w);
    }
  for (uint32_t i = 0; i < w->n_objects; i++)
    {
      check_stamp (w, &w->objects[i]);
      driver_mark (&w->d, w->objects[i].addr);
    }
  driver_verify (&w->d);
  driver_end_mark (&w->d);
  stack_free_kept (&w->d.heap);
  scavindex_next_gen (&w->d.heap.mheap->pages.scav);
  driver_verify (&w->d);
}

/* What the page reclaimer does: sweeps spans without marks. */
static void
reclaim (World *w)
{
  Mheap *m = w->d.heap.mheap;
  Mspan *s = mheap_find_unmarked (&w->d.heap, &m->reclaim_index, m->sweep_arenas_pages);

  if (s != NULL)
    assert_true (mspan_sweep (&w->d.heap, NULL, s, false).freed_span);
}

static void
play (uint64_t seed, uint32_t n_procs, uint64_t n_steps)
{
  World w = { .n_procs = n_procs };
  bool more;

  driver_init (&w.d, n_procs, UINT64_C (1) << 30, 0);
  rng_seed (&w.rng, seed);
  w.objects = calloc (MAX_OBJECTS, sizeof *w.objects);
  assert_non_null (w.objects);

  for (uint64_t step = 1; step <= n_steps; step++)
    {
      uint32_t what = rng_below (&w.rng, 10000);

      if (what < 9000)
        allocate (&w);
      else if (what < 9500)
        stack_step (&w);
      else if (what < 9900)
        driver_sweep_one (&w.d);
      else if (what < 9950)
        reclaim (&w);
      else if (what < 9990)
        mheap_scavenge_one (&w.d.heap, rng_below (&w.rng, 1 << 20) + 1, what % 2, NULL, &more);
      else if (what < 9995)
        mcache_flush_pages (&w.d.heap, heap_mcache (&w.d.heap, rng_below (&w.rng, n_procs)));
      else if (w.n_objects > 0)
        collect (&w);
      if (step % 1000 == 0)
        driver_verify (&w.d);
    }
  for (uint32_t i = 0; i < w.n_objects; i++)
    check_stamp (&w, &w.objects[i]);
  free (w.objects);
  driver_fini (&w.d);
}

static uint64_t
from_environment (const char *name, uint64_t otherwise)
{
  const char *text = getenv (name);

  return text != NULL ? strtoull (text, NULL, 10) : otherwise;
}

static void
play_seed (uint64_t seed, uint32_t n_procs)
{
  play (seed + 100 * from_environment ("HEAP_PROPERTY_SEED", 0), n_procs,
        from_environment ("HEAP_PROPERTY_STEPS", 40000));
}

static void
test_random_history_1_proc (void **state)
{
  play_seed (1, 1);
}

static void
test_random_history_4_procs (void **state)
{
  play_seed (2, 4);
}

static void
test_random_history_16_procs (void **state)
{
  play_seed (3, 16);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_random_history_1_proc),
    cmocka_unit_test (test_random_history_4_procs),
    cmocka_unit_test (test_random_history_16_procs),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
