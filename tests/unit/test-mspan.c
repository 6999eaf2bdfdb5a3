/* Spans, their bits and sets, and the arenas the bits come from. */

#include "heap-driver.h"

#include "base/rng.h"

#define MIB (UINT64_C (1) << 20)

static int
setup (void **state)
{
  static Driver d;

  driver_init (&d, 1, 256 * MIB, 0);
  *state = &d;
  return 0;
}

static int
teardown (void **state)
{
  driver_fini (*state);
  return 0;
}

static void
test_next_free_index_visits_every_free_slot_once (void **state)
{
  Driver *d = *state;
  Rng rng;

  rng_seed (&rng, 3);
  for (unsigned spc = 2; spc < N_SPAN_CLASSES; spc++)
    {
      Mspan *s = mcentral_grow (&d->heap, NULL, (SpanClass) spc);
      uint64_t *taken = mspan_alloc_words (&d->image, s);
      uint32_t n_free = 0, previous = 0, index;

      for (uint32_t i = 0; i < s->n_elems; i++)
        if (rng_below (&rng, 3) != 0)
          bitmap_set (taken, i);
        else
          n_free++;
      mspan_refill_alloc_cache (&d->image, s, 0);
      while ((index = mspan_next_free_index (&d->image, s)) != s->n_elems)
        {
          assert_true (index >= previous && index < s->n_elems);
          assert_false (bitmap_get (taken, index));
          previous = index + 1;
          n_free--;
        }
      assert_int_equal (n_free, 0);
      assert_int_equal (s->free_index, s->n_elems);
    }
}

static void
test_fast_and_slow_search_agree (void **state)
{
  Driver *d = *state;
  Rng rng;

  rng_seed (&rng, 4);
  for (unsigned spc = 2; spc < N_SPAN_CLASSES; spc++)
    {
      Mspan *s = mcentral_grow (&d->heap, NULL, (SpanClass) spc), slow;
      Addr a;

      for (uint32_t i = 0; i < s->n_elems; i++)
        if (rng_below (&rng, 2))
          {
            bitmap_set (mspan_alloc_words (&d->image, s), i);
            s->alloc_count++;
          }
      mspan_refill_alloc_cache (&d->image, s, 0);
      slow = *s;
      do
        {
          a = malloc_next_free_fast (s);
          if (a == 0)
            a = malloc_next_free (&d->heap, s);
          assert_int_equal (a, malloc_next_free (&d->heap, &slow));
          assert_int_equal (s->free_index, slow.free_index);
        }
      while (a != 0);
      assert_int_equal (s->alloc_count, s->n_elems);
    }
}

static void
test_object_index_is_exact_division (void **state)
{
  Driver *d = *state;

  for (unsigned size_class = 1; size_class < N_SIZE_CLASSES; size_class++)
    {
      Mspan *s = mcentral_grow (&d->heap, NULL, span_class_make (size_class, true));

      for (Addr a = s->base; a < s->limit; a += 7)
        assert_int_equal (mspan_object_index (s, a), (a - s->base) / s->elem_size);
      assert_int_equal (mspan_object_index (s, s->limit - 1), s->n_elems - 1u);
    }
}

static void
test_mark_pages_find_what_the_span_finds (void **state)
{
  Driver *d = *state;

  for (unsigned size_class = 1; size_class < N_SIZE_CLASSES; size_class++)
    {
      Mspan *s = mcentral_grow (&d->heap, NULL, span_class_make (size_class, true));
      const uint64_t first_page = heap_page_number (s->base);

      for (Addr a = s->base; a < mspan_end (s); a += 7)
        {
          const MarkPage *m = &d->heap.mark_pages[heap_page_number (a)];
          uint64_t at = mark_page_at (m, a), bit = (s->gcmark_bits - d->heap.mheap->bits.zone) * 8;

          assert_int_equal (a % HEAP_PAGE_BYTES < m->limit, a < s->limit);
          assert_int_equal (heap_page_number (a) - m->first_page, first_page);
          assert_int_equal (m->span_class, s->span_class);
          if (a >= s->limit)
            continue;
          assert_int_equal (at >> 32, bit + mspan_object_index (s, a));
          assert_int_equal (mark_page_object (at, a, s->elem_size), mspan_object_base (s, mspan_object_index (s, a)));
        }
      mheap_free_span (&d->heap, NULL, s);
      for (uint64_t page = first_page; page < first_page + size_class_pages[size_class]; page++)
        assert_int_equal (d->heap.mark_pages[page].limit, 0);
    }
}

