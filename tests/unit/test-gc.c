/* Whole cycles with host goroutines as mutators: the verifier finds nothing when all is well, and finds what is broken on
 * purpose; the promises of gc/mutator.h and gc/gc.h; history does not depend on how it is stepped through. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gc-driver.h"
#include "gc/mgctrace.h"
#include "gc/state.h"

#define MIB (UINT64_C (1) << 20)

static GcDriver driver;

static void
run (const GcDriverOptions *options, unsigned n_ops, unsigned heavy)
{
  GcDriver *d = &driver;

  gc_driver_init (d, options);
  for (unsigned i = 0; i < n_ops; i++)
    gc_driver_op (d, heavy);
  gc_driver_verify (d);
}

static void
test_cycles_with_any_number_of_ps (void **state)
{
  static const uint32_t procs[] = { 1, 2, 3, 4, 8, 16 };

  for (size_t i = 0; i < sizeof procs / sizeof procs[0]; i++)
    {
      GcDriverOptions options = { .n_procs = procs[i], .n_mutators = 1 + (uint32_t) i, .seed = 7 + i, .verify_every_ticks = 1000 };

      run (&options, 12000, 30);
      assert_true (driver.gc.st->cycles_marked >= 3);
      gc_driver_fini (&driver);
    }
}

static void
test_memory_limit_and_small_goals (void **state)
{
  for (uint64_t seed = 1; seed <= 3; seed++)
    {
      GcDriverOptions options = { .n_procs = 3, .n_mutators = 2, .seed = seed, .gc_percent = seed == 1 ? -1 : 20,
                                  .memory_limit = 12 * (int64_t) MIB, .verify_every_ticks = 1000 };

      run (&options, 20000, 30);
      assert_true (driver.gc.st->cycles_marked >= 3);
      gc_driver_fini (&driver);
    }
}

/* ---- Broken on purpose ---- */

static void
expect_broken (GcBroken broken, const char *says)
{
  for (uint64_t seed = 1; seed <= 5; seed++)
    {
      GcDriverOptions options = { .n_procs = 2, .n_mutators = 2, .seed = seed, .broken = broken, .verify_every_ticks = 200 };
      GcDriver *d = &driver;

      gc_driver_init (d, &options);
      d->expect_broken = true;
      for (unsigned i = 0; i < 60000 && !d->found_broken; i++)
        gc_driver_op (d, 30);
      assert_true (d->found_broken);
      if (says != NULL && strstr (d->broken_text, says) == NULL)
        fail_msg ("expected \"%s\" in: %s", says, d->broken_text);
      gc_driver_fini (d);
    }
}

static void
test_no_write_barrier_loses_an_object (void **state)
{
  expect_broken ((GcBroken) { .no_write_barrier = true }, "object 0x");
}

static void
test_no_assists_is_found (void **state)
{
  expect_broken ((GcBroken) { .no_assists = true }, "does not assist");
}

static void
test_no_proportional_sweep_is_found (void **state)
{
  expect_broken ((GcBroken) { .no_proportional_sweep = true }, "sweeping lags behind");
}

/* Objects that only one slot of a wide array holds are taken out of it and kept on the stack while marking is on. */
static void
take_out_of_array (bool broken_barrier)
{
  GcDriverOptions options = { .n_procs = 1, .n_mutators = 1, .seed = 3, .gc_percent = -1,
                              .broken = { .no_deletion_barrier = broken_barrier } };
  GcDriver *d = &driver;
  G *g;
  Mutator *m;
  P *p;
  Addr array;

  gc_driver_init (d, &options);
  d->expect_broken = broken_barrier;
  m = &d->mutators[0];
  g = gc_host_run (&d->gc, &p);
  array = m->roots[0] = gc_host_malloc (&d->gc, g, 8 * 100000, D_VECTOR, 1);
  for (unsigned i = 0; i < 100000; i += 7)
    gc_host_write (&d->gc, g, array + 8 * i, gc_host_malloc (&d->gc, g, 48, D_NODE, 2));
  /* A cycle begins on this goroutine; once its stack is scanned and the array is not, the objects are taken out. */
  while (!g->scanned || d->gc.st->phase != GC_PHASE_MARK)
    {
      assert_int_not_equal (gc_collect (&d->gc, p, g), MUTATOR_OUT_OF_MEMORY);
      if (g->status == G_WAITING)
        while (g->status == G_WAITING && !g->scanned)
          sched_run (&d->sched, d->sched.st->tick + 1);
    }
  for (unsigned i = 0; i < GC_DRIVER_ROOTS - 1; i++)
    {
      Addr slot = array + 8 * 7 * (13000 + i);

      m->roots[1 + i] = *IMAGE_AT (&d->im, Addr, slot);
      gc_write_pointer (&d->gc, p, g, slot, 0);
    }
  gc_driver_verify (d);
  assert_int_equal (d->found_broken, broken_barrier);
  gc_driver_fini (d);
}

