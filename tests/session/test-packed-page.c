/* Packed pages hold what was packed and compare as the pages do; blocks come back when they are taken again. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "session/block-pool.h"
#include "session/packed-page.h"

#define N_PAGES 2000

/* Words, and steps, at the edges of what a tag can say. */
static const uint64_t words[] = { 0, 1, 127, 128, 0x7fff, 0x8000, 0x7fffff, 0x800000, UINT32_MAX, UINT64_C (1) << 32, IMAGE_HEAP_BASE, IMAGE_HEAP_BASE - 1,
                                  IMAGE_HEAP_BASE + UINT32_MAX, IMAGE_HEAP_BASE + (UINT64_C (1) << 32), UINT64_MAX,
                                  UINT64_C (0x7ff0000000000000) };

static uint64_t
next (uint64_t *x)
{
  *x ^= *x << 13;
  *x ^= *x >> 7;
  *x ^= *x << 17;
  return *x;
}

static uint32_t
pack (PackedPageRoom *room, const uint64_t *page)
{
  uint64_t back[PACKED_PAGE_WORDS];
  /* Exactly as much as is promised to be read, for the sanitizer. */
  uint32_t n = packed_page_pack (room, page);
  uint8_t *copy = malloc (n + PACKED_PAGE_SLACK);
  memcpy (copy, room, n);
  memset (copy + n, 0xa5, PACKED_PAGE_SLACK);
  packed_page_unpack ((const PackedPage *) (const void *) copy, back);
  free (copy);
  assert_memory_equal (back, page, sizeof back);
  assert_true (n <= sizeof *room);
  return n;
}

static void
test_round_trip (void **state)
{
  PackedPageRoom room, other;
  uint64_t page[PACKED_PAGE_WORDS], x = UINT64_C (88172645463325252);
  for (unsigned i = 0; i < G_N_ELEMENTS (words); i++)
    {
      for (unsigned k = 0; k < PACKED_PAGE_WORDS; k++)
        page[k] = words[i];
      pack (&room, page);
    }
  for (unsigned i = 0; i < N_PAGES; i++)
    {
      for (unsigned k = 0; k < PACKED_PAGE_WORDS; k++)
        page[k] = next (&x) % 3 == 0 ? next (&x) >> next (&x) % 64 : words[next (&x) % G_N_ELEMENTS (words)];
      uint32_t n = pack (&room, page);
      uint64_t *word = &page[next (&x) % PACKED_PAGE_WORDS];
      *word ^= UINT64_C (1) << next (&x) % 64;
      assert_true (pack (&other, page) != n || memcmp (&room, &other, n) != 0);
    }
}

/* Steps of each size between words that lie a stride apart. */
static void
test_strides (void **state)
{
  PackedPageRoom room;
  uint64_t page[PACKED_PAGE_WORDS], x = 5;
  for (unsigned stride = 1; stride <= PACKED_PAGE_MAX_STRIDE + 1; stride++)
    for (unsigned bits = 0; bits < 64; bits++)
      {
        for (unsigned k = 0; k < PACKED_PAGE_WORDS; k++)
          {
            uint64_t step = next (&x) & ((UINT64_C (2) << bits) - 1);
            page[k] = (k >= stride ? page[k - stride] : IMAGE_HEAP_BASE) + (next (&x) % 2 == 0 ? step : -step);
          }
        pack (&room, page);
      }
}

static uint32_t
pack_changes (PackedPageRoom *room, const uint64_t *page, const uint64_t *before)
{
  uint64_t back[PACKED_PAGE_WORDS];
  uint32_t n = packed_changes_pack (room, page, before);
  uint8_t *copy = malloc (n + PACKED_PAGE_SLACK);
  memcpy (copy, room, n);
  memset (copy + n, 0xa5, PACKED_PAGE_SLACK);
  memcpy (back, before, sizeof back);
  packed_changes_unpack ((const PackedChanges *) (const void *) copy, back);
  free (copy);
  assert_memory_equal (back, page, sizeof back);
  assert_true (n <= sizeof *room);
  return n;
}

