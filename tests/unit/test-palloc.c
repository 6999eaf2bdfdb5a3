/* The page allocator against a naive one that keeps a byte a page: same answers, same bits, true summaries. (What real
 * Go answers is in tests/conformance/pagealloc.) */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/rng.h"
#include "heap/palloc.h"

#define N_CHUNKS 24
#define N_PAGES (N_CHUNKS * PALLOC_CHUNK_PAGES)

typedef struct {
  Image image;
  Palloc pages;
  Rng rng;
  uint8_t used[N_PAGES], scavenged[N_PAGES];
} Fixture;

static int
setup (void **state)
{
  Fixture *f = calloc (1, sizeof *f);
  ImageOptions options = { .heap_reserve_bytes = UINT64_C (64) << 20 };
  GccoreError error;
  Addr pages_state;

  if (f == NULL || image_init (&f->image, &options, &error) != GCCORE_OK)
    return -1;
  pages_state = image_carve (&f->image, sizeof (PallocState), 64);
  palloc_init (&f->pages, &f->image, IMAGE_AT (&f->image, PallocState, pages_state), 1 << 21, 4096, 2 << 20);
  rng_seed (&f->rng, 7);
  *state = f;
  return 0;
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
check (const Fixture *f)
{
  const Palloc *p = &f->pages;

  for (uint64_t page = 0; page < N_PAGES; page++)
    {
      const PallocChunk *c = &p->chunks[page / PALLOC_CHUNK_PAGES];

      assert_int_equal (bitmap_get (c->alloc.words, page % PALLOC_CHUNK_PAGES), f->used[page]);
      assert_int_equal (bitmap_get (c->scavenged.words, page % PALLOC_CHUNK_PAGES), f->scavenged[page]);
      if (!f->used[page])
        assert_true (p->state->search_page <= page);
    }
  for (int l = 0; l < PALLOC_LEVELS; l++)
    for (uint64_t i = 0; i <= (uint64_t) (N_CHUNKS - 1) >> (3 * (PALLOC_LEVELS - 1 - l)); i++)
      assert_int_equal (p->summaries[l][i], palloc_recompute (p, l, i));
}

static uint64_t
naive_find (const Fixture *f, uint64_t n)
{
  uint64_t run = 0;

  for (uint64_t page = 0; page < N_PAGES; page++)
    {
      run = f->used[page] ? 0 : run + 1;
      if (run == n)
        return page + 1 - n;
    }
  return PALLOC_NO_PAGE;
}

static void
take (Fixture *f, uint64_t page, uint64_t n, uint64_t scavenged_bytes)
{
  for (uint64_t i = page; i < page + n; i++)
    {
      assert_false (f->used[i]);
      f->used[i] = 1;
      scavenged_bytes -= f->scavenged[i] * UINT64_C (8192);
      f->scavenged[i] = 0;
    }
  assert_int_equal (scavenged_bytes, 0);
}

static void
test_palloc_is_address_ordered_first_fit (void **state)
{
  Fixture *f = *state;
  Palloc *p = &f->pages;
  struct { uint64_t page, n; } held[3000];
  uint32_t n_held = 0;

  palloc_grow (p, 0, N_CHUNKS);
  memset (f->scavenged, 1, sizeof f->scavenged);
  check (f);
  for (int step = 0; step < 20000; step++)
    {
      if (n_held < 3000 && rng_below (&f->rng, 100) < 55)
        {
          uint64_t n = 1 + (rng_below (&f->rng, 20) == 0 ? rng_below (&f->rng, 1500) : rng_below (&f->rng, 40));
          uint64_t scavenged, want = naive_find (f, n), page = palloc_alloc (p, n, &scavenged);

          assert_int_equal (page, want);
          if (page == PALLOC_NO_PAGE)
            continue;
          take (f, page, n, scavenged);
          held[n_held].page = page;
          held[n_held++].n = n;
        }
      else if (n_held > 0)
        {
          uint32_t i = rng_below (&f->rng, n_held);

          palloc_free (p, held[i].page, held[i].n);
          memset (f->used + held[i].page, 0, held[i].n);
          held[i] = held[--n_held];
        }
      if (step % 500 == 0)
        check (f);
    }
  check (f);
}

static void
test_palloc_caches_take_whole_blocks_and_give_back_the_rest (void **state)
{
  Fixture *f = *state;
  Palloc *p = &f->pages;

  palloc_grow (p, 0, N_CHUNKS);
  memset (f->scavenged, 1, sizeof f->scavenged);
  for (int round = 0; round < 200; round++)
    {
      PageCache c;
      uint64_t scavenged, page = palloc_alloc (p, 1 + rng_below (&f->rng, 90), &scavenged);
      uint64_t n = 0;

      if (page == PALLOC_NO_PAGE)
        break;
      while (page + n < N_PAGES && !f->used[page + n]
             && bitmap_get (p->chunks[(page + n) / 512].alloc.words, (page + n) % 512))
        n++;
      take (f, page, n, scavenged);

      c = palloc_to_cache (p);
      assert_true (c.cache != 0);
      assert_int_equal (c.base_page % 64, 0);
      for (uint32_t i = 0; i < 64; i++)
        {
          assert_int_equal ((c.cache >> i) & 1, !f->used[c.base_page + i]);
          if ((c.cache >> i) & 1)
            assert_int_equal ((c.scav >> i) & 1, f->scavenged[c.base_page + i]);
        }
      n = 1 + rng_below (&f->rng, 8);
      page = page_cache_alloc (&c, n, &scavenged);
      if (page != PALLOC_NO_PAGE)
        take (f, page, n, scavenged);
      page_cache_flush (&c, p);
      assert_int_equal (c.cache, 0);
    }
  check (f);
}

static void
test_palloc_reaches_chunks_terabytes_apart (void **state)
{
  Fixture *f = *state;
  Palloc *p = &f->pages;
  const uint64_t far_chunk = (1 << 21) - 1;
  uint64_t scavenged;

  palloc_grow (p, 3, 1);
  palloc_grow (p, far_chunk, 1);
  assert_int_equal (p->state->n_ranges, 2);
  assert_int_equal (palloc_alloc (p, 512, &scavenged), 3 * 512);
  assert_int_equal (scavenged, 512 * 8192);
  assert_int_equal (palloc_alloc (p, 10, &scavenged), far_chunk * 512);
  assert_int_equal (palloc_alloc (p, 503, &scavenged), PALLOC_NO_PAGE);
  assert_int_equal (palloc_alloc (p, 502, &scavenged), far_chunk * 512 + 10);
  assert_int_equal (palloc_alloc (p, 1, &scavenged), PALLOC_NO_PAGE);
  assert_int_equal (p->state->search_page, PALLOC_NO_PAGE);
  palloc_free (p, 3 * 512 + 5, 1);
  assert_int_equal (palloc_alloc (p, 1, &scavenged), 3 * 512 + 5);
  assert_int_equal (scavenged, 0);
}

static void
test_palloc_joins_neighbouring_ranges (void **state)
{
  Fixture *f = *state;
  Palloc *p = &f->pages;
  const ChunkRange *r;
  uint64_t scavenged;

  palloc_grow (p, 0, 1);
  palloc_grow (p, 2, 1);
  palloc_grow (p, 1, 1);
  r = IMAGE_AT (&f->image, ChunkRange, p->state->ranges);
  assert_int_equal (p->state->n_ranges, 1);
  assert_int_equal (r[0].first_chunk, 0);
  assert_int_equal (r[0].end_chunk, 3);
  assert_int_equal (palloc_alloc (p, 3 * 512, &scavenged), 0);
}

static uint64_t released_pages;

static void
note_release (void *context, uint64_t page, uint64_t n_pages)
{
  Fixture *f = context;

  released_pages += n_pages;
  for (uint64_t i = page; i < page + n_pages; i++)
    {
      assert_false (f->used[i]);
      assert_false (f->scavenged[i]);
      f->scavenged[i] = 1;
    }
}

static void
test_palloc_scavenges_everything_free_once (void **state)
{
  Fixture *f = *state;
  Palloc *p = &f->pages;
  uint64_t n_free = 0, scavenged;

  palloc_grow (p, 0, N_CHUNKS);
  assert_int_equal (palloc_alloc (p, N_PAGES, &scavenged), 0);
  memset (f->used, 1, sizeof f->used);
  for (uint64_t page = 0; page < N_PAGES; page += 1 + rng_below (&f->rng, 30))
    {
      palloc_free (p, page, 1);
      f->used[page] = 0;
      n_free++;
    }
  released_pages = 0;
  assert_int_equal (palloc_scavenge (p, UINT64_MAX, true, note_release, NULL, f), n_free * 8192);
  assert_int_equal (released_pages, n_free);
  assert_int_equal (palloc_scavenge (p, UINT64_MAX, true, note_release, NULL, f), 0);
  check (f);
}

static void
test_palloc_background_scavenging_passes_over_dense_chunks (void **state)
{
  Fixture *f = *state;
  Palloc *p = &f->pages;
  uint64_t scavenged;

  palloc_grow (p, 0, 2);
  palloc_alloc (p, 1024, &scavenged);
  palloc_free (p, 0, 16);   /* 496 in use: dense */
  palloc_free (p, 512, 17); /* 495 in use */
  scavindex_next_gen (&p->state->scav);
  assert_int_equal (palloc_scavenge (p, UINT64_MAX, false, NULL, NULL, NULL), 17 * 8192);
  assert_int_equal (palloc_scavenge (p, UINT64_MAX, true, NULL, NULL, NULL), 16 * 8192);
}

static void
test_summary_packs_its_extremes (void **state)
{
  PallocSum sum = palloc_sum_pack (1, 2097151, 3);

  assert_int_equal (palloc_sum_start (sum), 1);
  assert_int_equal (palloc_sum_max (sum), 2097151);
  assert_int_equal (palloc_sum_end (sum), 3);
  sum = palloc_sum_pack (PALLOC_SUM_MAX, PALLOC_SUM_MAX, PALLOC_SUM_MAX);
  assert_int_equal (sum, UINT64_C (1) << 63);
  assert_int_equal (palloc_sum_start (sum), PALLOC_SUM_MAX);
  assert_int_equal (palloc_sum_end (sum), PALLOC_SUM_MAX);
}

static void
test_bit_ranges_agree_with_counting (void **state)
{
  Fixture *f = *state;

  for (int round = 0; round < 2000; round++)
    {
      uint64_t x = rng_next_u64 (&f->rng) & rng_next_u64 (&f->rng);
      uint32_t m = 1u << rng_below (&f->rng, 7), n = 1 + rng_below (&f->rng, 12), run = 0, want = 64;
      uint64_t filled = fill_aligned_64 (x, m);

      if (round % 2)
        x = ~x;
      for (uint32_t i = 0; i < 64 && want == 64; i++)
        {
          run = (x >> i) & 1 ? run + 1 : 0;
          if (run == n)
            want = i + 1 - n;
        }
      assert_int_equal (find_bit_range_64 (x, n), want);
      if (round % 2)
        continue;
      for (uint32_t i = 0; i < 64; i += m)
        {
          uint64_t group = low_mask64 (m) << i;

          assert_int_equal (filled & group, x & group ? group : 0);
        }
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (test_palloc_is_address_ordered_first_fit, setup, teardown),
    cmocka_unit_test_setup_teardown (test_palloc_caches_take_whole_blocks_and_give_back_the_rest, setup, teardown),
    cmocka_unit_test_setup_teardown (test_palloc_reaches_chunks_terabytes_apart, setup, teardown),
    cmocka_unit_test_setup_teardown (test_palloc_joins_neighbouring_ranges, setup, teardown),
    cmocka_unit_test_setup_teardown (test_palloc_scavenges_everything_free_once, setup, teardown),
    cmocka_unit_test_setup_teardown (test_palloc_background_scavenging_passes_over_dense_chunks, setup, teardown),
    cmocka_unit_test (test_summary_packs_its_extremes),
    cmocka_unit_test_setup_teardown (test_bit_ranges_agree_with_counting, setup, teardown),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
