/* The engine with a real machine: stops at lines, branches, bookmarks, sessions saved and opened. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib/gstdio.h>
#include <string.h>

#include "engine/scape-engine.h"
#include "engine/scape-error.h"
#include "session/knobs.h"
#include "session/stops.h"

static const char program[] =
  "package main\n"
  "func work(n int) []int {\n"
  "\ts := make([]int, n)\n"
  "\treturn s\n"
  "}\n"
  "func main() {\n"
  "\tfor i := 0; i < 3000; i++ {\n"
  "\t\twork(i)\n"
  "\t}\n"
  "\tprintln(\"done\")\n"
  "}\n";

typedef struct {
  ScapeEngine *engine;
  guint loaded, stopped, saved, refused, explained, stop_refused;
  gboolean adopted;
  int reason;
  char *text, *source;
  guint n_stops;
} Fixture;

static void
loaded_cb (ScapeEngine *engine, const ScapeLoadResult *result, Fixture *f)
{
  f->loaded++;
  f->adopted = result->adopted;
  g_free (f->source);
  g_free (f->text);
  f->text = g_strdup (result->error);
  f->source = result->session != NULL ? g_strdup (result->session->source) : NULL;
  f->n_stops = result->session != NULL ? result->session->stops->len : 0;
}

static void
stopped_cb (ScapeEngine *engine, int reason, const char *text, Fixture *f)
{
  f->stopped++;
  f->reason = reason;
}

static void
saved_cb (ScapeEngine *engine, const char *path, const char *error, Fixture *f)
{
  f->saved++;
  g_free (f->text);
  f->text = g_strdup (error);
}

static void
refused_cb (ScapeEngine *engine, const char *why, Fixture *f)
{
  f->refused++;
  g_free (f->text);
  f->text = g_strdup (why);
}

static void
escapes_cb (ScapeEngine *engine, guint serial, GPtrArray *escapes, Fixture *f)
{
  assert_int_equal (f->loaded, 1);
  f->explained = serial;
  f->n_stops = escapes->len;
}

static void
stop_refused_cb (ScapeEngine *engine, const char *condition, const char *why, Fixture *f)
{
  f->stop_refused++;
  g_free (f->text);
  f->text = g_strconcat (condition, ": ", why, NULL);
}

/* Waits until a count has grown. */
static void
wait_for (guint *count)
{
  guint before = *count;
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  while (*count == before)
    {
      assert_true (g_get_monotonic_time () < deadline);
      g_main_context_iteration (NULL, TRUE);
    }
}

static GccoreFrame *
frame (Fixture *f)
{
  return scape_engine_get_frame (f->engine);
}

static void
test_engine_saves_and_opens_sessions (void **state)
{
  static const char *const line[] = { "line:4", NULL }, *const nowhere[] = { "line:1", NULL };
  Fixture f = { .engine = scape_engine_new () };
  g_autoptr (GBytes) source = g_bytes_new_static (program, strlen (program));
  g_autofree char *folder = g_dir_make_tmp ("engine-XXXXXX", NULL), *path = g_build_filename (folder, "a.scape", NULL);
  g_autofree char *contents = NULL;
  gsize length;
  GccoreKnobs knobs;

  g_signal_connect (f.engine, "loaded", G_CALLBACK (loaded_cb), &f);
  g_signal_connect (f.engine, "stopped", G_CALLBACK (stopped_cb), &f);
  g_signal_connect (f.engine, "saved", G_CALLBACK (saved_cb), &f);
  g_signal_connect (f.engine, "refused", G_CALLBACK (refused_cb), &f);
  gccore_knobs_init (&knobs);
  scape_engine_load (f.engine, "a.go", source, &knobs);
  wait_for (&f.loaded);
  assert_true (f.adopted);

  scape_engine_run (f.engine, line);
  wait_for (&f.stopped);
  assert_int_equal (f.reason, GCCORE_STOP_HIT);
  assert_int_equal (frame (&f)->next_line, 4);
  assert_true (frame (&f)->step > 0);
  scape_engine_step (f.engine, GCCORE_BY_LINE_OUT, 1);
  wait_for (&f.stopped);
  scape_engine_step (f.engine, GCCORE_BY_LINE_OVER, 1);
  wait_for (&f.stopped);
  assert_int_equal (frame (&f)->next_line, 8);
  scape_engine_step_back (f.engine, GCCORE_BY_LINE, 1);
  wait_for (&f.stopped);
  uint64_t tick = frame (&f)->tick;
  uint32_t step = frame (&f)->step;
  scape_engine_add_bookmark (f.engine, "here");
  scape_engine_run (f.engine, nowhere);
  wait_for (&f.refused);
  assert_string_equal (f.text, "there is nothing to stop at on line 1; the next line with code is 2");
  scape_engine_pause (f.engine);
  wait_for (&f.stopped);

  scape_engine_run_fast (f.engine, NULL);
  wait_for (&f.stopped);
  scape_engine_seek (f.engine, frame (&f)->tick / 2);
  wait_for (&f.stopped);
  scape_engine_set_knob (f.engine, "gogc", 50);
  scape_engine_step (f.engine, GCCORE_BY_TICK, 10);
  wait_for (&f.stopped);
  assert_int_equal (frame (&f)->n_branches, 2);
  assert_string_equal (frame (&f)->branches[0].name, "branch 1");
  assert_int_equal (frame (&f)->n_bookmarks, 1);
  uint64_t at = frame (&f)->tick;
  scape_engine_save_session (f.engine, path, line);
  wait_for (&f.saved);
  assert_null (f.text);

  scape_engine_restart (f.engine, "a.go", source, &knobs);
  wait_for (&f.loaded);
  assert_int_equal (frame (&f)->n_bookmarks, 1);
  assert_int_equal (frame (&f)->n_branches, 1);
  scape_engine_load (f.engine, "a.go", source, &knobs);
  wait_for (&f.loaded);
  assert_int_equal (frame (&f)->n_bookmarks, 0);

  assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_autoptr (GBytes) session = g_bytes_new (contents, length), half = g_bytes_new (contents, length / 2);
  scape_engine_open_session (f.engine, half);
  wait_for (&f.loaded);
  assert_false (f.adopted);
  assert_string_equal (f.text, "the session file is cut short");
  assert_int_equal (frame (&f)->n_bookmarks, 0);
  scape_engine_open_session (f.engine, session);
  wait_for (&f.loaded);
  assert_true (f.adopted);
  assert_string_equal (f.source, program);
  assert_int_equal (f.n_stops, 1);
  wait_for (&f.stopped); /* on its way since then */
  assert_true (frame (&f)->tick == at);
  assert_int_equal (frame (&f)->pacer.gc_percent, 50);
  scape_engine_go_to_bookmark (f.engine, 0);
  wait_for (&f.stopped);
  assert_true (frame (&f)->tick == tick && frame (&f)->step == step);
  assert_string_equal (frame (&f)->branches[0].name, "main");
  assert_int_equal (frame (&f)->pacer.gc_percent, 100);
  scape_engine_switch_branch (f.engine, 1);
  wait_for (&f.stopped);
  assert_true (frame (&f)->tick == at);

  scape_engine_save_session (f.engine, "/nonexistent/a.scape", NULL);
  wait_for (&f.saved);
  assert_non_null (f.text);
  g_object_unref (f.engine);
  g_unlink (path);
  g_rmdir (folder);
  g_free (f.text);
  g_free (f.source);
}