/* From none to all words differ; the same ones and others. */
static void
test_changes (void **state)
{
  PackedPageRoom room, other;
  uint64_t before[PACKED_PAGE_WORDS], page[PACKED_PAGE_WORDS], x = 11;
  for (unsigned n_changes = 0; n_changes <= PACKED_PAGE_WORDS; n_changes++)
    {
      for (unsigned k = 0; k < PACKED_PAGE_WORDS; k++)
        before[k] = next (&x) % 2 == 0 ? next (&x) : words[next (&x) % G_N_ELEMENTS (words)];
      memcpy (page, before, sizeof page);
      for (unsigned left = n_changes, k = 0; left > 0; k = (k + 37) % PACKED_PAGE_WORDS, left--)
        page[k] += n_changes % 3 == 0 ? 1 : next (&x) | 1;
      uint32_t n = pack_changes (&room, page, before);
      assert_true (n_changes > 0 || n == offsetof (PackedChanges, words.rest));
      uint64_t *word = &page[next (&x) % PACKED_PAGE_WORDS];
      *word ^= UINT64_C (1) << next (&x) % 64;
      assert_true (pack_changes (&other, page, before) != n || memcmp (&room, &other, n) != 0);
    }
}

/* Objects made one after the other in slots here and there. */
static void
test_changes_are_small (void **state)
{
  PackedPageRoom room;
  uint64_t before[PACKED_PAGE_WORDS], page[PACKED_PAGE_WORDS], x = 7, n_made = 0;
  for (unsigned k = 0; k < PACKED_PAGE_WORDS; k++)
    page[k] = before[k] = next (&x);
  for (unsigned slot = 0; slot < PACKED_PAGE_WORDS / 4; slot++)
    if (next (&x) % 2 == 0)
      {
        n_made++;
        for (unsigned k = 0; k < 4; k++)
          page[slot * 4 + k] = 1000000 * (k + 1) + n_made * (k + 1);
      }
  assert_true (n_made > 50);
  assert_true (pack_changes (&room, page, before) < offsetof (PackedChanges, words.rest) + 64);
}

static void
test_sizes (void **state)
{
  enum { HEAD = offsetof (PackedPage, rest) };
  PackedPageRoom room;
  uint64_t page[PACKED_PAGE_WORDS] = { 0 };
  assert_int_equal (pack (&room, page), HEAD);
  page[500] = UINT32_MAX; /* its group, and the one after it, say so */
  assert_true (pack (&room, page) <= HEAD + 2 * PACKED_PAGE_TAG_BYTES + 2 * 4);
  for (unsigned k = 0; k < PACKED_PAGE_WORDS; k++)
    page[k] = k % 3 == 0 ? IMAGE_HEAP_BASE + 24 * k : k % 3 == 1 ? 7 * k : 0; /* objects of three words, made in order */
  assert_true (pack (&room, page) < IMAGE_PAGE_BYTES / 16);
  uint64_t x = 3;
  for (unsigned k = 0; k < PACKED_PAGE_WORDS; k++)
    page[k] = next (&x) | UINT64_C (1) << 63; /* nothing to be known of it */
  assert_true (pack (&room, page) <= HEAD + PACKED_PAGE_TAG_BYTES + IMAGE_PAGE_BYTES);
}

static void
test_blocks (void **state)
{
  enum { N = 30000 };
  BlockPool *pool = block_pool_new ();
  static uint8_t *blocks[N];
  uint64_t x = 1;
  for (unsigned round = 0; round < 2; round++)
    for (unsigned i = 0; i < N; i++)
      {
        uint32_t bytes = 1 + (i * 37) % BLOCK_POOL_MAX_BYTES;
        if (round == 1 && next (&x) % 2 == 0)
          continue;
        if (round == 1)
          {
            block_pool_give (pool, blocks[i], bytes);
            assert_ptr_equal (block_pool_take (pool, block_pool_size (bytes)), blocks[i]);
          }
        else
          blocks[i] = block_pool_take (pool, bytes);
        assert_int_equal ((uintptr_t) blocks[i] % 32, 0);
        memset (blocks[i], (int) (i % 251), bytes);
      }
  for (unsigned i = 0; i < N; i++)
    {
      uint32_t bytes = 1 + (i * 37) % BLOCK_POOL_MAX_BYTES;
      assert_true (blocks[i][0] == i % 251 && blocks[i][bytes - 1] == i % 251);
    }
  block_pool_free (pool);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_round_trip),
    cmocka_unit_test (test_strides),
    cmocka_unit_test (test_changes),
    cmocka_unit_test (test_changes_are_small),
    cmocka_unit_test (test_sizes),
    cmocka_unit_test (test_blocks),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
