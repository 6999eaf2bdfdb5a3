/* Knobs: defaults, the texts they take, ranges, and the environment as a Go program reads it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "session/knobs.h"

typedef struct { const char *knob, *text; int64_t value; const char *formatted; /* NULL: as the text */ } Good;

static const Good good[] = {
  { "gogc", "100", 100, NULL },
  { "gogc", "off", GCCORE_GOGC_OFF, NULL },
  { "gogc", "0", 0, NULL },
  { "gogc", "-1", GCCORE_GOGC_OFF, "off" },
  { "memory_limit", "64MiB", INT64_C (64) << 20, NULL },
  { "memory_limit", "65536KiB", INT64_C (64) << 20, "64MiB" },
  { "memory_limit", "1TiB", INT64_C (1) << 40, NULL },
  { "memory_limit", "1000B", 1000, "1000" },
  { "memory_limit", "1000", 1000, NULL },
  { "memory_limit", "off", GCCORE_NO_LIMIT, NULL },
  { "memory_limit", "0", 0, NULL },
  { "procs", "1", 1, NULL },
  { "procs", "64", 64, NULL },
  { "seed", "18", 18, NULL },
  { "heap_cap", "1GiB", INT64_C (1) << 30, NULL },
  { "break_assists", "on", 1, NULL },
  { "break_assists", "off", 0, NULL },
};

static void
test_knob_reads_and_writes (void **state)
{
  const Good *row = *state;
  const GccoreKnob *knob = gccore_knob_find (row->knob);
  GccoreError error = { 0 };
  int64_t value;
  assert_non_null (knob);
  assert_int_equal (gccore_knob_parse (knob, row->text, &value, &error), GCCORE_OK);
  assert_true (value == row->value);
  g_autofree char *formatted = gccore_knob_format (knob, value);
  assert_string_equal (formatted, row->formatted != NULL ? row->formatted : row->text);

  GccoreKnobs knobs;
  gccore_knobs_init (&knobs);
  gccore_knob_set (knob, &knobs, value);
  assert_true (gccore_knob_get (knob, &knobs) == value);
}

typedef struct { const char *knob, *text, *part_of_error; } Bad;

static const Bad bad[] = {
  { "gogc", "", "is not a percentage such as 100, or off" },
  { "gogc", "50%", "is not a percentage" },
  { "gogc", "-2", "between 0 and" },
  { "gogc", "2147483648", "between 0 and" },
  { "memory_limit", "64MB", "is not a size such as 64MiB, or off" },
  { "memory_limit", "-1", "is not a size" },
  { "memory_limit", "9223372036854775808", "is not a size" },
  { "memory_limit", "8388608TiB", "is not a size" },
  { "memory_limit", "MiB", "is not a size" },
  { "memory_limit", "1 MiB", "is not a size" },
  { "procs", "0", "between 1 and 64" },
  { "procs", "65", "between 1 and 64" },
  { "procs", "four", "is not a whole number" },
  { "heap_cap", "off", "is not a size such as 64MiB" },
  { "heap_cap", "1MiB", "between 64MiB and 64GiB" },
  { "verify", "yes", "is not on or off" },
};

static void
test_knob_refuses (void **state)
{
  const Bad *row = *state;
  GccoreError error = { 0 };
  int64_t value;
  assert_int_equal (gccore_knob_parse (gccore_knob_find (row->knob), row->text, &value, &error), GCCORE_ERR_USAGE);
  if (strstr (error.text, row->part_of_error) == NULL)
    fail_msg ("%s=%s: \"%s\" does not say \"%s\"", row->knob, row->text, error.text, row->part_of_error);
}

static const char *gogc, *memlimit, *maxprocs;

static const char *
lookup (const char *name)
{
  if (strcmp (name, "GOGC") == 0)
    return gogc;
  if (strcmp (name, "GOMEMLIMIT") == 0)
    return memlimit;
  return strcmp (name, "GOMAXPROCS") == 0 ? maxprocs : NULL;
}

