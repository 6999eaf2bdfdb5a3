/* Where objects go, what malloc leaves behind, and which words of them are pointers. */

#include "heap-driver.h"

#include <string.h>

#define MIB (UINT64_C (1) << 20)

static int
setup (void **state)
{
  static Driver d;

  driver_init (&d, 2, 512 * MIB, 0);
  *state = &d;
  return 0;
}

static int
teardown (void **state)
{
  driver_verify (*state);
  driver_fini (*state);
  return 0;
}

static Mspan *
span_of (Driver *d, Addr object)
{
  uint32_t index;
  Mspan *s = heap_find_object (&d->heap, object, &index);

  assert_non_null (s);
  return s;
}

static void
test_sizes_go_to_their_classes (void **state)
{
  static const struct { uint64_t bytes; TypeId type; unsigned size_class; uint64_t offset; } rows[] = {
    { 16, T_NONE, 2, 0 },      { 17, T_NONE, 3, 0 },      { 1016, T_NONE, 32, 0 }, { 1017, T_NONE, 32, 0 },
    { 1024, T_NONE, 32, 0 },   { 1025, T_NONE, 33, 0 },   { 32760, T_NONE, 67, 0 }, { 32761, T_NONE, 0, 0 },
    { 8, T_PTR, 1, 0 },        { 512, T_PTR, 26, 0 },     { 520, T_PTR, 27, 8 },   { 1016, T_PTR, 32, 8 },
    { 1024, T_PTR, 33, 8 },    { 32760, T_PTR, 67, 8 },   { 32768, T_PTR, 0, 0 },
  };
  Driver *d = *state;

  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    {
      Addr object = driver_malloc (d, 0, rows[i].bytes, rows[i].type, true);
      Mspan *s = span_of (d, object);

      assert_int_equal (span_class_size_class (s->span_class), rows[i].size_class);
      assert_int_equal ((object - s->base) % s->elem_size, rows[i].offset);
      assert_int_equal (mspan_noscan (s), rows[i].type == T_NONE);
    }
}

static void
test_tiny_pieces_share_a_block (void **state)
{
  Driver *d = *state;
  Mcache *c = heap_mcache (&d->heap, 0);
  Addr a = driver_malloc (d, 0, 1, T_NONE, true), b = driver_malloc (d, 0, 8, T_NONE, true), e, f;

  assert_int_equal (a % 16, 0);
  assert_int_equal (b, a + 8);
  assert_int_equal (c->tiny_allocs, 1);
  /* 12 bytes do not fit: a new block; it has less room left than the full one had, so it becomes current. */
  e = driver_malloc (d, 0, 12, T_NONE, true);
  assert_int_equal (e, a + 16);
  assert_int_equal (driver_malloc (d, 0, 4, T_NONE, true), e + 12);
  /* The block with more room left stays current. */
  f = driver_malloc (d, 0, 2, T_NONE, true);
  assert_int_equal (f, e + 16);
  assert_int_equal (driver_malloc (d, 0, 15, T_NONE, true), f + 16);
  assert_int_equal (driver_malloc (d, 0, 3, T_NONE, true), f + 2);
  assert_int_equal (driver_malloc (d, 0, 2, T_NONE, true), f + 6);
  /* The other P has a block of its own. */
  assert_true (driver_malloc (d, 1, 1, T_NONE, true) / 8192 != f / 8192);
  assert_int_equal (driver_malloc (d, 0, 0, T_NONE, true), IMAGE_ZERO_BASE);
}

/* The pointer words of an object, by its iterator, as a list. */
static uint32_t
pointer_words (Driver *d, Addr object, Addr from, uint64_t bytes, Addr *words)
{
  uint32_t index, n = 0;
  Mspan *s = heap_find_object (&d->heap, object, &index);
  HeapPointers it = heap_object_pointers (&d->heap, s, mspan_object_base (s, index), from, bytes);

  while (heap_pointers_next (&it))
    for (uint64_t m = it.mask; m != 0; m &= m - 1)
      words[n++] = it.addr + 8 * ctz64 (m);
  return n;
}

