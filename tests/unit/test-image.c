/* The memory image: zones, carving, mapping, the range check of a program's addresses. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/image.h"
#include "base/rng.h"

#define MIB (UINT64_C (1) << 20)

static int
setup (void **state)
{
  static Image image;
  ImageOptions options = { .heap_reserve_bytes = 128 * MIB, .globals_bytes = 10000, .rodata_bytes = 5000 };
  GccoreError error;

  if (image_init (&image, &options, &error) != GCCORE_OK)
    return -1;
  *state = &image;
  return 0;
}

static int
teardown (void **state)
{
  image_fini (*state);
  return 0;
}

static void
test_image_zones_are_in_order_and_without_holes (void **state)
{
  Image *im = *state;

  assert_true (im->meta_base < im->meta_end && im->meta_end < im->rodata_base);
  assert_int_equal (im->rodata_end, im->globals_base);
  assert_int_equal (im->globals_end, IMAGE_HEAP_BASE);
  assert_int_equal (im->heap_base, IMAGE_HEAP_BASE);
  assert_int_equal (im->heap_end - im->heap_base, 128 * MIB);
  assert_true (im->rodata_end - im->rodata_base >= 5000);
  assert_true (IMAGE_ZERO_BASE - im->globals_base >= 10000);
}

static void
test_image_program_reads_and_writes_only_its_own (void **state)
{
  Image *im = *state;
  GccoreError error;

  assert_false (image_program_can_access (im, 0, 1));
  assert_false (image_program_can_access (im, im->meta_base, 8));
  assert_false (image_program_can_access (im, im->rodata_base - 1, 1));
  assert_true (image_program_can_access (im, im->rodata_base, 8));
  assert_false (image_program_can_write (im, im->rodata_base, 8));
  assert_true (image_program_can_write (im, im->globals_base, 8));
  assert_true (image_program_can_access (im, IMAGE_ZERO_BASE, 16));
  assert_false (image_program_can_access (im, IMAGE_HEAP_BASE, 1));
  assert_false (image_program_can_access (im, IMAGE_HEAP_BASE - 4, 8));

  assert_int_equal (image_map_heap (im, IMAGE_HEAP_BASE, 4 * MIB, &error), GCCORE_OK);
  assert_true (image_program_can_access (im, IMAGE_HEAP_BASE - 4, 8));
  assert_true (image_program_can_write (im, IMAGE_HEAP_BASE + 4 * MIB - 8, 8));
  assert_false (image_program_can_access (im, IMAGE_HEAP_BASE + 4 * MIB - 8, 9));
  assert_false (image_program_can_access (im, IMAGE_HEAP_BASE + 4 * MIB, 1));
  assert_false (image_program_can_access (im, UINT64_MAX, 1));
  assert_false (image_program_can_access (im, UINT64_MAX - 7, 8));
}

static void
test_image_carved_metadata_is_zeroed_aligned_and_apart (void **state)
{
  Image *im = *state;
  uint64_t used = image_meta_used_bytes (im);
  Addr a = image_carve (im, 100, 64), b = image_carve (im, 8, 4096);
  const uint8_t *bytes = image_ptr (im, a);

  assert_int_equal (a % 64, 0);
  assert_int_equal (b % 4096, 0);
  assert_true (b >= a + 100);
  for (int i = 0; i < 100; i++)
    assert_int_equal (bytes[i], 0);
  assert_true (image_meta_used_bytes (im) >= used + 108);
  assert_int_equal (image_addr (im, bytes), a);
}

static void
test_image_sparse_tables_do_not_count_until_used (void **state)
{
  Image *im = *state;
  uint64_t used = image_meta_used_bytes (im);
  Addr table = image_carve_sparse (im, 64 * MIB, 4096);

  *IMAGE_AT (im, uint64_t, table + 63 * MIB) = 1;
  assert_int_equal (image_meta_used_bytes (im), used);
  image_meta_use (im, 4096);
  assert_int_equal (image_meta_used_bytes (im), used + 4096);
}

static void
test_image_released_pages_read_as_zero (void **state)
{
  Image *im = *state;
  GccoreError error;
  uint64_t *word;

  assert_int_equal (image_map_heap (im, IMAGE_HEAP_BASE, 4 * MIB, &error), GCCORE_OK);
  word = image_ptr (im, IMAGE_HEAP_BASE + MIB);
  *word = 42;
  image_release (im, IMAGE_HEAP_BASE + MIB, 4096);
  assert_int_equal (*word, 0);
}

static void
test_image_heap_has_no_holes_and_an_end (void **state)
{
  Image *im = *state;
  GccoreError error = { 0 };

  assert_int_equal (image_map_heap (im, IMAGE_HEAP_BASE + 4 * MIB, 4 * MIB, &error), GCCORE_ERR_HOST_MEMORY);
  assert_int_equal (error.code, GCCORE_ERR_HOST_MEMORY);
  assert_int_equal (image_map_heap (im, IMAGE_HEAP_BASE, 128 * MIB, &error), GCCORE_OK);
  assert_int_equal (image_heap_mapped_bytes (im), 128 * MIB);
  assert_int_equal (image_map_heap (im, im->heap_end, 4 * MIB, &error), GCCORE_ERR_HOST_MEMORY);
}

static void
test_image_restored_mapping_shrinks_and_grows (void **state)
{
  Image *im = *state;
  GccoreError error;
  Addr high;

  assert_int_equal (image_map_heap (im, IMAGE_HEAP_BASE, 8 * MIB, &error), GCCORE_OK);
  high = image_heap_mapped_end (im);
  *IMAGE_AT (im, uint64_t, high - 8) = 7;
  im->header->heap_mapped_end = IMAGE_HEAP_BASE + 4 * MIB;
  assert_int_equal (image_restore_mapping (im, high, &error), GCCORE_OK);
  assert_false (image_program_can_access (im, high - 8, 8));
  im->header->heap_mapped_end = high;
  assert_int_equal (image_restore_mapping (im, IMAGE_HEAP_BASE + 4 * MIB, &error), GCCORE_OK);
  *IMAGE_AT (im, uint64_t, high - 8) = 9; /* may be accessed; a restorer says what it holds */

  im->header->heap_mapped_end = IMAGE_HEAP_BASE + 4 * MIB;
  assert_int_equal (image_restore_mapping (im, high, &error), GCCORE_OK);
  assert_int_equal (image_map_heap (im, IMAGE_HEAP_BASE + 4 * MIB, 16 * MIB, &error), GCCORE_OK);
  assert_int_equal (*IMAGE_AT (im, uint64_t, high - 8), 0);
  assert_int_equal (*IMAGE_AT (im, uint64_t, high + 8), 0);
}