static GccoreStatus
read_environment (GccoreKnobs *knobs, const char *gc, const char *limit, const char *procs, GccoreError *error)
{
  gogc = gc;
  memlimit = limit;
  maxprocs = procs;
  gccore_knobs_init (knobs);
  return gccore_knobs_read_environment (knobs, lookup, error);
}

static void
test_environment_empty_leaves_defaults (void **state)
{
  GccoreKnobs knobs;
  assert_int_equal (read_environment (&knobs, NULL, NULL, NULL, NULL), GCCORE_OK);
  assert_int_equal (knobs.gogc, 100);
  assert_int_equal (knobs.procs, 4);
  assert_int_equal (knobs.seed, 1);
  assert_true (knobs.memory_limit == GCCORE_NO_LIMIT);
  assert_true (knobs.heap_cap == INT64_C (1) << 30);
}

static void
test_environment_sets_knobs (void **state)
{
  GccoreKnobs knobs;
  assert_int_equal (read_environment (&knobs, "off", "32MiB", "2", NULL), GCCORE_OK);
  assert_int_equal (knobs.gogc, GCCORE_GOGC_OFF);
  assert_int_equal (knobs.procs, 2);
  assert_true (knobs.memory_limit == 32 << 20);
}

static void
test_environment_negative_gogc_is_off (void **state)
{
  GccoreKnobs knobs;
  read_environment (&knobs, "-50", "off", "100", NULL);
  assert_int_equal (knobs.gogc, GCCORE_GOGC_OFF);
  assert_true (knobs.memory_limit == GCCORE_NO_LIMIT);
  assert_int_equal (knobs.procs, 64);
}

static void
test_environment_malformed_numbers_are_ignored (void **state)
{
  GccoreKnobs knobs;
  assert_int_equal (read_environment (&knobs, "fifty", "", "0", NULL), GCCORE_OK);
  assert_int_equal (knobs.gogc, 100);
  assert_int_equal (knobs.procs, 4);
}

static void
test_environment_malformed_limit_is_an_error (void **state)
{
  GccoreKnobs knobs;
  GccoreError error = { 0 };
  assert_int_equal (read_environment (&knobs, NULL, "64MB", NULL, &error), GCCORE_ERR_USAGE);
  assert_string_equal (error.text, "GOMEMLIMIT=64MB\nfatal error: malformed GOMEMLIMIT; see `go doc "
                                   "runtime/debug.SetMemoryLimit`");
}

int
main (void)
{
  struct CMUnitTest tests[G_N_ELEMENTS (good) + G_N_ELEMENTS (bad) + 5];
  guint n = 0;
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    tests[n++] = (struct CMUnitTest) { g_strdup_printf ("%s %s", good[i].knob, good[i].text), test_knob_reads_and_writes,
                                       NULL, NULL, (void *) &good[i] };
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    tests[n++] = (struct CMUnitTest) { g_strdup_printf ("no %s %s", bad[i].knob, bad[i].text), test_knob_refuses, NULL,
                                       NULL, (void *) &bad[i] };
  guint n_names = n;
  tests[n++] = (struct CMUnitTest) cmocka_unit_test (test_environment_empty_leaves_defaults);
  tests[n++] = (struct CMUnitTest) cmocka_unit_test (test_environment_sets_knobs);
  tests[n++] = (struct CMUnitTest) cmocka_unit_test (test_environment_negative_gogc_is_off);
  tests[n++] = (struct CMUnitTest) cmocka_unit_test (test_environment_malformed_numbers_are_ignored);
  tests[n++] = (struct CMUnitTest) cmocka_unit_test (test_environment_malformed_limit_is_an_error);
  int failed = cmocka_run_group_tests_name ("knobs", tests, NULL, NULL);
  for (guint i = 0; i < n_names; i++)
    g_free ((char *) tests[i].name);
  return failed;
}