/* The same by the book: word i of value k of the type. */
static void
check_pointers (Driver *d, Addr object, uint64_t slot_bytes, TypeId type, Addr from, uint64_t bytes)
{
  static Addr words[100000];
  const GcType *t = driver_type (type);
  uint32_t n = pointer_words (d, object, from, bytes, words), i = 0;

  for (uint64_t at = 0; at + 8 <= slot_bytes; at += 8)
    {
      uint64_t in_value = at % t->size_bytes;
      bool pointer = in_value < t->ptr_bytes && bitmap_get (t->ptr_mask, in_value / 8);

      if (!pointer || object + at < from || object + at >= from + bytes)
        continue;
      assert_true (i < n);
      assert_int_equal (words[i], object + at);
      i++;
    }
  assert_int_equal (i, n);
}

static void
test_pointer_words_of_small_objects_are_in_the_span (void **state)
{
  Driver *d = *state;

  for (int round = 0; round < 300; round++)
    {
      uint64_t n = 1 + (uint64_t) round % 8;
      Addr a = driver_malloc (d, 0, 24 * n, T_THREE, true), b = driver_malloc (d, 0, 8 * n, T_PTR, true);
      Addr e = driver_malloc (d, 0, 64 * n, T_NODE64, true);

      check_pointers (d, a, 24 * n, T_THREE, a, 24 * n);
      check_pointers (d, b, 8 * n, T_PTR, b, 8 * n);
      check_pointers (d, e, 64 * n, T_NODE64, e, 64 * n);
      check_pointers (d, e, 64 * n, T_NODE64, e + 8, 64 * n - 8);
    }
}

static void
test_pointer_words_of_headed_objects_follow_the_type (void **state)
{
  Driver *d = *state;

  for (uint64_t n = 1; n <= 29; n++)
    {
      Addr a = driver_malloc (d, 0, 1104 * n, T_BIG, true);
      Mspan *s = span_of (d, a);

      assert_int_equal (heap_object_type (&d->heap, s, a - 8), T_BIG);
      /* What is left of the slot may look like more values; it is zero. */
      check_pointers (d, a, s->elem_size - 8, T_BIG, a - 8, s->elem_size);
    }
}

static void
test_pointer_words_of_large_objects_can_be_walked_in_parts (void **state)
{
  Driver *d = *state;
  uint64_t bytes = 1104 * 500;
  Addr a = driver_malloc (d, 0, bytes, T_BIG, true), b = driver_malloc (d, 0, 4096 * 100, T_TAIL, true);
  Mspan *s = span_of (d, a);

  assert_int_equal (span_class_size_class (s->span_class), 0);
  assert_int_equal (heap_object_type (&d->heap, s, a), T_BIG);
  for (uint64_t at = 0; at < bytes; at += 131072)
    check_pointers (d, a, s->elem_size, T_BIG, a + at, min_u64 (131072, s->elem_size - at));
  for (uint64_t at = 0; at < bytes; at += 4096 + 8)
    check_pointers (d, a, s->elem_size, T_BIG, a + at, 4104);
  check_pointers (d, b, 4096 * 100, T_TAIL, b + 131072, 131072);
}

static void
test_a_bad_type_word_yields_no_pointers (void **state)
{
  Driver *d = *state;
  Addr a = driver_malloc (d, 0, 1104, T_BIG, true), words[8];

  *(uint64_t *) heap_ptr (&d->heap, a - 8) = 0xdeadbeef;
  assert_int_equal (pointer_words (d, a, a - 8, 1112, words), 0);
}

static void
test_scan_bytes_follow_go (void **state)
{
  static const struct { uint64_t bytes; TypeId type; uint64_t scan_bytes; } rows[] = {
    { 16, T_PAIR, 8 }, { 32, T_PAIR, 24 }, { 24, T_THREE, 24 }, { 48, T_THREE, 48 },
    { 64, T_PTR, 8 }, /* an array of 8-byte pointers counts as one of them */
    { 1104, T_BIG, 1152 }, { 40000, T_PTR, 40960 }, { 100, T_NONE, 0 },
  };
  Driver *d = *state;
  Mcache *c = heap_mcache (&d->heap, 0);

  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    {
      driver_malloc (d, 0, rows[i].bytes, rows[i].type, true); /* any refill is done */
      uint64_t before = c->scan_alloc;

      driver_malloc (d, 0, rows[i].bytes, rows[i].type, true);
      assert_int_equal (c->scan_alloc - before, rows[i].scan_bytes);
    }
}