static void
test_marks_are_set_once (void **state)
{
  Driver *d = *state;
  Mspan *s = mcentral_grow (&d->heap, NULL, span_class_make (1, true));

  assert_true (heap_mark_object (&d->heap, s, 1000));
  assert_false (heap_mark_object (&d->heap, s, 1000));
  assert_true (mspan_is_marked (&d->image, s, 1000));
  assert_false (mspan_is_marked (&d->image, s, 999));
  assert_int_equal (mspan_count_marked (&d->image, s), 1);
  assert_true (bitmap_get (d->heap.page_marks, heap_page_number (s->base)));
}

static void
test_sets_are_first_in_first_out (void **state)
{
  Driver *d = *state;
  Spanset set = { 0 };
  SpansetPool pool = { 0 };
  uint32_t pushed = 0, popped = 0;
  Rng rng;

  rng_seed (&rng, 5);
  for (int step = 0; step < 400000; step++)
    {
      if (rng_below (&rng, 100) < (step < 200000 ? 80u : 20u))
        spanset_push (&set, &pool, &d->image, ++pushed);
      else
        {
          SpanId id = spanset_pop (&set, &pool, &d->image);

          assert_int_equal (id, popped < pushed ? ++popped : SPAN_NONE);
        }
      assert_int_equal (spanset_length (&set), pushed - popped);
      if (step % 1000 == 0 && pushed > popped)
        {
          uint32_t i = rng_below (&rng, pushed - popped);

          assert_int_equal (spanset_peek (&set, &d->image, i), popped + 1 + i);
        }
    }
  while (spanset_pop (&set, &pool, &d->image) != SPAN_NONE)
    ;
  spanset_reset (&set, &pool, &d->image);
  assert_int_equal (set.tail, 0);
  spanset_push (&set, &pool, &d->image, 77);
  assert_int_equal (spanset_pop (&set, &pool, &d->image), 77);
}

static void
test_set_blocks_are_used_again (void **state)
{
  Driver *d = *state;
  Spanset set = { 0 };
  SpansetPool pool = { 0 };
  uint64_t used;

  for (SpanId id = 1; id <= 2000; id++)
    spanset_push (&set, &pool, &d->image, id);
  used = image_meta_used_bytes (&d->image);
  for (int round = 0; round < 50; round++)
    {
      while (spanset_pop (&set, &pool, &d->image) != SPAN_NONE)
        ;
      spanset_reset (&set, &pool, &d->image);
      for (SpanId id = 1; id <= 2000; id++)
        spanset_push (&set, &pool, &d->image, id);
    }
  assert_int_equal (image_meta_used_bytes (&d->image), used);
}

static void
test_bit_arenas_live_for_three_epochs (void **state)
{
  Driver *d = *state;
  GcBits *bits = &d->heap.mheap->bits;
  Addr first = gcbits_take (bits, &d->image, 64, false), again;

  *IMAGE_AT (&d->image, uint64_t, first) = UINT64_MAX;
  for (int epoch = 0; epoch < 2; epoch++)
    {
      gcbits_next_epoch (bits, &d->image);
      again = gcbits_take (bits, &d->image, 64, false);
      assert_true (again / GCBITS_ARENA_BYTES != first / GCBITS_ARENA_BYTES || again - first > GCBITS_ARENA_BYTES);
      assert_int_equal (*IMAGE_AT (&d->image, uint64_t, first), UINT64_MAX);
    }
  gcbits_next_epoch (bits, &d->image);
  again = gcbits_take (bits, &d->image, 64, false);
  assert_int_equal (again, first);
  assert_int_equal (*IMAGE_AT (&d->image, uint64_t, again), 0);
  assert_int_equal (gcbits_count (bits, &d->image).n_next, 1);
}

