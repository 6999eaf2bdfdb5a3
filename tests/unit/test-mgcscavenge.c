/* The background scavenger's goals, batches and pace, and the PI controller behind it. Recorded walks are in
 * tests/conformance/scavenge. */

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gc/mgcscavenge.h"

#define MIB (UINT64_C (1) << 20)
#define NO_LIMIT INT64_MAX

static void
test_picontroller_holds_its_bounds (void **state)
{
  PiController c = { .kp = 1, .ti = 1, .tt = 1, .min = -1, .max = 1 };
  double out;

  assert_true (picontroller_next (&c, 0, 100, 0.5, &out));
  assert_true (out == 1);
  assert_true (c.err_integral == 50 - 49.5); /* what the bound cut off flows back */
  assert_true (picontroller_next (&c, 200, 100, 0.5, &out));
  assert_true (out == -1);
}

static void
test_picontroller_failure_resets (void **state)
{
  PiController c = { .kp = 0.5, .ti = 1, .tt = 1, .min = 0.25, .max = 10, .err_integral = 3 };
  double out;

  assert_false (picontroller_next (&c, NAN, 1, 1, &out));
  assert_true (out == 0.25 && c.err_integral == 0 && c.input_overflow && !c.err_overflow);
  assert_false (picontroller_next (&c, 0, 1, INFINITY, &out));
  assert_true (c.err_overflow);
}

static void
test_scavenger_goal_follows_the_heap_goal (void **state)
{
  ScavengerState s;

  scavenger_init (&s);
  scavenger_pace (&s, NO_LIMIT, 4 * MIB, 0, 100 * MIB, 110 * MIB);
  assert_true (s.gc_percent_goal == SCAVENGE_NO_GOAL);
  s.last_heap_in_use = 20 * MIB;
  scavenger_pace (&s, NO_LIMIT, 30 * MIB, 40 * MIB, 100 * MIB, 110 * MIB);
  assert_int_equal (s.gc_percent_goal, 15 * MIB + 15 * MIB / 10);
  assert_false (scavenger_goals_met (&s, 100 * MIB, 110 * MIB));
  assert_true (scavenger_goals_met (&s, 16 * MIB, 110 * MIB));
  scavenger_pace (&s, NO_LIMIT, 30 * MIB, 40 * MIB, 16 * MIB + MIB / 2 + 4095, 110 * MIB);
  assert_true (s.gc_percent_goal == SCAVENGE_NO_GOAL);
  s.last_heap_in_use = 1000000; /* 825,000 in whole pages */
  scavenger_pace (&s, NO_LIMIT, 30 * MIB, 40 * MIB, 100 * MIB, 110 * MIB);
  assert_int_equal (s.gc_percent_goal, 202 * 4096);
}

static void
test_scavenger_limit_goal_is_95_percent (void **state)
{
  ScavengerState s;

  scavenger_init (&s);
  scavenger_pace (&s, 100 * MIB, 4 * MIB, 0, 10 * MIB, 95 * MIB);
  assert_true (s.memory_limit_goal == SCAVENGE_NO_GOAL);
  scavenger_pace (&s, 100 * MIB, 4 * MIB, 0, 10 * MIB, 95 * MIB + 1);
  assert_int_equal (s.memory_limit_goal, 95 * MIB);
}

static void
test_scavenger_batch_lasts_a_millisecond (void **state)
{
  ScavengerState s;
  uint64_t bytes;
  int64_t sleep_ns;
  int n = 0;

  scavenger_init (&s);
  assert_true (scavenger_wake (&s));
  assert_false (scavenger_wake (&s));
  while (scavenger_next (&s, false, &bytes, &sleep_ns) == SCAVENGER_RELEASE)
    {
      assert_int_equal (bytes, SCAVENGE_QUANTUM_BYTES);
      scavenger_did (&s, bytes, false, 300000);
      n++;
    }
  assert_int_equal (n, 4);
  assert_int_equal (s.phase, SCAVENGER_SLEEPING);
  assert_int_equal (sleep_ns, 1200000000);
  assert_true (scavenger_wake (&s));  /* early */
  assert_false (scavenger_wake (&s)); /* once */
  scavenger_slept (&s, 1000000, 1);
  assert_int_equal (s.phase, SCAVENGER_RUNNING);
}