static void
test_any_word_may_be_looked_up (void **state)
{
  Driver *d = *state;
  Addr a = driver_malloc (d, 0, 100, T_NONE, true), b = driver_malloc (d, 0, 100000, T_NONE, true);
  uint32_t index;
  Mspan *s = heap_find_object (&d->heap, a + 99, &index);

  assert_non_null (s);
  assert_int_equal (mspan_object_base (s, index), a);
  assert_ptr_equal (heap_find_object (&d->heap, b + 99999, &index), span_of (d, b));
  assert_null (heap_find_object (&d->heap, b + 100000, &index));
  assert_null (heap_find_object (&d->heap, 0, &index));
  assert_null (heap_find_object (&d->heap, UINT64_MAX, &index));
  assert_null (heap_find_object (&d->heap, IMAGE_HEAP_BASE - 1, &index));
  assert_null (heap_find_object (&d->heap, IMAGE_HEAP_BASE + 400 * MIB, &index));
  assert_null (heap_find_object (&d->heap, d->image.heap_end + 5, &index));
  assert_null (heap_find_object (&d->heap, mspan_end (s) - 1, &index)); /* tail waste */
}

static void
test_dirty_memory_is_zeroed_when_asked (void **state)
{
  Driver *d = *state;
  Addr object;

  for (int i = 0; i < 100; i++)
    {
      object = driver_malloc (d, 0, 64, T_NONE, true);
      memset (heap_ptr (&d->heap, object), 0xff, 64);
    }
  memset (heap_ptr (&d->heap, driver_malloc (d, 0, 50000, T_NONE, true)), 0xff, 50000);
  driver_start_mark (d);
  driver_end_mark (d);
  while (driver_sweep_one (d))
    ;
  for (int i = 0; i < 128; i++)
    {
      const uint64_t *words;

      object = driver_malloc (d, 0, 64, T_NONE, true);
      words = heap_ptr (&d->heap, object);
      for (int w = 0; w < 8; w++)
        assert_int_equal (words[w], 0);
    }
  object = driver_malloc (d, 0, 50000, T_PTR, true);
  for (int w = 0; w < 50000 / 8; w++)
    assert_int_equal (((uint64_t *) heap_ptr (&d->heap, object))[w], 0);
}

static void
test_the_cap_is_out_of_memory_not_an_end (void **state)
{
  Driver d;
  Addr last = 0, object;

  driver_init (&d, 1, 512 * MIB, 16 * MIB);
  while ((object = driver_malloc (&d, 0, 30000, T_NONE, false)) != 0)
    last = object;
  assert_true (last != 0);
  assert_int_equal (d.heap.host_error.code, GCCORE_OK);
  assert_true (image_heap_mapped_bytes (&d.image) <= 16 * MIB);
  driver_verify (&d);
  driver_start_mark (&d);
  driver_end_mark (&d);
  assert_true (driver_malloc (&d, 0, 30000, T_NONE, false) != 0);
  assert_int_equal (driver_malloc (&d, 0, UINT64_C (1) << 46, T_NONE, false), 0);
  driver_verify (&d);
  driver_fini (&d);
}

static void
test_64_gib_of_heap_need_little_more_than_their_spans (void **state)
{
  ImageOptions options = { .heap_reserve_bytes = UINT64_C (64) << 30 };
  uint64_t n = 0, page = 0;
  GccoreError error;
  Image probe;
  Driver d;

  if (image_init (&probe, &options, &error) != GCCORE_OK)
    skip (); /* no room for the address space here */
  image_fini (&probe);
  driver_init (&d, 4, UINT64_C (64) << 30, 0);
  while (driver_malloc (&d, 0, MIB, T_NONE, false) != 0)
    n++;
  assert_int_equal (n, 65536);
  assert_true (heap_metadata_bytes (&d.heap) < 64 * MIB);
  driver_start_mark (&d);
  for (uint64_t i = 0; i < n; i += 2)
    driver_mark (&d, IMAGE_HEAP_BASE + i * MIB);
  driver_end_mark (&d);
  n = 0;
  for (Mspan *s; (s = mheap_find_unmarked (&d.heap, &page, d.heap.mheap->sweep_arenas_pages)) != NULL;)
    n += mspan_sweep (&d.heap, NULL, s, false).n_freed;
  assert_int_equal (n, 32768);
  while (driver_sweep_one (&d))
    ;
  assert_int_equal (driver_malloc (&d, 0, MIB, T_NONE, false), IMAGE_HEAP_BASE + MIB);
  assert_int_equal (driver_malloc (&d, 0, MIB + 1, T_NONE, false), 0);
  driver_fini (&d);
}

