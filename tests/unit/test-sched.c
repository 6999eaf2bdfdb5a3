/* The scheduler alone: goroutines are little scripts run by a function of the test. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "sched/sched.h"

#define MAX_LOG 4096
#define SLOTS 4096

typedef struct Script Script;
struct Script {
  enum { WORK, YIELD, SPAWN, PARK, READY, SLEEP, END } op;
  int64_t arg;                /* WORK: ns; SPAWN: index of a program; READY: goid; SLEEP: ns */
};

typedef struct {
  Image im;
  Sched s;
  const Script *program[SLOTS];
  unsigned at[SLOTS];
  const Script *const *programs;
  uint64_t started[MAX_LOG];  /* goids in the order of their first and later ticks, changes only */
  int64_t started_at[MAX_LOG];
  unsigned n_started;
  uint64_t n_events[EVENT_N_KINDS];
} Test;

static Test test;

static void
note (void *context, const Event *e)
{
  Test *t = context;

  t->n_events[e->kind]++;
  if (e->kind == EVENT_GO_START && t->n_started < MAX_LOG)
    {
      t->started[t->n_started] = e->arg;
      t->started_at[t->n_started++] = vtime_to_ns (e->time);
    }
}

static G *
spawn (Test *t, P *p, const Script *program)
{
  G *g = sched_new_g (&t->s, p, G_KIND_VM, NULL);

  assert_non_null (g);
  t->program[g->slot] = program;
  t->at[g->slot] = 0;
  sched_ready_new (&t->s, p, g);
  return g;
}

static G *
by_goid (Test *t, uint64_t goid)
{
  for (GSlot slot = 1; slot <= t->s.st->n_gs; slot++)
    if (t->s.gs[slot].goid == goid)
      return &t->s.gs[slot];
  fail_msg ("no such goroutine");
  return NULL;
}

/* One op a tick. */
static RunResult
run (void *context, P *p, G *g)
{
  Test *t = context;

  for (;;)
    {
      const Script *op = &t->program[g->slot][t->at[g->slot]];
      Vtime cost = COST (10);

      if (op->op != END)
        t->at[g->slot]++;
      switch (op->op)
        {
        case WORK:
          cost = VTIME_NS (op->arg);
          break;
        case YIELD:
          sched_tick (&t->s, p, cost);
          return RUN_YIELD;
        case SPAWN:
          spawn (t, p, t->programs[op->arg]);
          break;
        case PARK:
          sched_park (&t->s, p, g, G_WAIT_CHAN_RECEIVE);
          sched_tick (&t->s, p, cost);
          return RUN_BLOCKED;
        case READY:
          sched_ready (&t->s, p, by_goid (t, (uint64_t) op->arg), true);
          break;
        case SLEEP:
          sched_sleep (&t->s, p, g, p->clock + VTIME_NS (op->arg));
          sched_tick (&t->s, p, cost);
          return RUN_BLOCKED;
        case END:
          sched_tick (&t->s, p, cost);
          return RUN_DEAD;
        }
      if (!sched_tick (&t->s, p, cost))
        return RUN_HORIZON;
    }
}

static Test *
begin (uint32_t n_procs, const Script *const *programs)
{
  ImageOptions image = { .heap_reserve_bytes = UINT64_C (64) << 20 };
  SchedOptions options = { .n_procs = n_procs, .max_gs = SLOTS - 1, .seed = 5 };
  GccoreError error;
  Test *t = &test;

  memset (t, 0, sizeof *t);
  assert_int_equal (image_init (&t->im, &image, &error), GCCORE_OK);
  sched_init (&t->s, &t->im, &options);
  sched_set_kind (&t->s, G_KIND_VM, run, t);
  t->s.sink = (EventSink) { note, t };
  t->programs = programs;
  spawn (t, NULL, programs[0]);
  return t;
}

/* To the end in steps of a tick, the verifier after each. */
static SchedResult
finish (Test *t)
{
  SchedResult r;
  GccoreError error;

  while ((r = sched_run (&t->s, t->s.st->tick + 1)) == SCHED_TICKS)
    if (sched_verify (&t->s, &error) != GCCORE_OK)
      fail_msg ("tick %llu: %s", (unsigned long long) t->s.st->tick, error.text);
  image_fini (&t->im);
  return r;
}

static void
test_newest_goroutine_runs_next_then_first_come (void **state)
{
  static const Script child[] = { { WORK, 100 }, { END } };
  static const Script main_[] = { { SPAWN, 1 }, { SPAWN, 1 }, { SPAWN, 1 }, { YIELD }, { WORK, 50 }, { END } };
  static const Script *const programs[] = { main_, child };
  Test *t = begin (1, programs);
  static const uint64_t order[] = { 1, 4, 2, 3, 1 };

  /* Nothing is left when main is done: for the scheduler alone that is a deadlock. */
  assert_int_equal (finish (t), SCHED_DEADLOCK);
  assert_int_equal (t->n_started, 5);
  for (unsigned i = 0; i < 5; i++)
    assert_int_equal (t->started[i], order[i]);
}