static void
test_deletion_barrier_keeps_what_was_taken_out (void **state)
{
  take_out_of_array (false);
}

static void
test_no_deletion_barrier_loses_what_was_taken_out (void **state)
{
  take_out_of_array (true);
  assert_non_null (strstr (driver.broken_text, "goroutine 1 points to it"));
}

/* ---- runtime.GC and the like ---- */

static void
test_collect_frees_and_sweeps_everything (void **state)
{
  GcDriverOptions options = { .n_procs = 4, .n_mutators = 1, .seed = 1, .gc_percent = -1 };
  GcDriver *d = &driver;
  MemStats before, after;
  G *g;

  gc_driver_init (d, &options);
  g = gc_host_run (&d->gc, NULL);
  for (unsigned i = 0; i < 10000; i++)
    {
      Addr node = gc_host_malloc (&d->gc, g, 48, D_NODE, 1);

      if (i % 10 == 0)
        {
          gc_host_write (&d->gc, g, node + 8, d->mutators[0].roots[0]);
          d->mutators[0].roots[0] = node;
        }
    }
  gc_read_memstats (&d->gc, &before);
  gc_host_collect (&d->gc, g);
  gc_read_memstats (&d->gc, &after);
  assert_int_equal (gc_phase (&d->gc), GC_PHASE_OFF);
  assert_int_equal (after.num_gc, 1);
  assert_int_equal (after.num_forced_gc, 1);
  assert_int_equal (before.mallocs - before.frees - (after.mallocs - after.frees), 9000 - 8 /* workers' g's and nodes */ - 1 /* list of all g's */);
  assert_true (gc_last_cycle (&d->gc)->forced);
  gc_driver_verify (d);
  gc_driver_fini (d);
}

static void
test_free_os_memory_releases_all (void **state)
{
  GcDriverOptions options = { .n_procs = 2, .n_mutators = 1, .seed = 1 };
  GcDriver *d = &driver;
  MemStats stats;
  G *g;

  gc_driver_init (d, &options);
  g = gc_host_run (&d->gc, NULL);
  for (unsigned i = 0; i < 20; i++)
    gc_host_malloc (&d->gc, g, MIB, D_NONE, 1);
  gc_host_free_os_memory (&d->gc, g);
  gc_read_memstats (&d->gc, &stats);
  /* Page caches of the Ps are out of its reach. */
  assert_true (stats.heap_idle - stats.heap_released <= 2 * 64 * 8192);
  gc_driver_verify (d);
  gc_driver_fini (d);
}

static void
test_collection_is_forced_after_two_minutes (void **state)
{
  GcDriverOptions options = { .n_procs = 2, .n_mutators = 1, .seed = 1 };
  GcDriver *d = &driver;
  G *g;

  gc_driver_init (d, &options);
  g = gc_host_run (&d->gc, NULL);
  gc_host_sleep (&d->gc, g, COST (300e9));
  assert_int_equal (gc_cycle (&d->gc), 0);       /* not before a first one */
  gc_host_collect (&d->gc, g);
  gc_host_sleep (&d->gc, g, COST (119e9));
  assert_int_equal (gc_cycle (&d->gc), 1);
  gc_host_sleep (&d->gc, g, COST (2e9));
  assert_int_equal (gc_cycle (&d->gc), 2);
  assert_int_equal (gc_trigger_kind (&d->gc), PACER_TRIGGER_TIME);
  gc_driver_verify (d);
  gc_driver_fini (d);
}