/* What was decided about the source comes after its machine; what can never stop a run is refused before any. */
static void
test_engine_explains_and_refuses (void **state)
{
  Fixture f = { .engine = scape_engine_new () };
  g_autoptr (GBytes) source = g_bytes_new_static (program, strlen (program));
  GccoreKnobs knobs;
  guint serial;

  g_signal_connect (f.engine, "loaded", G_CALLBACK (loaded_cb), &f);
  g_signal_connect (f.engine, "escapes", G_CALLBACK (escapes_cb), &f);
  g_signal_connect (f.engine, "stop-refused", G_CALLBACK (stop_refused_cb), &f);
  gccore_knobs_init (&knobs);
  serial = scape_engine_load (f.engine, "a.go", source, &knobs);
  wait_for (&f.loaded);
  if (f.explained == 0)
    wait_for (&f.explained);
  assert_int_equal (f.explained, serial);
  assert_true (f.n_stops > 0);

  scape_engine_check_stop (f.engine, "line:4");
  scape_engine_check_stop (f.engine, "line:1");
  wait_for (&f.stop_refused);
  assert_string_equal (f.text, "line:1: there is nothing to stop at on line 1; the next line with code is 2");
  scape_engine_check_stop (f.engine, "func:nobody");
  wait_for (&f.stop_refused);
  assert_string_equal (f.text, "func:nobody: the program has no function \"nobody\", or never calls it");
  assert_int_equal (f.stop_refused, 2);
  g_object_unref (f.engine);
  g_free (f.text);
  g_free (f.source);
}

/* The window's text of an error is put together from its format and arguments, by which it is translated. */
static void
test_errors_are_put_together (void **state)
{
  static const struct { const char *condition, *text; } cases[] = {
    { "cycle:0", "the cycle starts at 1" },
    { "tick:x", "the tick must be a whole number" },
    { "cycle:2/mark:200%", "a progress goes from 0% to 100%" },
    { "cycle:2/nonsense:5%", "\"nonsense\" is no phase; the phases are sweepterm, mark, markterm and sweep" },
    { "heap>much", "\"much\" is no size; write one such as 8MiB" },
  };
  GccoreError error = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = NULL;

      assert_null (gccore_stop_parse (cases[i].condition, &error));
      text = scape_error_text (&error);
      assert_string_equal (text, cases[i].text);
      assert_true (g_str_has_suffix (error.text, cases[i].text));
    }

  int64_t value;
  assert_int_not_equal (gccore_knob_parse (gccore_knob_find ("procs"), "200", &value, &error), GCCORE_OK);
  g_autofree char *text = scape_error_text (&error);
  assert_string_equal (text, error.text);
  assert_string_equal (text, "procs must be between 1 and 64");

  gccore_error_set (&error, GCCORE_ERR_USAGE, "\"%.40s\" is no number", "100 %s");
  gccore_error_put_into (&error, "the session file is damaged: line %u: %s", 7);
  g_autofree char *nested = scape_error_text (&error);
  assert_string_equal (nested, error.text);
  assert_string_equal (nested, "the session file is damaged: line 7: \"100 %s\" is no number");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_engine_saves_and_opens_sessions),
    cmocka_unit_test (test_engine_explains_and_refuses),
    cmocka_unit_test (test_errors_are_put_together),
  };
  return cmocka_run_group_tests_name ("engine-session", tests, NULL, NULL);
}