static void
test_heap_live_follows_refills_and_flushes (void **state)
{
  Driver *d = *state;
  Mspan *stale[N_SPAN_CLASSES];
  uint32_t n_stale;
  HeapLiveDelta delta;

  driver_malloc (d, 0, 48, T_NONE, true);
  assert_int_equal (d->heap_live, 8192);
  driver_malloc (d, 0, 32000, T_NONE, true); /* class of 32768: four pages */
  assert_int_equal (d->heap_live, 8192 + 32768);
  driver_malloc (d, 0, 33000, T_NONE, true);
  assert_int_equal (d->heap_live, 8192 + 32768 + 40960);
  delta = mcache_release_all (&d->heap, heap_mcache (&d->heap, 0), stale, &n_stale);
  assert_int_equal (n_stale, 0);
  assert_int_equal (delta.heap_live, -169 * 48);
}

static void
test_objects_are_swept_unless_marked (void **state)
{
  Driver *d = *state;
  Addr objects[400];
  MemStats stats;

  for (int i = 0; i < 400; i++)
    objects[i] = driver_malloc (d, 0, 64, T_NODE64, true);
  driver_start_mark (d);
  for (int i = 0; i < 400; i += 4)
    driver_mark (d, objects[i]);
  driver_end_mark (d);
  driver_verify (d);
  while (driver_sweep_one (d))
    driver_verify (d);
  memstats_peek (&d->heap, &stats);
  assert_int_equal (stats.heap_objects, 100);
  assert_int_equal (stats.frees, 300);
  assert_int_equal (stats.mallocs, 400);
  assert_int_equal (stats.heap_alloc, 6400);
  assert_int_equal (stats.by_size[6].mallocs, 400);
  assert_int_equal (stats.by_size[6].frees, 300);
  /* The holes are filled again, in address order within a span; the span that was cached (126 objects each, so the
   * fourth one) was swept first and comes back first. */
  for (int i = 378; i < 400; i++)
    if (i % 4 != 0)
      assert_int_equal (driver_malloc (d, 0, 64, T_NODE64, true), objects[i]);
}

static void
test_spans_cached_before_the_sweep_are_stale (void **state)
{
  Driver *d = *state;
  Mspan *stale[N_SPAN_CLASSES];
  uint32_t n_stale;
  Addr object = driver_malloc (d, 0, 48, T_NONE, true);
  Mspan *s = span_of (d, object);

  driver_start_mark (d);
  driver_mark (d, object);
  mheap_start_sweep (&d->heap);
  assert_int_equal (s->sweepgen, d->heap.mheap->sweepgen + 1);
  driver_verify (d);
  mcache_release_all (&d->heap, heap_mcache (&d->heap, 0), stale, &n_stale);
  assert_int_equal (n_stale, 1);
  assert_ptr_equal (stale[0], s);
  assert_int_equal (s->sweepgen, d->heap.mheap->sweepgen - 1);
  assert_int_equal (mspan_sweep (&d->heap, NULL, s, false).n_freed, 0);
  assert_int_equal (s->sweepgen, d->heap.mheap->sweepgen);
  driver_verify (d);
}

static void
test_the_reclaimer_finds_spans_without_marks (void **state)
{
  Driver *d = *state;
  Mheap *m = d->heap.mheap;
  Addr keep = driver_malloc (d, 0, 20000, T_NONE, true), drop = driver_malloc (d, 0, 70000, T_NONE, true);
  uint64_t page = 0;
  Mspan *s;

  driver_start_mark (d);
  driver_mark (d, keep);
  driver_end_mark (d);
  s = mheap_find_unmarked (&d->heap, &page, m->sweep_arenas_pages);
  assert_ptr_equal (s, span_of (d, drop));
  assert_true (mspan_sweep (&d->heap, NULL, s, false).freed_span);
  assert_null (mheap_find_unmarked (&d->heap, &page, m->sweep_arenas_pages));
  assert_int_equal (page, m->sweep_arenas_pages);
}

