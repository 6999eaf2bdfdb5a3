/* The trace line against lines that a real Go 1.22 would print for the same numbers. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib.h>

#include "gc/mgctrace.h"

typedef struct { const char *name, *line; GcCycleStats stats; } Row;

static const Row rows[] = {
  { "automatic cycle",
    "gc 4 @0.012s 8%: 0.029+1.9+0.046 ms clock, 0.059+0.13/1.1/1.3+0.092 ms cpu, 5->5->2 MB, 5 MB goal, 0 MB stacks, "
    "0 MB globals, 2 P",
    { .cycle = 4, .n_procs = 2, .n_cores = 4, .start_ns = 12345678, .gc_cpu_fraction = 0.0899,
      .t_sweep_term = 12345678, .t_mark = 12345678 + 29999, .t_mark_term = 12345678 + 29999 + 1990000,
      .t_end = 12345678 + 29999 + 1990000 + 46010, .assist_ns = 139999, .dedicated_ns = 1100000, .fractional_ns = 99,
      .idle_ns = 1300000, .heap_at_trigger = 5 << 20, .heap_at_mark_end = 5 << 20, .heap_marked = 2 << 20,
      .heap_goal = 5 << 20 } },
  { "forced cycle, long phases, few cores",
    "gc 1 @2.000s 25%: 0+12+0.12 ms clock, 0.001+0/9.9/0+0.24 ms cpu, 63->64->0 MB, 128 MB goal, 1 MB stacks, 2 MB globals, "
    "8 P (forced)",
    { .cycle = 1, .forced = true, .n_procs = 8, .n_cores = 2, .start_ns = 2000999999, .gc_cpu_fraction = 0.25,
      .t_sweep_term = 2000999000, .t_mark = 2000999999, .t_mark_term = 2000999999 + 12999999,
      .t_end = 2000999999 + 12999999 + 123456,
      .dedicated_ns = 9949999, .heap_at_trigger = (64 << 20) - 1, .heap_at_mark_end = 64 << 20,
      .heap_marked = (1 << 20) - 1, .heap_goal = 128 << 20, .stack_scan = 1 << 20, .globals_scan = 2 << 20 } },
};

static void
test_gctrace_line (void **state)
{
  const Row *row = *state;
  char line[512];
  gc_trace_format (&row->stats, line, sizeof line);
  assert_string_equal (line, row->line);
}

int
main (void)
{
  struct CMUnitTest tests[G_N_ELEMENTS (rows)];
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    tests[i] = (struct CMUnitTest) { rows[i].name, test_gctrace_line, NULL, NULL, (void *) &rows[i] };
  return cmocka_run_group_tests_name ("gctrace", tests, NULL, NULL);
}