static void
test_global_queue_gets_its_turn (void **state)
{
  /* Two goroutines wake each other through runnext for ever; the one that yielded to the global queue still runs. */
  static const Script ping[] = { { PARK }, { READY, 1 }, { PARK }, { READY, 1 }, { END } };
  static const Script yielder[] = { { YIELD }, { WORK, 7 }, { END } };
  static const Script main_[] = { { SPAWN, 2 }, { SPAWN, 1 }, { YIELD }, { WORK, 10 }, { READY, 3 }, { PARK }, { READY, 3 }, { PARK }, { END } };
  static const Script *const programs[] = { main_, ping, yielder };

  assert_int_equal (finish (begin (1, programs)), SCHED_DEADLOCK);
  assert_true (test.n_events[EVENT_GO_END] == 3);
}

static void
test_idle_ps_wake_and_steal (void **state)
{
  static const Script child[] = { { WORK, 2000000 }, { END } };
  static const Script main_[] = { { SPAWN, 1 }, { SPAWN, 1 }, { SPAWN, 1 }, { SPAWN, 1 }, { SPAWN, 1 }, { SPAWN, 1 },
                                  { WORK, 2000000 }, { WORK, 2000000 }, { END } };
  static const Script *const programs[] = { main_, child };
  Test *t = begin (4, programs);

  assert_int_equal (finish (t), SCHED_DEADLOCK);
  assert_true (t->n_events[EVENT_GO_STEAL] >= 3);
  /* 16 ms of work on four Ps take little more than four. */
  for (uint32_t i = 0; i < t->n_started; i++)
    assert_true (t->started_at[i] < 4200000);
}

static void
test_sleepers_wake_in_order_and_time_stands_still_for_nobody (void **state)
{
  static const Script long_[] = { { SLEEP, 5000000 }, { WORK, 10 }, { END } };
  static const Script short_[] = { { SLEEP, 3000000 }, { WORK, 10 }, { END } };
  static const Script main_[] = { { SPAWN, 1 }, { SPAWN, 2 }, { SLEEP, 4000000 }, { END } };
  static const Script *const programs[] = { main_, long_, short_ };

  for (uint32_t n_procs = 1; n_procs <= 3; n_procs++)
    {
      Test *t = begin (n_procs, programs);

      assert_int_equal (finish (t), SCHED_DEADLOCK);
      assert_true (t->n_started >= 6);
      assert_int_equal (t->started[t->n_started - 3], 3);
      assert_int_equal (t->started[t->n_started - 2], 1);
      assert_int_equal (t->started[t->n_started - 1], 2);
      assert_true (t->started_at[t->n_started - 1] >= 5000000 && t->started_at[t->n_started - 1] < 5000000 + 3 * vtime_to_ns (COST_WAKE_P));
      assert_int_equal (t->n_events[EVENT_TIMER], 3);
    }
}

static void
test_stopped_timer_does_not_fire (void **state)
{
  static const Script main_[] = { { SLEEP, 2000000 }, { END } };
  static const Script *const programs[] = { main_ };
  Test *t = begin (1, programs);
  uint64_t timer = sched_timer_start (&t->s, NULL, VTIME_NS (1000000), 0, TIMER_VM, 1);
  uint64_t periodic = sched_timer_start (&t->s, NULL, VTIME_NS (200000), VTIME_NS (200000), TIMER_VM, 2);

  assert_true (timer != 0 && periodic != timer);
  assert_true (sched_timer_stop (&t->s, timer));
  assert_false (sched_timer_stop (&t->s, timer));
  while (t->n_events[EVENT_GO_END] == 0)
    sched_run (&t->s, t->s.st->tick + 1);
  assert_true (sched_timer_stop (&t->s, periodic));
  assert_int_equal (t->n_events[EVENT_TIMER], 1 + 10);
  image_fini (&t->im);
}

static void
test_who_computes_is_preempted (void **state)
{
  Script work[201];
  const Script *const programs[] = { work, work + 1 };
  Test *t;

  for (unsigned i = 0; i < 200; i++)
    work[i] = (Script) { WORK, 1000000 };
  work[0] = (Script) { SPAWN, 1 };
  work[200] = (Script) { END, 0 };
  t = begin (1, programs);
  assert_int_equal (finish (t), SCHED_DEADLOCK);
  /* 0.4 s of work in slices of 10 to 21 ms. */
  assert_true (t->n_events[EVENT_GO_PREEMPT] >= 400 / 21 - 2);
  for (unsigned i = 1; i < t->n_started; i++)
    assert_true (t->started_at[i] - t->started_at[i - 1] <= 23000000);
  /* The second goroutine, in the slice of the first, is let be until sysmon looks again. */
  assert_true (t->started_at[2] - t->started_at[1] >= 9000000);
}

