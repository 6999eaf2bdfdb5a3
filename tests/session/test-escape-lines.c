#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "session/escape-lines.h"

static const char program[] = "package main\n"                              /* 1 */
                              "type pair struct{ a, b *int }\n"             /* 2 */
                              "var kept *pair\n"                            /* 3 */
                              "func two() {\n"                              /* 4 */
                              "\tkept = &pair{new(int), new(int)}\n"        /* 5 */
                              "}\n"                                         /* 6 */
                              "func leak(p *pair) { kept = p }\n"           /* 7 */
                              "func main() {\n"                             /* 8 */
                              "\ttwo()\n"                                   /* 9 */
                              "\tx := pair{}\n"                             /* 10 */
                              "\tleak(&x)\n"                                /* 11 */
                              "\ty := new(int)\n"                           /* 12 */
                              "\t*y = 1\n"                                  /* 13 */
                              "}\n";

static GPtrArray *
lines_of (unsigned flags)
{
  return gccore_escape_lines ("x.go", program, strlen (program), flags, NULL);
}

static void
test_escape_decision_of_a_line (void **state)
{
  g_autoptr (GPtrArray) lines = lines_of (GCCORE_ESCAPE_REASONS);
  guint n_more = 9;

  assert_string_equal (gccore_escape_decision (lines, 5, &n_more)->text, "&pair{...} escapes to heap");
  assert_int_equal (n_more, 2);
  assert_string_equal (gccore_escape_decision (lines, 10, &n_more)->text, "moved to heap: x");
  assert_int_equal (n_more, 0);
  /* A leak and what stays are no reason to be on the heap. */
  assert_null (gccore_escape_decision (lines, 7, NULL));
  assert_null (gccore_escape_decision (lines, 12, &n_more));
  assert_int_equal (n_more, 0);
}

static void
test_escape_reasons_of_a_line (void **state)
{
  g_autoptr (GPtrArray) lines = lines_of (GCCORE_ESCAPE_REASONS);
  g_autoptr (GPtrArray) short_lines = lines_of (0);
  g_autofree char *reasons = gccore_escape_reasons (lines, 10);
  g_autofree char *leaks = gccore_escape_reasons (lines, 7);
  g_autofree char *bare = gccore_escape_reasons (short_lines, 10);

  assert_string_equal (reasons, "x escapes to heap:\n"
                                "  flow: {heap} = &x:\n"
                                "    from &x (address-of) at x.go:11:7\n"
                                "    from leak(&x) (call parameter) at x.go:11:6\n"
                                "moved to heap: x");
  assert_null (leaks);
  assert_string_equal (bare, "moved to heap: x");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_escape_decision_of_a_line),
    cmocka_unit_test (test_escape_reasons_of_a_line),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