/* Lets everybody act until a mark is running and it is a host goroutine's turn. */
static G *
go_on_until_marking (GcDriver *d, P **p)
{
  for (unsigned i = 0; gc_phase (&d->gc) != GC_PHASE_MARK; i++)
    {
      assert_true (i < 100000);
      gc_driver_op (d, 30);
    }
  return gc_host_run (&d->gc, p);
}

static void
count_stops (void *context, const Event *e)
{
  *(unsigned *) context += e->kind == EVENT_STW && e->arg != 0;
}

/* debug.SetGCPercent (-1) returns with no mark running; other values, and SetMemoryLimit, at once. None stops the world. */
static void
test_knobs_set_by_the_program_while_marking (void **state)
{
  for (uint32_t n_procs = 1; n_procs <= 4; n_procs++)
    {
      GcDriverOptions options = { .n_procs = n_procs, .n_mutators = 2, .seed = 5 + n_procs };
      GcDriver *d = &driver;
      unsigned n_stops = 0;
      uint32_t cycle;
      double ratio;
      P *p;
      G *g;

      gc_driver_init (d, &options);
      g = go_on_until_marking (d, &p);
      cycle = gc_cycle (&d->gc);
      ratio = d->gc.pacer->assist_work_per_byte;
      d->sched.sink = (EventSink) { count_stops, &n_stops };
      assert_int_equal (gc_set_gc_percent (&d->gc, p, 1000), 100);
      assert_true (d->gc.pacer->assist_work_per_byte < ratio);   /* a goal further away: less to pay for each byte */
      assert_true (gc_set_memory_limit (&d->gc, p, 512 * (int64_t) MIB) == PACER_NO_LIMIT);
      assert_true (gc_set_memory_limit (&d->gc, p, -1) == 512 * (int64_t) MIB);
      assert_int_equal (gc_phase (&d->gc), GC_PHASE_MARK);
      assert_int_equal (n_stops, 0);
      assert_int_equal (gc_set_gc_percent (&d->gc, p, -1), 1000);
      assert_true (gc_wait_on_mark (&d->gc, p, g));
      assert_int_equal (g->wait_reason, G_WAIT_GC_CYCLE);
      sched_tick (&d->sched, p, COST_PARK);
      gc_driver_verify (d);
      for (G *next = NULL; next != g;)
        {
          next = gc_host_run (&d->gc, &p);
          assert_non_null (next);
          if (next != g)
            sched_tick (&d->sched, p, COST (2000));
        }
      assert_int_not_equal (gc_phase (&d->gc), GC_PHASE_MARK);
      assert_int_equal (gc_cycle (&d->gc), cycle);
      assert_false (gc_wait_on_mark (&d->gc, p, g));
      d->sched.sink = (EventSink) { 0 };
      gc_driver_verify (d);
      for (unsigned i = 0; i < 3000; i++)        /* off: nothing begins any more */
        gc_driver_op (d, 30);
      assert_int_equal (gc_cycle (&d->gc), cycle);
      gc_driver_fini (d);
    }
}

static void
test_out_of_memory_is_answered (void **state)
{
  GcDriverOptions options = { .n_procs = 2, .n_mutators = 1, .seed = 1, .heap_cap = 64 * MIB };
  GcDriver *d = &driver;
  Addr list = 0, more;
  G *g;

  gc_driver_init (d, &options);
  g = gc_host_run (&d->gc, NULL);
  while ((more = gc_host_malloc (&d->gc, g, 1024, D_WIDE, 1)) != 0)
    {
      gc_host_write (&d->gc, g, more + 8, list);
      list = d->mutators[0].roots[0] = more;
    }
  gc_driver_verify (d);
  assert_int_equal (gc_host_malloc (&d->gc, g, 128 * MIB, D_NONE, 1), 0);
  /* Not a page is free: the mark queue finds room all the same. */
  while ((more = gc_host_malloc (&d->gc, g, 16, D_NONE, 1)) != 0)
    ;
  gc_host_collect (&d->gc, g);
  gc_driver_verify (d);
  gc_driver_fini (d);
}