static void
test_bits_fill_an_arena_and_never_overlap (void **state)
{
  Driver *d = *state;
  GcBits *bits = &d->heap.mheap->bits;
  Addr previous = 0;

  for (int i = 0; i < 3000; i++)
    {
      unsigned n = 1 + (unsigned) (i * 37) % 1024;
      Addr a = gcbits_take (bits, &d->image, n, false);

      assert_int_equal (a % 8, 0);
      assert_true (a >= previous || previous == 0);
      for (unsigned w = 0; w < (n + 63) / 64; w++)
        {
          assert_int_equal (IMAGE_AT (&d->image, uint64_t, a)[w], 0);
          IMAGE_AT (&d->image, uint64_t, a)[w] = UINT64_MAX;
        }
      previous = a;
    }
}

static void
test_span_structs_are_stored_64_at_a_time (void **state)
{
  Driver *d = *state;
  Mcache *c = heap_mcache (&d->heap, 0);
  Mspan *s = mheap_alloc (&d->heap, c, 1, span_class_make (5, true));

  assert_int_equal (c->n_mspan_cache, 63);
  assert_int_equal (d->heap.mheap->n_spans_in_use, 64);
  mheap_free_span (&d->heap, c, s);
  assert_int_equal (c->n_mspan_cache, 64);
  assert_int_equal (s->state, MSPAN_DEAD);
}

static void
test_spans_below_16_pages_come_from_the_page_cache (void **state)
{
  Driver *d = *state;
  Mcache *c = heap_mcache (&d->heap, 0);
  Mspan *a = mheap_alloc_manual (&d->heap, c, 15, SPAN_ALLOC_STACK);
  Mspan *b = mheap_alloc_manual (&d->heap, c, 16, SPAN_ALLOC_STACK);

  assert_int_equal (a->base, IMAGE_HEAP_BASE);
  assert_int_equal (popcount64 (c->page_cache.cache), 0); /* nothing was known yet: the heap grew instead */
  assert_int_equal (b->base, a->base + 15 * 8192);
  a = mheap_alloc_manual (&d->heap, c, 2, SPAN_ALLOC_STACK);
  assert_int_equal (a->base, b->base + 16 * 8192);
  assert_int_equal (popcount64 (c->page_cache.cache), 64 - 33);
}

static void
test_processors_come_and_go (void **state)
{
  Driver *d = *state;
  Mspan *stale[N_SPAN_CLASSES];
  uint32_t n_stale;
  Addr object;

  heap_set_procs (&d->heap, 3);
  object = driver_malloc (d, 2, 48, T_NONE, true);
  assert_true (object != 0);
  driver_verify (d);
  mcache_release_all (&d->heap, heap_mcache (&d->heap, 2), stale, &n_stale);
  heap_set_procs (&d->heap, 1);
  driver_verify (d);
  assert_int_equal (heap_mcache (&d->heap, 2)->n_mspan_cache, 0);
  heap_set_procs (&d->heap, 64);
  assert_true (driver_malloc (d, 63, 48, T_NONE, true) != 0);
  driver_verify (d);
}

int
main (void)
{
#define TEST(name) cmocka_unit_test_setup_teardown (name, setup, teardown)
  const struct CMUnitTest tests[] = {
    TEST (test_next_free_index_visits_every_free_slot_once),
    TEST (test_fast_and_slow_search_agree),
    TEST (test_object_index_is_exact_division),
    TEST (test_mark_pages_find_what_the_span_finds),
    TEST (test_marks_are_set_once),
    TEST (test_sets_are_first_in_first_out),
    TEST (test_set_blocks_are_used_again),
    TEST (test_bit_arenas_live_for_three_epochs),
    TEST (test_bits_fill_an_arena_and_never_overlap),
    TEST (test_processors_come_and_go),
    TEST (test_span_structs_are_stored_64_at_a_time),
    TEST (test_spans_below_16_pages_come_from_the_page_cache),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
