/* The grammar of stop conditions: what parses, how it is written back, what is refused and in which words. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "session/stops.h"

typedef struct { const char *text, *formatted; } Good;

static const Good good[] = {
  { "tick:0", "tick:0" },
  { " tick: 1000 ", "tick:1000" },
  { "tick:18446744073709551615", "tick:18446744073709551615" },
  { "end", "end" },
  { "cycle:1", "cycle:1" },
  { "cycle:2/sweepterm", "cycle:2/sweepterm" },
  { "cycle:2/mark", "cycle:2/mark" },
  { "cycle:2/mark:50%", "cycle:2/mark:50%" },
  { "cycle:2/mark:12.5%", "cycle:2/mark:12.5%" },
  { "cycle:2/mark:0%", "cycle:2/mark" },
  { "cycle:12/markterm", "cycle:12/markterm" },
  { "cycle:12/sweep", "cycle:12/sweep" },
  { "cycle:12/sweep:100%", "cycle:12/sweep:100%" },
  { "event:alloc", "event:alloc" },
  { "event:alloc#1", "event:alloc" },
  { "event: scan # 20", "event:scan#20" },
  { "event:poolclear", "event:poolclear" },
  { "event:sweep@0xc000012000", "event:sweep@0xc000012000" },
  { "event: scan @ c000012340 # 3", "event:scan@0xc000012340#3" },
  { "line:7", "line:7" },
  { " line: 12 ", "line:12" },
  { "func:main.build", "func:main.build" },
  { "func:(*List).push", "func:(*List).push" },
  { "heap>8MiB", "heap>8MiB" },
  { "heap > 8388608", "heap>8MiB" },
  { "heap>1000", "heap>1000" },
  { "object:0xc000012340 becomes grey", "object:0xc000012340 becomes grey" },
  { "object:c000012340  becomes  gray", "object:0xc000012340 becomes grey" },
  { "object:0xc000012340 becomes free", "object:0xc000012340 becomes free" },
};

static void
test_stop_formats_back (void **state)
{
  const Good *row = *state;
  GccoreError error = { 0 };
  GccoreStop *stop = gccore_stop_parse (row->text, &error);
  assert_string_equal (error.text, "");
  assert_non_null (stop);
  g_autofree char *formatted = gccore_stop_format (stop);
  assert_string_equal (formatted, row->formatted);

  GccoreStop *again = gccore_stop_parse (formatted, NULL);
  assert_non_null (again);
  assert_int_equal (again->kind, stop->kind);
  assert_true (again->n == stop->n && again->progress == stop->progress && again->addr == stop->addr);
  gccore_stop_free (again);
  gccore_stop_free (stop);
}

typedef struct { const char *text, *part_of_error; } Bad;

static const Bad bad[] = {
  { "", "unknown" },
  { "tock:3", "unknown" },
  { "endless", "unknown" },
  { "tick:", "the tick must be a whole number" },
  { "tick:-1", "the tick must be a whole number" },
  { "tick:3x", "did not expect \"x\"" },
  { "tick:18446744073709551616", "too large" },
  { "cycle:0", "starts at 1" },
  { "cycle:2/marking", "\"marking\" is no phase" },
  { "cycle:2/", "is no phase" },
  { "cycle:2/mark:50", "written as a percentage" },
  { "cycle:2/mark:101%", "from 0% to 100%" },
  { "cycle:2/mark:-1%", "from 0% to 100%" },
  { "cycle:2/mark:nan%", "from 0% to 100%" },
  { "cycle:2/mark:50%%", "did not expect \"%\"" },
  { "cycle:2/markterm:50%", "\"markterm\" has no progress" },
  { "line:0", "starts at 1" },
  { "func:", "func:NAME" },
  { "event:", "is no kind of event" },
  { "event:allocs", "\"allocs\" is no kind of event; the kinds are alloc, " },
  { "event:alloc#0", "starts at 1" },
  { "event:alloc#x", "must be a whole number" },
  { "event:alloc@", "is no address" },
  { "event:alloc@0xzz", "\"0xzz\" is no address" },
  { "line:7x", "did not expect \"x\"" },
  { "heap", "heap>SIZE" },
  { "heap>", "is no size" },
  { "heap>8MB", "\"8MB\" is no size" },
  { "heap<8MiB", "heap>SIZE" },
  { "object:0xc000012340", "becomes COLOUR" },
  { "object:0xzz becomes grey", "is no address" },
  { "object:0xc000012340 becomes red", "\"red\" is no colour" },
  { "object:0xc000012340 turns grey", "becomes COLOUR" },
};

static void
test_stop_refuses (void **state)
{
  const Bad *row = *state;
  GccoreError error = { 0 };
  assert_null (gccore_stop_parse (row->text, &error));
  assert_int_equal (error.code, GCCORE_ERR_USAGE);
  if (strstr (error.text, row->part_of_error) == NULL)
    fail_msg ("\"%s\": \"%s\" does not say \"%s\"", row->text, error.text, row->part_of_error);
}

static void
test_stop_survives_any_text (void **state)
{
  g_autofree char *longest = g_strnfill (100000, 'a');
  g_autofree char *event = g_strconcat ("event:", longest, NULL);
  GccoreError error;
  assert_null (gccore_stop_parse (longest, &error));
  assert_null (gccore_stop_parse (event, &error));
  assert_null (gccore_stop_parse ("\xff\xfe:%s%n", &error));
}

int
main (void)
{
  struct CMUnitTest tests[G_N_ELEMENTS (good) + G_N_ELEMENTS (bad) + 1];
  guint n = 0;
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    tests[n++] = (struct CMUnitTest) { good[i].text, test_stop_formats_back, NULL, NULL, (void *) &good[i] };
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    tests[n++] = (struct CMUnitTest) { bad[i].text, test_stop_refuses, NULL, NULL, (void *) &bad[i] };
  tests[n++] = (struct CMUnitTest) cmocka_unit_test (test_stop_survives_any_text);
  return cmocka_run_group_tests_name ("stops", tests, NULL, NULL);
}