static void
test_procs_come_and_go_in_the_middle_of_cycles (void **state)
{
  static const uint32_t procs[] = { 8, 1, 5, 2, 16, 3, 1, 4 };
  GcDriverOptions options = { .n_procs = 4, .n_mutators = 3, .seed = 21, .verify_every_ticks = 1000 };
  GcDriver *d = &driver;

  gc_driver_init (d, &options);
  for (unsigned i = 0; i < 16000; i++)
    {
      gc_driver_op (d, 30);
      if (i % 500 == 499)
        {
          P *p;
          G *g = gc_host_run (&d->gc, &p);

          gc_set_procs (&d->gc, p, g, procs[i / 500 % 8]);
          gc_driver_verify (d);
          assert_int_equal (d->sched.st->n_procs, procs[i / 500 % 8]);
        }
    }
  gc_driver_fini (d);
}

/* ---- Finalizers ---- */

static void
test_finalizer_keeps_its_object_once (void **state)
{
  GcDriverOptions options = { .n_procs = 1, .n_mutators = 1, .seed = 1, .gc_percent = -1 };
  GcDriver *d = &driver;
  GcFinalizer f;
  Addr object, child;
  P *p;
  G *g;

  gc_driver_init (d, &options);
  g = gc_host_run (&d->gc, &p);
  object = gc_host_malloc (&d->gc, g, 48, D_NODE, 1);
  child = gc_host_malloc (&d->gc, g, 48, D_NODE, 1);
  gc_host_write (&d->gc, g, object + 8, child);
  assert_int_equal (gc_set_finalizer (&d->gc, p, object, 0x1000, 7), GC_FINALIZER_OK);
  assert_int_equal (gc_set_finalizer (&d->gc, p, object, 0x2000, 8), GC_FINALIZER_ALREADY_SET);
  gc_host_collect (&d->gc, g);
  gc_driver_verify (d);
  assert_true (gc_next_finalizer (&d->gc, p, &f));
  assert_int_equal (f.object, object);
  assert_int_equal (f.arg, 7);
  assert_false (gc_next_finalizer (&d->gc, p, &f));

  uint32_t index;
  Mspan *s = heap_find_object (&d->heap, child, &index);
  assert_false (mspan_is_free (&d->im, s, index));
  gc_host_collect (&d->gc, g);
  assert_true (s->state == MSPAN_DEAD || mspan_is_free (&d->im, s, index));
  assert_false (gc_next_finalizer (&d->gc, p, &f));
  gc_driver_fini (d);
}

/* Nothing holds the object, but its finalizer will see what it points to: the verifier misses that when it is gone. */
static void
test_finalizer_keeps_what_its_object_points_to (void **state)
{
  GcDriverOptions options = { .n_procs = 1, .n_mutators = 1, .seed = 1, .gc_percent = -1 };
  GcDriver *d = &driver;
  GccoreError error;
  const Mspan *s;
  uint32_t index;
  Addr object;
  P *p;
  G *g;

  gc_driver_init (d, &options);
  g = gc_host_run (&d->gc, &p);
  object = gc_host_malloc (&d->gc, g, 48, D_NODE, 1);
  gc_host_malloc (&d->gc, g, 48, D_NODE, 1);
  s = heap_find_object (&d->heap, object, &index);
  index = s->n_elems - 1u;
  assert_true (mspan_is_free (&d->im, s, index));
  *IMAGE_AT (&d->im, Addr, object + 8) = mspan_object_base (s, index);
  assert_int_equal (gc_verify (&d->gc, &error), GCCORE_OK);
  assert_int_equal (gc_set_finalizer (&d->gc, p, object, 0x1000, 7), GC_FINALIZER_OK);
  assert_int_equal (gc_verify (&d->gc, &error), GCCORE_ERR_VERIFY);
  assert_non_null (strstr (error.text, "is lost"));
  gc_driver_fini (d);
}

/* ---- History ---- */

typedef struct {
  uint64_t hash, n;
} History;

static void
note_event (void *context, const Event *e)
{
  History *h = context;
  const uint64_t words[] = { e->tick, (uint64_t) e->time, e->addr, e->arg, e->arg2, e->goid, (uint64_t) e->p, e->kind };

  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    h->hash = (h->hash ^ words[i]) * UINT64_C (0x100000001b3);
  h->n++;
}

