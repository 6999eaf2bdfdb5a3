/* The GC CPU limiter: the bucket and its events. Recorded sequences are in tests/conformance/pacer/limiter.vec. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gc/mgclimit.h"

#define MS INT64_C (1000000)
#define S  INT64_C (1000000000)

static void
test_limiter_full_bucket_limits_until_it_drains (void **state)
{
  LimiterState l;

  limiter_init (&l, 0, 2);
  limiter_add_assist_time (&l, 2 * S);
  limiter_update (&l, 1 * S);               /* 2 s of 2 s: all assists */
  assert_true (limiter_limiting (&l));
  assert_int_equal (l.fill_ns, 2 * S);
  limiter_update (&l, 1 * S + 100 * MS);    /* nothing but mutator */
  assert_false (limiter_limiting (&l));
  assert_int_equal (l.fill_ns, 2 * S - 200 * MS);
}

static void
test_limiter_overflow_counts_what_did_not_fit (void **state)
{
  LimiterState l;

  limiter_init (&l, 0, 1);
  limiter_add_assist_time (&l, 3 * S);
  limiter_update (&l, 3 * S);
  assert_int_equal (l.overflow_ns, 2 * S);
}

static void
test_limiter_background_work_alone_drains (void **state)
{
  LimiterState l;

  limiter_init (&l, 0, 4);
  limiter_start_transition (&l, true, 1 * MS);
  limiter_finish_transition (&l, 2 * MS);   /* the world stood still: 4 cpu-ms */
  assert_int_equal (l.fill_ns, 4 * MS);
  limiter_update (&l, 3 * MS);              /* 4 cpu-ms: 1 for the collector, 3 for the mutator */
  assert_int_equal (l.fill_ns, 2 * MS);
}

static void
test_limiter_idle_time_is_nobodys (void **state)
{
  LimiterState l;

  limiter_init (&l, 0, 2);
  limiter_add_assist_time (&l, 10 * MS);
  limiter_add_idle_time (&l, 10 * MS);
  limiter_update (&l, 10 * MS);
  assert_int_equal (l.fill_ns, 10 * MS);
}

static void
test_limiter_needs_update_after_10_ms (void **state)
{
  LimiterState l;

  limiter_init (&l, 0, 1);
  assert_false (limiter_need_update (&l, 10 * MS));
  assert_true (limiter_need_update (&l, 10 * MS + 1));
}

static void
test_limiter_smaller_capacity_spills (void **state)
{
  LimiterState l;

  limiter_init (&l, 0, 4);
  limiter_add_assist_time (&l, 4 * S);
  limiter_update (&l, 1 * S);
  limiter_reset_capacity (&l, 1 * S, 2);
  assert_true (limiter_limiting (&l));
  assert_int_equal (l.fill_ns, 2 * S);
  limiter_reset_capacity (&l, 1 * S, 8);
  assert_false (limiter_limiting (&l));
}

static void
test_limiter_event_time_is_counted_once (void **state)
{
  LimiterState l;
  LimiterEvent e = { 0 };

  limiter_init (&l, 0, 1);
  assert_true (limiter_event_start (&e, LIMITER_EVENT_MARK_ASSIST, 1 * MS));
  assert_false (limiter_event_start (&e, LIMITER_EVENT_IDLE, 1 * MS));
  assert_int_equal (limiter_collect (&l, &e, 3 * MS), 0);
  assert_int_equal (l.assist_pool_ns, 2 * MS);
  assert_int_equal (limiter_event_stop (&l, &e, LIMITER_EVENT_MARK_ASSIST, 4 * MS), 1 * MS);
  assert_int_equal (l.assist_pool_ns, 3 * MS);
  assert_true (limiter_event_start (&e, LIMITER_EVENT_IDLE, 4 * MS));
  assert_int_equal (limiter_collect (&l, &e, 6 * MS), 2 * MS);
  assert_int_equal (limiter_event_stop (&l, &e, LIMITER_EVENT_IDLE, 6 * MS), 0);
  assert_int_equal (l.idle_pool_ns, 2 * MS);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_limiter_full_bucket_limits_until_it_drains),
    cmocka_unit_test (test_limiter_overflow_counts_what_did_not_fit),
    cmocka_unit_test (test_limiter_background_work_alone_drains),
    cmocka_unit_test (test_limiter_idle_time_is_nobodys),
    cmocka_unit_test (test_limiter_needs_update_after_10_ms),
    cmocka_unit_test (test_limiter_smaller_capacity_spills),
    cmocka_unit_test (test_limiter_event_time_is_counted_once),
  };

  return cmocka_run_group_tests_name ("mgclimit", tests, NULL, NULL);
}
