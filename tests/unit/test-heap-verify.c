/* The heap's verifier sees what is broken: each row breaks one thing in a sound heap. */

#include "heap-driver.h"

#define MIB (UINT64_C (1) << 20)

typedef struct {
  const char *name;
  void (*break_it) (Driver *d, Mspan *s);
} Row;

static void
one_object_too_many (Driver *d, Mspan *s)
{
  s->alloc_count++;
}

static void
span_in_two_sets (Driver *d, Mspan *s)
{
  mcentral_push_swept (&d->heap, s);
  mcentral_push_swept (&d->heap, s);
}

static void
impossible_sweepgen (Driver *d, Mspan *s)
{
  s->sweepgen += 2;
}

static void
free_slot_marked (Driver *d, Mspan *s)
{
  bitmap_set (mspan_mark_words (&d->image, s), s->n_elems - 1u);
}

static void
alloc_cache_lies (Driver *d, Mspan *s)
{
  s->alloc_cache ^= 2;
}

static void
page_table_lies (Driver *d, Mspan *s)
{
  d->heap.page_spans[heap_page_number (s->base)]++;
}

static void
mark_bit_lies (Driver *d, Mspan *s)
{
  d->heap.mark_pages[heap_page_number (s->base)].first ^= UINT64_C (1) << 32;
}

static void
free_page_has_objects (Driver *d, Mspan *s)
{
  d->heap.mark_pages[heap_page_number (d->heap.mheap->cur_arena_base) - 1].limit = 8;
}

static void
page_free_in_chunk (Driver *d, Mspan *s)
{
  uint64_t page = heap_page_number (s->base);

  bitmap_clear (d->heap.pages.chunks[page / PALLOC_CHUNK_PAGES].alloc.words, page % PALLOC_CHUNK_PAGES);
}

static void
summary_lies (Driver *d, Mspan *s)
{
  d->heap.pages.summaries[2][0] ^= 1;
}

static void
search_address_too_high (Driver *d, Mspan *s)
{
  d->heap.mheap->pages.search_page = 511;
}

static void
counter_lies (Driver *d, Mspan *s)
{
  d->heap.mheap->heap_in_use += 8192;
}

static void
released_lies (Driver *d, Mspan *s)
{
  d->heap.mheap->heap_released -= 8192;
}

static void
scavenger_index_lies (Driver *d, Mspan *s)
{
  d->heap.pages.scav_chunks[0]++;
}

static void
in_use_bit_lost (Driver *d, Mspan *s)
{
  bitmap_clear (d->heap.page_in_use, heap_page_number (s->base));
}

static void
frees_miscounted (Driver *d, Mspan *s)
{
  d->heap.mheap->stats.small_free_count[5]++;
}

static void
mcache_under_wrong_class (Driver *d, Mspan *s)
{
  Mcache *c = heap_mcache (&d->heap, 0);

  c->alloc[s->span_class + 2] = heap_span_id (&d->heap, s);
}

static const Row rows[] = {
  { "one object too many", one_object_too_many },
  { "span in two sets", span_in_two_sets },
  { "impossible sweepgen", impossible_sweepgen },
  { "free slot marked", free_slot_marked },
  { "alloc_cache lies", alloc_cache_lies },
  { "page table lies", page_table_lies },
  { "mark bit lies", mark_bit_lies },
  { "free page has objects", free_page_has_objects },
  { "page free in chunk", page_free_in_chunk },
  { "summary lies", summary_lies },
  { "search address too high", search_address_too_high },
  { "counter lies", counter_lies },
  { "released lies", released_lies },
  { "scavenger index lies", scavenger_index_lies },
  { "in-use bit lost", in_use_bit_lost },
  { "frees miscounted", frees_miscounted },
  { "mcache under wrong class", mcache_under_wrong_class },
};

static void
test_heap_verify_finds (void **state)
{
  const Row *row = *state;
  GccoreError error = { 0 };
  Driver d;
  Mspan *s;

  driver_init (&d, 2, 64 * MIB, 0);
  for (int i = 0; i < 50; i++)
    driver_malloc (&d, 0, 48, T_NONE, true);
  mcache_flush_pages (&d.heap, heap_mcache (&d.heap, 0));
  driver_verify (&d);
  s = &d.heap.spans[heap_mcache (&d.heap, 0)->alloc[span_class_make (5, true)]];
  row->break_it (&d, s);
  assert_int_equal (heap_verify (&d.heap, NULL, 0, &error), GCCORE_ERR_VERIFY);
  assert_true (error.text[0] != '\0');
  driver_fini (&d);
}

int
main (void)
{
  struct CMUnitTest tests[sizeof rows / sizeof rows[0]];

  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    tests[i] = (struct CMUnitTest) { rows[i].name, test_heap_verify_finds, NULL, NULL, (void *) &rows[i] };
  return _cmocka_run_group_tests ("heap_verify", tests, sizeof rows / sizeof rows[0], NULL, NULL);
}
