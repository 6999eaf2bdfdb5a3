/* The engine against a machine that only plays one (fake-machine.c). */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "engine/scape-engine.h"

typedef struct {
  ScapeEngine *engine;
  GMainContext *context;
  guint n_frames, n_stopped, n_loaded, n_output, n_refused, n_verified;
  GccoreStopReason reason;
  gboolean compiled, adopted;
  guint n_diagnostics;
  int line;
  guint64 last_tick;          /* of the frames; must never go back but by loading */
  GString *text;
} Fixture;

static void
frame_cb (ScapeEngine *engine, Fixture *f)
{
  f->n_frames++;
  f->last_tick = scape_engine_get_frame (engine)->tick;
}

static void
loaded_cb (ScapeEngine *engine, const ScapeLoadResult *result, Fixture *f)
{
  f->n_loaded++;
  f->compiled = result->compiled;
  f->adopted = result->adopted;
  f->n_diagnostics = result->diagnostics->len;
  f->line = result->diagnostics->len > 0 ? ((GccoreDiagnostic *) result->diagnostics->pdata[0])->line : 0;
}

static void
stopped_cb (ScapeEngine *engine, int reason, const char *stop, Fixture *f)
{
  f->n_stopped++;
  f->reason = reason;
}

static void
output_cb (ScapeEngine *engine, const ScapeOutput *output, Fixture *f)
{
  f->n_output++;
  g_string_append_len (f->text, output->text, output->length);
}

static void refused_cb (ScapeEngine *engine, const char *why, Fixture *f) { f->n_refused++; }
static void verified_cb (ScapeEngine *engine, const char *broken, Fixture *f) { f->n_verified++; }

static int
setup (void **state)
{
  Fixture *f = g_new0 (Fixture, 1);

  f->text = g_string_new (NULL);
  f->context = g_main_context_new ();
  g_main_context_push_thread_default (f->context);
  f->engine = scape_engine_new ();
  g_signal_connect (f->engine, "frame", G_CALLBACK (frame_cb), f);
  g_signal_connect (f->engine, "loaded", G_CALLBACK (loaded_cb), f);
  g_signal_connect (f->engine, "stopped", G_CALLBACK (stopped_cb), f);
  g_signal_connect (f->engine, "output", G_CALLBACK (output_cb), f);
  g_signal_connect (f->engine, "refused", G_CALLBACK (refused_cb), f);
  g_signal_connect (f->engine, "verified", G_CALLBACK (verified_cb), f);
  *state = f;
  return 0;
}

static int
teardown (void **state)
{
  Fixture *f = *state;
  gpointer weak = f->engine;

  g_object_add_weak_pointer (G_OBJECT (f->engine), &weak);
  g_object_unref (f->engine);
  assert_null (weak);
  g_main_context_pop_thread_default (f->context);
  g_main_context_unref (f->context);
  g_string_free (f->text, TRUE);
  g_free (f);
  return 0;
}

/* Turns the loop until *counter differs from @before, ten seconds at most. */
static void
wait_for (Fixture *f, const guint *counter, guint before)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (*counter == before && g_get_monotonic_time () < end)
    if (!g_main_context_iteration (f->context, FALSE))
      g_usleep (200);
  assert_int_not_equal (*counter, before);
}

static void
turn_for (Fixture *f, double seconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (f->context, FALSE))
      g_usleep (500);
}

static void
load (Fixture *f, const char *text)
{
  g_autoptr (GBytes) source = g_bytes_new (text, strlen (text));
  GccoreKnobs knobs;

  gccore_knobs_init (&knobs);
  scape_engine_load (f->engine, "a.go", source, &knobs);
  wait_for (f, &f->n_loaded, f->n_loaded);
}

static void
test_engine_loads_and_shows_tick_zero (void **state)
{
  Fixture *f = *state;

  assert_int_equal (scape_engine_get_state (f->engine), SCAPE_ENGINE_EMPTY);
  load (f, "package main");
  assert_true (f->compiled);
  assert_true (f->adopted);
  assert_int_equal (scape_engine_get_state (f->engine), SCAPE_ENGINE_PAUSED);
  assert_non_null (scape_engine_get_frame (f->engine));
  assert_int_equal (f->last_tick, 0);
}

static void
test_engine_keeps_machine_when_source_is_bad (void **state)
{
  Fixture *f = *state;

  load (f, "package main");
  scape_engine_step (f->engine, GCCORE_BY_TICK, 7);
  wait_for (f, &f->n_stopped, 0);
  load (f, "package main\n\nsyntax error");
  assert_false (f->compiled);
  assert_int_equal (f->n_diagnostics, 1);
  assert_int_equal (f->line, 3);
  assert_int_equal (scape_engine_get_state (f->engine), SCAPE_ENGINE_PAUSED);
  assert_int_equal (scape_engine_get_frame (f->engine)->tick, 7);
}