static void
test_image_refuses_what_does_not_fit_with_an_error (void **state)
{
  Image im;
  ImageOptions options = { .heap_reserve_bytes = UINT64_C (1) << 52 };
  GccoreError error = { 0 };

  assert_int_equal (image_init (&im, &options, &error), GCCORE_ERR_HOST_MEMORY);
  assert_int_equal (error.code, GCCORE_ERR_HOST_MEMORY);
  image_fini (&im);
  options = (ImageOptions) { .heap_reserve_bytes = 64 * MIB, .globals_bytes = UINT64_C (1) << 40 };
  assert_int_equal (image_init (&im, &options, &error), GCCORE_ERR_HOST_MEMORY);
}

static void
test_rng_is_the_same_everywhere_and_uniform (void **state)
{
  Rng rng, again;
  uint32_t count[10] = { 0 };

  rng_seed (&rng, 1);
  rng_seed (&again, 1);
  assert_int_equal (rng_next_u64 (&rng), UINT64_C (0xb3f2af6d0fc710c5)); /* xoshiro256** after splitmix64 of 1 */
  assert_int_equal (rng_next_u64 (&again), UINT64_C (0xb3f2af6d0fc710c5));
  for (int i = 0; i < 100000; i++)
    {
      double x = rng_next_double (&rng);

      count[rng_below (&rng, 10)]++;
      assert_true (x >= 0 && x < 1);
    }
  for (int i = 0; i < 10; i++)
    assert_in_range (count[i], 9500, 10500);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (test_image_zones_are_in_order_and_without_holes, setup, teardown),
    cmocka_unit_test_setup_teardown (test_image_program_reads_and_writes_only_its_own, setup, teardown),
    cmocka_unit_test_setup_teardown (test_image_carved_metadata_is_zeroed_aligned_and_apart, setup, teardown),
    cmocka_unit_test_setup_teardown (test_image_sparse_tables_do_not_count_until_used, setup, teardown),
    cmocka_unit_test_setup_teardown (test_image_released_pages_read_as_zero, setup, teardown),
    cmocka_unit_test_setup_teardown (test_image_heap_has_no_holes_and_an_end, setup, teardown),
    cmocka_unit_test_setup_teardown (test_image_restored_mapping_shrinks_and_grows, setup, teardown),
    cmocka_unit_test (test_image_refuses_what_does_not_fit_with_an_error),
    cmocka_unit_test (test_rng_is_the_same_everywhere_and_uniform),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