static History
history_of (uint32_t n_procs, uint64_t step_ticks, bool listen, uint64_t *ticks, Vtime *end)
{
  GcDriverOptions options = { .n_procs = n_procs, .n_mutators = 3, .seed = 11 };
  History h = { UINT64_C (0xcbf29ce484222325), 0 };
  GcDriver *d = &driver;

  d->gc.host_step_ticks = 0;
  gc_driver_init (d, &options);
  d->gc.host_step_ticks = step_ticks;
  if (listen)
    d->sched.sink = (EventSink) { note_event, &h };
  for (unsigned i = 0; i < 6000; i++)
    gc_driver_op (d, 30);
  *ticks = d->sched.st->tick;
  *end = sched_now (&d->sched);
  gc_driver_fini (d);
  return h;
}

static void
test_history_does_not_depend_on_stepping_or_listening (void **state)
{
  for (uint32_t n_procs = 1; n_procs <= 8; n_procs *= 2)
    {
      uint64_t ticks[4];
      Vtime end[4];
      History flat = history_of (n_procs, 0, true, &ticks[0], &end[0]);
      History again = history_of (n_procs, 0, true, &ticks[1], &end[1]);
      History stepped = history_of (n_procs, 1, true, &ticks[2], &end[2]);

      history_of (n_procs, 0, false, &ticks[3], &end[3]);
      assert_true (flat.n > 2000);
      assert_int_equal (flat.hash, again.hash);
      assert_int_equal (flat.n, stepped.n);
      assert_int_equal (flat.hash, stepped.hash);
      for (unsigned i = 1; i < 4; i++)
        {
          assert_int_equal (ticks[0], ticks[i]);
          assert_int_equal (end[0], end[i]);
        }
    }
}

static void
test_trace_line_has_gos_form (void **state)
{
  static const GcCycleStats stats = {
    .cycle = 12, .n_procs = 4, .n_cores = 4, .t_sweep_term = 1234567890, .t_mark = 1234583890, .t_mark_term = 1236000000,
    .t_end = 1236012345, .assist_ns = 300999, .dedicated_ns = 1200000, .fractional_ns = 34000, .idle_ns = 12999999,
    .gc_cpu_fraction = 0.0799, .heap_at_trigger = 40 * MIB + 5, .heap_at_mark_end = 41 * MIB, .heap_marked = 21 * MIB - 1,
    .heap_goal = 42 * MIB, .stack_scan = 2 * MIB, .globals_scan = 410000, .forced = true };
  char line[256];

  gc_trace_format (&stats, line, sizeof line);
  assert_string_equal (line, "gc 12 @1.234s 7%: 0.016+1.4+0.012 ms clock, 0.064+0.30/1.2/12+0.049 ms cpu, 40->41->20 MB, "
                             "42 MB goal, 2 MB stacks, 0 MB globals, 4 P (forced)");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_cycles_with_any_number_of_ps),
    cmocka_unit_test (test_memory_limit_and_small_goals),
    cmocka_unit_test (test_no_write_barrier_loses_an_object),
    cmocka_unit_test (test_deletion_barrier_keeps_what_was_taken_out),
    cmocka_unit_test (test_no_deletion_barrier_loses_what_was_taken_out),
    cmocka_unit_test (test_no_assists_is_found),
    cmocka_unit_test (test_no_proportional_sweep_is_found),
    cmocka_unit_test (test_collect_frees_and_sweeps_everything),
    cmocka_unit_test (test_free_os_memory_releases_all),
    cmocka_unit_test (test_collection_is_forced_after_two_minutes),
    cmocka_unit_test (test_knobs_set_by_the_program_while_marking),
    cmocka_unit_test (test_out_of_memory_is_answered),
    cmocka_unit_test (test_procs_come_and_go_in_the_middle_of_cycles),
    cmocka_unit_test (test_finalizer_keeps_its_object_once),
    cmocka_unit_test (test_finalizer_keeps_what_its_object_points_to),
    cmocka_unit_test (test_history_does_not_depend_on_stepping_or_listening),
    cmocka_unit_test (test_trace_line_has_gos_form),
  };

  return cmocka_run_group_tests_name ("gc", tests, NULL, NULL);
}