static void
test_engine_check_adopts_only_at_tick_zero (void **state)
{
  Fixture *f = *state;
  g_autoptr (GBytes) source = g_bytes_new_static ("package main", 12);
  GccoreKnobs knobs;

  gccore_knobs_init (&knobs);
  load (f, "package main");
  scape_engine_check (f->engine, "b.go", source, &knobs);
  wait_for (f, &f->n_loaded, 1);
  assert_true (f->adopted);
  assert_string_equal (scape_engine_get_frame (f->engine)->name, "b.go");
  scape_engine_step (f->engine, GCCORE_BY_TICK, 1);
  wait_for (f, &f->n_stopped, 0);
  scape_engine_check (f->engine, "c.go", source, &knobs);
  wait_for (f, &f->n_loaded, 2);
  assert_true (f->compiled);
  assert_false (f->adopted);
  assert_string_equal (scape_engine_get_frame (f->engine)->name, "b.go");
}

static void
test_engine_steps_by_granularity (void **state)
{
  Fixture *f = *state;

  load (f, "package main");
  scape_engine_step (f->engine, GCCORE_BY_TICK, 3);
  wait_for (f, &f->n_stopped, 0);
  assert_int_equal (f->last_tick, 3);
  assert_int_equal (f->reason, GCCORE_STOP_STEPPED);
  scape_engine_step (f->engine, GCCORE_BY_PHASE, 1);
  wait_for (f, &f->n_stopped, 1);
  assert_int_equal (f->last_tick, 200);
  scape_engine_step (f->engine, GCCORE_BY_CYCLE, 2);
  wait_for (f, &f->n_stopped, 2);
  assert_int_equal (f->last_tick, 800);
}

static void
test_engine_runs_to_the_end_and_reports_it (void **state)
{
  Fixture *f = *state;

  load (f, "package main");
  scape_engine_run (f->engine, NULL);
  wait_for (f, &f->n_stopped, 0);
  assert_int_equal (f->reason, GCCORE_STOP_ENDED);
  assert_int_equal (scape_engine_get_state (f->engine), SCAPE_ENGINE_ENDED);
  assert_int_equal (f->last_tick, 4000);
  assert_int_equal (scape_engine_get_frame (f->engine)->run_state, GCCORE_RUN_EXITED);
}

static void
test_engine_stops_where_told (void **state)
{
  static const char *const stops[] = { "tick:123", NULL };
  static const char *const bad[] = { "moon:full", "tick:200", NULL };
  Fixture *f = *state;

  load (f, "package main");
  scape_engine_run (f->engine, stops);
  wait_for (f, &f->n_stopped, 0);
  assert_int_equal (f->reason, GCCORE_STOP_HIT);
  assert_int_equal (f->last_tick, 123);
  scape_engine_run (f->engine, bad);
  wait_for (f, &f->n_stopped, 1);
  assert_int_equal (f->n_refused, 1);
  assert_int_equal (f->last_tick, 200);
  scape_engine_set_speed (f->engine, 1000);
  scape_engine_run (f->engine, (const char *const[]) { "tick:250", NULL });
  wait_for (f, &f->n_stopped, 2);
  assert_int_equal (f->last_tick, 250);
}

static void
test_engine_answers_while_it_runs_flat_out (void **state)
{
  Fixture *f = *state;
  gint64 begin;
  guint before;

  load (f, "forever");
  scape_engine_run (f->engine, NULL);
  turn_for (f, 0.5);
  assert_int_equal (scape_engine_get_state (f->engine), SCAPE_ENGINE_RUNNING);
  /* At most sixty frames a second and a few for good measure, and not many fewer even on a loaded machine. */
  assert_in_range (f->n_frames, 4, 40);

  before = f->n_stopped;
  begin = g_get_monotonic_time ();
  scape_engine_pause (f->engine);
  wait_for (f, &f->n_stopped, before);
  assert_true (g_get_monotonic_time () - begin < 500000);
  assert_int_equal (scape_engine_get_state (f->engine), SCAPE_ENGINE_PAUSED);
}

static void
test_engine_keeps_the_set_speed (void **state)
{
  Fixture *f = *state;

  load (f, "forever");
  scape_engine_set_speed (f->engine, 100);
  scape_engine_run (f->engine, NULL);
  turn_for (f, 1.0);
  scape_engine_pause (f->engine);
  wait_for (f, &f->n_stopped, 0);
  assert_in_range (f->last_tick, 40, 110);

  load (f, "forever");
  scape_engine_set_speed (f->engine, 1);
  scape_engine_run (f->engine, NULL);
  turn_for (f, 0.5);
  scape_engine_pause (f->engine);
  wait_for (f, &f->n_stopped, 1);
  assert_int_equal (f->last_tick, 0);
}

static void
test_engine_brings_output_before_the_stop (void **state)
{
  Fixture *f = *state;

  load (f, "print");
  scape_engine_step (f->engine, GCCORE_BY_TICK, 3);
  wait_for (f, &f->n_stopped, 0);
  assert_string_equal (f->text->str, "line 1\nline 2\nline 3\n");
  assert_int_equal (f->n_output, 3);
}

