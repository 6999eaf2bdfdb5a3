/* Saved pages hold what was saved, before and after they are packed, and all memory comes back. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "session/saved-pages.h"

#define N 3000 /* more than all batches hold, with the least room */
#define WORDS (IMAGE_PAGE_BYTES / 8)

/* In every fifth page little changes from round to round. */
static bool
changes_little (uint64_t i)
{
  return i % 5 == 2;
}

/* Page i of round r; every fourth page is the same in all rounds. */
static void
make_page (uint64_t *words, uint64_t i, uint64_t round)
{
  uint64_t seed = i % 4 == 0 ? 0 : round, x = i * 77 + (changes_little (i) ? 0 : seed) + 1;
  for (guint k = 0; k < WORDS; k++)
    {
      uint64_t random = x * UINT64_C (6364136223846793005) + 1;
      if (changes_little (i))
        words[k] = k % 64 < seed ? seed : random;
      else
        words[k] = i % 3 == 0 ? x + k : i % 3 == 1 ? k % 7 * x : random;
      if (changes_little (i) || i % 3 == 2)
        x = random;
    }
}

static void
check_all (SavedPages *pages, SavedPage **places, uint64_t round, bool together)
{
  uint64_t (*read)[WORDS] = g_malloc_n (N, sizeof *read), expected[WORDS];
  for (guint i = 0; i < N; i++)
    if (together)
      saved_pages_will_read (pages, places[i], read[i]);
    else
      saved_page_read (places[i], read[i]);
  if (together)
    saved_pages_read (pages);
  for (guint i = 0; i < N; i++)
    {
      make_page (expected, i, round);
      assert_memory_equal (read[i], expected, sizeof expected);
    }
  g_free (read);
}

static void
unref_all (SavedPages *pages, SavedPage **places)
{
  for (guint i = 0; i < N; i++)
    saved_page_unref (pages, places[i]);
}

static void
test_saved_pages_hold_what_was_saved (void **state)
{
  static SavedPage *rounds[6][N];
  for (guint room = 0; room < 3; room++)
    {
      SavedPages *pages = saved_pages_new ();
      saved_pages_set_room (pages, (UINT64_C (8) << 20) * room);
      for (guint r = 0; r < 6; r++)
        {
          uint64_t words[WORDS];
          for (guint i = 0; i < N; i++)
            {
              make_page (words, i, r);
              saved_pages_add (pages, words, r > 0 ? rounds[r - 1][i] : NULL, &rounds[r][i]);
            }
          check_all (pages, rounds[r], r, r % 2 == 0); /* some packed, some not */
          saved_pages_settle (pages);
          check_all (pages, rounds[r], r, r % 2 == 1);
          if (r > 0)
            check_all (pages, rounds[r - 1], r - 1, true);
          for (guint i = 0; r > 0 && i < N; i++)
            {
              assert_true ((rounds[r][i] == rounds[r - 1][i]) == (i % 4 == 0)); /* equal pages are one */
              assert_true (!changes_little (i) || i % 4 == 0 || rounds[r][i]->whole == rounds[0][i]);
            }
        }
      uint64_t bytes = saved_pages_bytes (pages);
      for (guint r = 0; r < 6; r++)
        unref_all (pages, rounds[r]);
      uint64_t left = saved_pages_bytes (pages);
      assert_true (left < bytes);
      unsigned long batch = 700000; /* only batches are left, few */
      assert_true (left <= MAX (2 * batch, (UINT64_C (8) << 20) * room));
      saved_pages_free (pages);
    }
}

static void
test_saved_pages_count_copies (void **state)
{
  uint64_t words[WORDS] = { 0 };
  SavedPages *pages = saved_pages_new ();
  SavedPage *places[100];
  for (guint i = 0; i < 100; i++)
    saved_pages_add (pages, words, NULL, &places[i]);
  uint64_t waiting = saved_pages_bytes (pages);
  saved_pages_settle (pages);
  uint64_t packed = saved_pages_bytes (pages);
  assert_true (waiting >= packed + 100 * IMAGE_PAGE_BYTES - 100 * 64);
  for (guint i = 0; i < 100; i++)
    saved_page_unref (pages, places[i]);
  assert_true (saved_pages_bytes (pages) < packed);
  saved_pages_free (pages);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_saved_pages_hold_what_was_saved),
    cmocka_unit_test (test_saved_pages_count_copies),
  };
  return cmocka_run_group_tests_name ("saved-pages", tests, NULL, NULL);
}
