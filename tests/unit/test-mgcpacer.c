/* The pacer: goals, triggers, assist ratios and worker quotas. Expected numbers follow from the rules in FACTS by hand;
 * recorded ones are in tests/conformance/pacer. */

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/gonum.h"
#include "gc/mgcpacer.h"

static const PacerMemory no_memory;

#define MIB (UINT64_C (1) << 20)

static void
test_gonum_conversions_are_amd64s (void **state)
{
  assert_int_equal (go_int64 (NAN), INT64_MIN);
  assert_int_equal (go_int64 (INFINITY), INT64_MIN);
  assert_int_equal (go_int64 (0x1p63), INT64_MIN);
  assert_int_equal (go_int64 (-1.9), -1);
  assert_true (go_uint64 (NAN) == UINT64_C (1) << 63);
  assert_true (go_uint64 (-1.5) == UINT64_MAX);
  assert_true (go_uint64 (9.3e18) == UINT64_C (0x81103cb9fb220000));
  assert_true (go_uint64 (3e19) == UINT64_C (1) << 63);
  assert_int_equal (go_sub64 (INT64_MIN, 1), INT64_MAX);
  assert_int_equal (go_mul64 (INT64_MAX, 2), -2);
}

static void
test_pacer_first_trigger (void **state)
{
  PacerState c;
  uint64_t goal;

  pacer_init (&c, 100, PACER_NO_LIMIT);
  assert_int_equal (pacer_trigger (&c, &no_memory, &goal), 3997696);
  assert_int_equal (goal, 4 * MIB);
  pacer_init (&c, 50, PACER_NO_LIMIT);
  assert_int_equal (pacer_heap_goal (&c, &no_memory), 2 * MIB);
}

static void
test_pacer_goal_counts_stacks_and_globals (void **state)
{
  PacerState c;

  pacer_init (&c, 100, PACER_NO_LIMIT);
  pacer_add_globals (&c, 400000);
  c.heap_marked = c.heap_live = 10 * MIB;
  c.last_stack_scan = 100000;
  pacer_commit (&c, true);
  assert_int_equal (pacer_heap_goal (&c, &no_memory), 20 * MIB + 500000);
  pacer_set_gc_percent (&c, 200);
  pacer_commit (&c, true);
  assert_int_equal (pacer_heap_goal (&c, &no_memory), 30 * MIB + 1000000);
}

static void
test_pacer_unswept_heap_gets_its_distance (void **state)
{
  PacerState c;

  pacer_init (&c, 100, PACER_NO_LIMIT);
  c.heap_marked = 4 * MIB;
  c.heap_live = 9 * MIB; /* as after a change of GOGC long after the cycle */
  pacer_commit (&c, false);
  assert_int_equal (pacer_heap_goal (&c, &no_memory), 10 * MIB);
  assert_int_equal (pacer_trigger (&c, &no_memory, NULL), 10 * MIB);
  pacer_commit (&c, true);
  assert_int_equal (pacer_heap_goal (&c, &no_memory), 8 * MIB);
}

static void
test_pacer_late_trigger_keeps_runway (void **state)
{
  PacerState c;

  pacer_init (&c, 100, PACER_NO_LIMIT);
  c.heap_live = 6 * MIB;
  pacer_start_cycle (&c, &no_memory, 0, 4, PACER_TRIGGER_HEAP);
  assert_int_equal (pacer_heap_goal (&c, &no_memory), 6 * MIB + 65536);
}

static void
test_pacer_off_never_triggers (void **state)
{
  PacerState c;

  pacer_init (&c, -5, PACER_NO_LIMIT);
  assert_int_equal (c.gc_percent, PACER_GOGC_OFF);
  assert_true (pacer_heap_goal (&c, &no_memory) > UINT64_C (1) << 62);
  assert_true (pacer_trigger (&c, &no_memory, NULL) > UINT64_C (1) << 62);
}

