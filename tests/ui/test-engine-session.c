/* The engine with a real machine: stops at lines, branches, bookmarks, sessions saved and opened. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib/gstdio.h>
#include <string.h>

#include "engine/scape-engine.h"

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
  guint loaded, stopped, saved, refused;
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

int
main (void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test (test_engine_saves_and_opens_sessions) };
  return cmocka_run_group_tests_name ("engine-session", tests, NULL, NULL);
}