static void
test_engine_shows_panic_and_host_error (void **state)
{
  Fixture *f = *state;

  load (f, "panic");
  scape_engine_run_fast (f->engine, NULL);
  wait_for (f, &f->n_stopped, 0);
  assert_int_equal (scape_engine_get_frame (f->engine)->run_state, GCCORE_RUN_PANICKED);
  assert_non_null (strstr (f->text->str, "goroutine 1 [running]"));
  load (f, "host error");
  scape_engine_run_fast (f->engine, NULL);
  wait_for (f, &f->n_stopped, 1);
  assert_int_equal (scape_engine_get_state (f->engine), SCAPE_ENGINE_FAILED);
  load (f, "package main");
  assert_int_equal (scape_engine_get_state (f->engine), SCAPE_ENGINE_PAUSED);
}

static void
test_engine_watches_spans_knobs_and_verifies (void **state)
{
  Fixture *f = *state;
  guint64 base;
  guint before;

  load (f, "package main");
  base = 0;
  for (guint i = 0; base == 0; i++)
    if (scape_engine_get_frame (f->engine)->runs[i].n_elems > 0)
      base = scape_engine_get_frame (f->engine)->heap_base +
             scape_engine_get_frame (f->engine)->runs[i].page * G_GUINT64_CONSTANT (8192);
  before = f->n_frames;
  scape_engine_watch (f->engine, &base, 1, &(ScapeWatch) { 0 });
  wait_for (f, &f->n_frames, before);
  assert_int_equal (scape_engine_get_frame (f->engine)->n_details, 1);
  scape_engine_set_knob (f->engine, "procs", 8);
  wait_for (f, &f->n_refused, 0);
  scape_engine_set_knob (f->engine, "gogc", 50);
  scape_engine_verify (f->engine);
  wait_for (f, &f->n_verified, 0);
  assert_int_equal (scape_engine_get_frame (f->engine)->pacer.gc_percent, 50);
}

static void
test_engine_goes_back (void **state)
{
  Fixture *f = *state;

  load (f, "print");
  scape_engine_step (f->engine, GCCORE_BY_TICK, 500);
  wait_for (f, &f->n_stopped, 0);
  assert_int_equal (f->n_output, 500);
  scape_engine_step_back (f->engine, GCCORE_BY_TICK, 3);
  wait_for (f, &f->n_stopped, 1);
  assert_int_equal (f->last_tick, 497);
  assert_int_equal (scape_engine_get_last_tick (f->engine), 500);
  scape_engine_step_back (f->engine, GCCORE_BY_CYCLE, 1);
  wait_for (f, &f->n_stopped, 2);
  assert_int_equal (f->last_tick, 400);
  scape_engine_run_back (f->engine, (const char *const[]) { "tick:20", "tick:300", "tick:450", NULL });
  wait_for (f, &f->n_stopped, 3);
  assert_int_equal (f->reason, GCCORE_STOP_HIT);
  assert_int_equal (f->last_tick, 300);
  /* A newer seek takes the place of an older one. */
  scape_engine_seek (f->engine, 10);
  scape_engine_seek (f->engine, 499);
  wait_for (f, &f->n_stopped, 3);
  while (f->last_tick != 499)
    wait_for (f, &f->n_stopped, f->n_stopped);
  assert_int_equal (f->n_output, 500);
  assert_int_equal (scape_engine_get_state (f->engine), SCAPE_ENGINE_PAUSED);
}

static void
test_engine_goes_away_while_running (void **state)
{
  for (int i = 0; i < 20; i++)
    {
      void *inner;

      setup (&inner);
      load (inner, "forever print");
      scape_engine_run (((Fixture *) inner)->engine, NULL);
      turn_for (inner, 0.005);
      teardown (&inner);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (test_engine_loads_and_shows_tick_zero, setup, teardown),
    cmocka_unit_test_setup_teardown (test_engine_keeps_machine_when_source_is_bad, setup, teardown),
    cmocka_unit_test_setup_teardown (test_engine_check_adopts_only_at_tick_zero, setup, teardown),
    cmocka_unit_test_setup_teardown (test_engine_steps_by_granularity, setup, teardown),
    cmocka_unit_test_setup_teardown (test_engine_runs_to_the_end_and_reports_it, setup, teardown),
    cmocka_unit_test_setup_teardown (test_engine_stops_where_told, setup, teardown),
    cmocka_unit_test_setup_teardown (test_engine_answers_while_it_runs_flat_out, setup, teardown),
    cmocka_unit_test_setup_teardown (test_engine_keeps_the_set_speed, setup, teardown),
    cmocka_unit_test_setup_teardown (test_engine_brings_output_before_the_stop, setup, teardown),
    cmocka_unit_test_setup_teardown (test_engine_shows_panic_and_host_error, setup, teardown),
    cmocka_unit_test_setup_teardown (test_engine_watches_spans_knobs_and_verifies, setup, teardown),
    cmocka_unit_test_setup_teardown (test_engine_goes_back, setup, teardown),
    cmocka_unit_test (test_engine_goes_away_while_running),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