static void
test_pacer_memory_limit_goal (void **state)
{
  PacerState c;
  PacerMemory mem = { .mapped_ready = 30 * MIB, .heap_free = 5 * MIB, .heap_alloc = 20 * MIB };

  pacer_init (&c, -1, 105 * MIB);
  /* 5 MiB are no heap: 100 MiB less 3 %. */
  assert_int_equal (pacer_heap_goal (&c, &mem), 100 * MIB - 100 * MIB / 100 * 3);
  /* Small limits keep 1 MiB of headroom. */
  pacer_set_memory_limit (&c, 15 * MIB + 10 * MIB);
  mem.mapped_ready = 25 * MIB;
  mem.heap_alloc = 20 * MIB;
  mem.heap_free = 0;
  assert_int_equal (pacer_heap_goal (&c, &mem), 19 * MIB);
  /* Overhead alone beyond the limit: whatever is live. */
  c.heap_marked = 3 * MIB;
  pacer_set_memory_limit (&c, 4 * MIB);
  assert_int_equal (pacer_heap_goal (&c, &mem), 3 * MIB);
  /* Negative: only asks. */
  assert_int_equal (pacer_set_memory_limit (&c, -1), 4 * MIB);
  assert_int_equal (c.memory_limit, 4 * MIB);
}

static void
test_pacer_assist_ratio (void **state)
{
  PacerState c;

  pacer_init (&c, 100, PACER_NO_LIMIT);
  c.last_heap_scan = 2 * MIB;
  c.heap_live = 3 * MIB;
  c.heap_scan = 3 * MIB;
  pacer_start_cycle (&c, &no_memory, 1000, 4, PACER_TRIGGER_HEAP);
  assert_true (c.assist_work_per_byte == 2.0);  /* 2 MiB of work within 1 MiB of heap */
  assert_true (c.assist_bytes_per_work == 0.5);
  c.heap_scan_work = 1 * MIB;
  pacer_update (&c, &no_memory, true, MIB / 2, MIB / 2);
  assert_true (c.assist_work_per_byte == 2.0);
  assert_int_equal (c.heap_scan, 3 * MIB);      /* allocated black: not this cycle's work */
  /* Work nearly done: a floor. */
  c.heap_scan_work = 2 * MIB;
  pacer_revise (&c, &no_memory);
  assert_true (c.assist_work_per_byte == 1000.0 / (double) (MIB / 2));
}

static void
test_pacer_update_outside_marking_counts_scan (void **state)
{
  PacerState c;

  pacer_init (&c, 100, PACER_NO_LIMIT);
  pacer_update (&c, &no_memory, false, 100, 60);
  pacer_update (&c, &no_memory, false, -40, -20);
  assert_int_equal (c.heap_live, 60);
  assert_int_equal (c.heap_scan, 40);
}

static void
test_pacer_cons_mark_is_the_largest_of_five (void **state)
{
  PacerState c;
  static const uint64_t allocated[] = { 500, 100, 100, 100, 100, 100 };

  pacer_init (&c, 100, PACER_NO_LIMIT);
  for (int i = 0; i < 6; i++)
    {
      c.heap_live = 1000;
      pacer_start_cycle (&c, &no_memory, 0, 4, PACER_TRIGGER_HEAP);
      c.heap_scan_work = 1000;
      c.heap_live += allocated[i];
      pacer_end_cycle (&c, &no_memory, 1000, 4);
      pacer_reset_live (&c, 1000);
      pacer_commit (&c, true);
      /* bytes * 0.25 / (work * 0.75) */
      assert_true (fabs (c.cons_mark - (i < 5 ? 500.0 : 100.0) / 3000) < 1e-12);
    }
  /* Nothing allocated while marking: nothing learnt. */
  pacer_start_cycle (&c, &no_memory, 0, 4, PACER_TRIGGER_CYCLE);
  pacer_end_cycle (&c, &no_memory, 1000, 4);
  assert_true (fabs (c.last_cons_mark[3] - 100.0 / 3000) < 1e-12);
}

static void
test_pacer_workers_by_procs (void **state)
{
  static const struct { int procs, dedicated, idle_max; double fractional; } rows[] = {
    { 1, 0, 1, 0.25 }, { 2, 0, 2, 0.25 }, { 3, 0, 3, 0.25 }, { 4, 1, 3, 0 }, { 5, 1, 4, 0 },
    { 6, 1, 5, 0.5 / 6 }, { 8, 2, 6, 0 }, { 64, 16, 48, 0 },
  };

  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    {
      PacerState c;
      int taken = 0;
      PacerProc p = { 0 };

      pacer_init (&c, 100, PACER_NO_LIMIT);
      pacer_start_cycle (&c, &no_memory, 0, rows[i].procs, PACER_TRIGGER_HEAP);
      assert_int_equal (c.dedicated_workers_needed, rows[i].dedicated);
      assert_true (fabs (c.fractional_utilization_goal - rows[i].fractional) < 1e-12);
      assert_int_equal (c.max_idle_workers, rows[i].idle_max);
      while (pacer_find_worker (&c, &p, 1000) == PACER_WORKER_DEDICATED)
        taken++;
      assert_int_equal (taken, rows[i].dedicated);
      assert_int_equal (pacer_find_worker (&c, &p, 1000),
                        rows[i].fractional > 0 ? PACER_WORKER_FRACTIONAL : PACER_WORKER_NONE);
    }
}