static void
test_stacks_come_from_shared_spans_and_go_back (void **state)
{
  Driver *d = *state;
  Heap *h = &d->heap;
  Mcache *c = heap_mcache (h, 0);
  Addr small = stack_alloc (h, c, 2048), large = stack_alloc (h, c, 65536);

  assert_int_equal (h->mheap->stats.in_stacks_bytes, 32768 + 65536);
  assert_int_equal (heap_span_of (h, small)->state, MSPAN_MANUAL);
  assert_int_equal (c->stack_cache[0].bytes, 16384 - 2048);
  stack_free (h, c, small, 2048, true);
  assert_int_equal (stack_alloc (h, c, 2048), small);
  stack_free (h, c, small, 2048, true);
  stack_free (h, c, large, 65536, true);
  assert_int_equal (h->mheap->stats.in_stacks_bytes, 32768 + 65536); /* kept while a cycle runs */
  assert_int_equal (stack_alloc (h, c, 65536), large);
  stack_free (h, c, large, 65536, true);
  mcache_clear_stacks (h, c, true);
  stack_free_kept (h);
  assert_int_equal (h->mheap->stats.in_stacks_bytes, 0);
}

static void
test_releasing_memory_is_owed_over_the_limit (void **state)
{
  Driver *d = *state;
  Mheap *m = d->heap.mheap;

  driver_malloc (d, 0, 64, T_NONE, true);
  assert_int_equal (m->scavenge_owed_bytes, 0);
  m->memory_limit = (int64_t) mheap_mapped_ready (&d->heap);
  driver_malloc (d, 0, 40000, T_NONE, true);
  assert_int_equal (m->scavenge_owed_bytes, 40960);
  assert_int_equal (m->scavenge_owed_force, 1);
  m->scavenge_owed_bytes = m->scavenge_owed_force = 0;
  m->limiter_on = 1;
  driver_malloc (d, 0, 40000, T_NONE, true);
  assert_int_equal (m->scavenge_owed_bytes, 0);
  /* Growth over the background goal gives as much back. */
  m->scavenge_gc_percent_goal = 1;
  driver_malloc (d, 0, 8 * MIB, T_NONE, true);
  assert_int_equal (m->scavenge_owed_bytes, 8 * MIB);
  assert_int_equal (m->scavenge_owed_force, 0);
}

/* Leaves `byte` on the stack below: what a function does not write, such as the holes of a struct, holds it from now on. */
static __attribute__ ((noinline)) void
soil_stack (uint8_t byte)
{
  uint8_t soil[32768];

  memset (soil, byte, sizeof soil);
  __asm__ volatile ("" : : "r" (soil) : "memory");
}

/* A heap's tables are hashed and saved: they do not depend on what was on the host's stack. */
static void
test_a_new_heap_is_the_same_whatever_the_stack_held (void **state)
{
  Driver d[2];
  uint64_t bytes;

  for (int i = 0; i < 2; i++)
    {
      soil_stack (i == 0 ? 0 : 0xa5);
      driver_init (&d[i], 4, UINT64_C (64) << 20, 0);
    }
  bytes = N_TEST_TYPES * sizeof (HeapSite);
  assert_memory_equal (d[0].heap.sites, d[1].heap.sites, bytes);
  bytes = d[0].heap.mheap->spans - d[0].image.meta_base;
  assert_memory_equal (image_ptr (&d[0].image, d[0].image.meta_base), image_ptr (&d[1].image, d[1].image.meta_base), bytes);
  for (int i = 0; i < 2; i++)
    driver_fini (&d[i]);
}

int
main (void)
{
#define TEST(name) cmocka_unit_test_setup_teardown (name, setup, teardown)
  const struct CMUnitTest tests[] = {
    TEST (test_sizes_go_to_their_classes),
    TEST (test_tiny_pieces_share_a_block),
    TEST (test_pointer_words_of_small_objects_are_in_the_span),
    TEST (test_pointer_words_of_headed_objects_follow_the_type),
    TEST (test_pointer_words_of_large_objects_can_be_walked_in_parts),
    TEST (test_a_bad_type_word_yields_no_pointers),
    TEST (test_scan_bytes_follow_go),
    TEST (test_any_word_may_be_looked_up),
    TEST (test_dirty_memory_is_zeroed_when_asked),
    TEST (test_heap_live_follows_refills_and_flushes),
    TEST (test_objects_are_swept_unless_marked),
    TEST (test_spans_cached_before_the_sweep_are_stale),
    TEST (test_the_reclaimer_finds_spans_without_marks),
    TEST (test_stacks_come_from_shared_spans_and_go_back),
    TEST (test_releasing_memory_is_owed_over_the_limit),
    cmocka_unit_test (test_64_gib_of_heap_need_little_more_than_their_spans),
    cmocka_unit_test (test_a_new_heap_is_the_same_whatever_the_stack_held),
    cmocka_unit_test (test_the_cap_is_out_of_memory_not_an_end),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