static void
test_dead_goroutines_are_reused_with_new_numbers (void **state)
{
  static const Script child[] = { { END } };
  static const Script main_[] = { { SPAWN, 1 }, { SLEEP, 1000 }, { SPAWN, 1 }, { SLEEP, 1000 }, { SPAWN, 1 }, { SLEEP, 1000 }, { END } };
  static const Script *const programs[] = { main_, child };
  Test *t = begin (1, programs);

  while (t->n_events[EVENT_GO_END] < 4)
    sched_run (&t->s, t->s.st->tick + 1);
  assert_int_equal (t->s.st->n_gs, 2);
  assert_int_equal (finish (t), SCHED_DEADLOCK);
  assert_int_equal (t->n_events[EVENT_GO_END], 4);
}

static void
test_stopping_the_world_joins_all_clocks (void **state)
{
  static const Script child[] = { { WORK, 1000000 }, { WORK, 1000000 }, { WORK, 1000000 }, { END } };
  static const Script main_[] = { { SPAWN, 1 }, { SPAWN, 1 }, { WORK, 300000 }, { WORK, 10 }, { WORK, 10 }, { WORK, 10 }, { END } };
  static const Script *const programs[] = { main_, child };
  Test *t = begin (3, programs);
  P *p = NULL;
  Vtime latest = 0;

  while (t->n_events[EVENT_GO_START] < 3)
    sched_run (&t->s, t->s.st->tick + 1);
  for (uint32_t i = 0; i < 3; i++)
    {
      assert_int_equal (t->s.ps[i].status, P_RUNNING);
      latest = t->s.ps[i].clock > latest ? t->s.ps[i].clock : latest;
      if (t->s.ps[i].g != 0 && sched_g (&t->s, t->s.ps[i].g)->goid == 1)
        p = &t->s.ps[i];
    }
  assert_non_null (p);
  sched_stop_world (&t->s, p, G_WAIT_STOPPING_THE_WORLD);
  assert_true (p->clock >= latest);
  assert_int_equal (sched_now (&t->s), p->clock);
  sched_tick (&t->s, p, COST (1000));
  for (uint32_t i = 0; i < 3; i++)
    assert_int_equal (t->s.ps[i].status, &t->s.ps[i] == p ? P_RUNNING : P_STOPPED);
  sched_start_world (&t->s, p, COST (500));
  sched_tick (&t->s, p, COST (500));
  for (uint32_t i = 0; i < 3; i++)
    assert_int_equal (t->s.ps[i].clock, p->clock);
  assert_int_equal (finish (t), SCHED_DEADLOCK);
  assert_int_equal (t->n_events[EVENT_GO_END], 3);
}

static void
test_stepping_makes_no_difference (void **state)
{
  static const Script child[] = { { WORK, 3000 }, { YIELD }, { SLEEP, 20000 }, { WORK, 500 }, { END } };
  static const Script main_[] = { { SPAWN, 1 }, { SPAWN, 1 }, { WORK, 900 }, { SPAWN, 1 }, { SPAWN, 1 }, { SLEEP, 9000 }, { SPAWN, 1 },
                                  { WORK, 40000 }, { SPAWN, 1 }, { END } };
  static const Script *const programs[] = { main_, child };

  for (uint32_t n_procs = 1; n_procs <= 4; n_procs++)
    {
      static Test flat;
      Test *t = begin (n_procs, programs);

      assert_int_equal (sched_run (&t->s, UINT64_MAX), SCHED_DEADLOCK);
      uint64_t ticks = t->s.st->tick;
      image_fini (&t->im);
      flat = *t;
      finish (begin (n_procs, programs));
      assert_int_equal (flat.n_started, test.n_started);
      assert_memory_equal (flat.started, test.started, sizeof flat.started);
      assert_memory_equal (flat.started_at, test.started_at, sizeof flat.started_at);
      assert_memory_equal (flat.n_events, test.n_events, sizeof flat.n_events);
      assert_true (ticks > 20);
    }
}

static void
test_event_names_read_back (void **state)
{
  for (unsigned kind = 0; kind < EVENT_N_KINDS; kind++)
    {
      assert_int_equal (event_kind_parse (event_kind_name ((EventKind) kind)), kind);
      assert_true (strlen (event_kind_argument ((EventKind) kind, 0)) != 0);
    }
  assert_int_equal (event_kind_parse ("nonsense"), EVENT_N_KINDS);
  assert_string_equal (g_wait_reason_text (G_WAIT_SEMACQUIRE), "semacquire");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_newest_goroutine_runs_next_then_first_come),
    cmocka_unit_test (test_global_queue_gets_its_turn),
    cmocka_unit_test (test_idle_ps_wake_and_steal),
    cmocka_unit_test (test_sleepers_wake_in_order_and_time_stands_still_for_nobody),
    cmocka_unit_test (test_stopped_timer_does_not_fire),
    cmocka_unit_test (test_who_computes_is_preempted),
    cmocka_unit_test (test_dead_goroutines_are_reused_with_new_numbers),
    cmocka_unit_test (test_stopping_the_world_joins_all_clocks),
    cmocka_unit_test (test_stepping_makes_no_difference),
    cmocka_unit_test (test_event_names_read_back),
  };

  return cmocka_run_group_tests_name ("sched", tests, NULL, NULL);
}