static void
test_scavenger_quantum_takes_several_runs (void **state)
{
  ScavengerState s;
  uint64_t bytes;
  int64_t sleep_ns;

  scavenger_init (&s);
  scavenger_wake (&s);
  assert_int_equal (scavenger_next (&s, false, &bytes, &sleep_ns), SCAVENGER_RELEASE);
  scavenger_did (&s, 40960, false, 1000);
  /* The goals are not looked at within a quantum. */
  assert_int_equal (scavenger_next (&s, true, &bytes, &sleep_ns), SCAVENGER_RELEASE);
  assert_int_equal (bytes, 65536 - 40960);
  scavenger_did (&s, 2 * MIB, false, 1000); /* a whole huge page */
  assert_int_equal (scavenger_next (&s, true, &bytes, &sleep_ns), SCAVENGER_SLEEP);
  assert_int_equal (s.released_bytes, 40960 + 2 * MIB);
  assert_int_equal (sleep_ns, 1000000000); /* less than 1 ms of work counts as 1 ms */
}

static void
test_scavenger_parks_when_nothing_is_found (void **state)
{
  ScavengerState s;
  uint64_t bytes;
  int64_t sleep_ns;

  scavenger_init (&s);
  scavenger_wake (&s);
  assert_int_equal (scavenger_next (&s, false, &bytes, &sleep_ns), SCAVENGER_RELEASE);
  scavenger_did (&s, 0, true, 500);
  assert_int_equal (scavenger_next (&s, false, &bytes, &sleep_ns), SCAVENGER_PARK);
  assert_int_equal (s.phase, SCAVENGER_PARKED);
  scavenger_ready (&s);
  assert_true (s.sysmon_wake);
  assert_true (scavenger_wake (&s));
  assert_false (s.sysmon_wake);
  assert_int_equal (scavenger_next (&s, true, &bytes, &sleep_ns), SCAVENGER_PARK);
}

static void
test_scavenger_settles_at_one_percent (void **state)
{
  ScavengerState s;
  uint64_t bytes;
  int64_t sleep_ns, worked = 0, slept = 0;

  scavenger_init (&s);
  scavenger_wake (&s);
  for (int i = 0; i < 2000; i++)
    {
      while (scavenger_next (&s, false, &bytes, &sleep_ns) == SCAVENGER_RELEASE)
        {
          scavenger_did (&s, bytes, false, 160000);
          worked += i >= 500 ? 160000 : 0;
        }
      slept += i >= 500 ? sleep_ns : 0;
      scavenger_slept (&s, sleep_ns, 1);
    }
  assert_true (fabs ((double) worked / (double) (worked + slept) - 0.01) < 0.002);
}

static void
test_scavenger_rests_after_a_failure (void **state)
{
  ScavengerState s;
  uint64_t bytes;
  int64_t sleep_ns;

  scavenger_init (&s);
  scavenger_wake (&s);
  for (int i = 0; i < 3; i++)
    {
      while (scavenger_next (&s, false, &bytes, &sleep_ns) == SCAVENGER_RELEASE)
        scavenger_did (&s, bytes, false, 1000000);
      scavenger_slept (&s, i == 0 ? -1000000 : 3000000000, 1); /* first: no time passed at all */
      if (i == 0)
        {
          assert_true (s.controller_failed);
          assert_int_equal (s.cooldown_ns, SCAVENGE_COOLDOWN_NS);
        }
      assert_true (s.sleep_ratio == SCAVENGE_START_RATIO);
    }
  assert_int_equal (s.cooldown_ns, 0);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_picontroller_holds_its_bounds),
    cmocka_unit_test (test_picontroller_failure_resets),
    cmocka_unit_test (test_scavenger_goal_follows_the_heap_goal),
    cmocka_unit_test (test_scavenger_limit_goal_is_95_percent),
    cmocka_unit_test (test_scavenger_batch_lasts_a_millisecond),
    cmocka_unit_test (test_scavenger_quantum_takes_several_runs),
    cmocka_unit_test (test_scavenger_parks_when_nothing_is_found),
    cmocka_unit_test (test_scavenger_settles_at_one_percent),
    cmocka_unit_test (test_scavenger_rests_after_a_failure),
  };

  return cmocka_run_group_tests_name ("mgcscavenge", tests, NULL, NULL);
}