static void
test_pacer_fractional_worker_takes_its_share (void **state)
{
  PacerState c;
  PacerProc p = { 0 };

  pacer_init (&c, 100, PACER_NO_LIMIT);
  pacer_start_cycle (&c, &no_memory, 1000, 1, PACER_TRIGGER_HEAP);
  assert_int_equal (pacer_find_worker (&c, &p, 1000), PACER_WORKER_FRACTIONAL);
  assert_false (pacer_fractional_worker_done (&c, &p, 1000 + 8000, 1000 + 11000)); /* 27 %: within the slack */
  assert_true (pacer_fractional_worker_done (&c, &p, 1000 + 7000, 1000 + 11000));  /* 36 % */
  pacer_worker_stop (&c, &p, PACER_WORKER_FRACTIONAL, 3000);
  assert_int_equal (c.fractional_mark_time_ns, 3000);
  assert_int_equal (pacer_find_worker (&c, &p, 1000 + 11000), PACER_WORKER_NONE);
  assert_int_equal (pacer_find_worker (&c, &p, 1000 + 12000), PACER_WORKER_FRACTIONAL);
}

static void
test_pacer_timed_cycle_wants_no_idle_workers (void **state)
{
  PacerState c;

  pacer_init (&c, 100, PACER_NO_LIMIT);
  pacer_start_cycle (&c, &no_memory, 0, 4, PACER_TRIGGER_TIME);
  assert_false (pacer_need_idle_worker (&c));
  pacer_start_cycle (&c, &no_memory, 0, 2, PACER_TRIGGER_TIME);
  assert_true (pacer_add_idle_worker (&c));
  assert_false (pacer_add_idle_worker (&c));
  pacer_worker_stop (&c, NULL, PACER_WORKER_IDLE, 500);
  assert_int_equal (c.idle_mark_time_ns, 500);
  assert_true (pacer_need_idle_worker (&c));
}

static void
test_pacer_stack_space_is_pooled (void **state)
{
  PacerState c;
  PacerProc p = { 0 };

  pacer_init (&c, 100, PACER_NO_LIMIT);
  pacer_add_scannable_stack (&c, &p, 8191);
  assert_int_equal (c.max_stack_scan, 0);
  pacer_add_scannable_stack (&c, &p, 1);
  assert_int_equal (c.max_stack_scan, 8192);
  pacer_add_scannable_stack (&c, &p, -8192);
  assert_int_equal (c.max_stack_scan, 0);
  pacer_add_scannable_stack (&c, NULL, 2048);
  assert_int_equal (c.max_stack_scan, 2048);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_gonum_conversions_are_amd64s),
    cmocka_unit_test (test_pacer_first_trigger),
    cmocka_unit_test (test_pacer_goal_counts_stacks_and_globals),
    cmocka_unit_test (test_pacer_unswept_heap_gets_its_distance),
    cmocka_unit_test (test_pacer_late_trigger_keeps_runway),
    cmocka_unit_test (test_pacer_off_never_triggers),
    cmocka_unit_test (test_pacer_memory_limit_goal),
    cmocka_unit_test (test_pacer_assist_ratio),
    cmocka_unit_test (test_pacer_update_outside_marking_counts_scan),
    cmocka_unit_test (test_pacer_cons_mark_is_the_largest_of_five),
    cmocka_unit_test (test_pacer_workers_by_procs),
    cmocka_unit_test (test_pacer_fractional_worker_takes_its_share),
    cmocka_unit_test (test_pacer_timed_cycle_wants_no_idle_workers),
    cmocka_unit_test (test_pacer_stack_space_is_pooled),
  };

  return cmocka_run_group_tests_name ("mgcpacer", tests, NULL, NULL);
}
