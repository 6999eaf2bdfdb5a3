/* Branches, bookmarks and session files: what was left can be returned to, and what was saved comes back or is refused. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "session/session-file.h"

static const char program[] =
  "package main\n"
  "type Node struct { left, right *Node; key int }\n"
  "func build(depth, key int) *Node {\n"
  "\tif depth == 0 { return &Node{key: key} }\n"
  "\treturn &Node{build(depth-1, 2*key), build(depth-1, 2*key+1), key}\n"
  "}\n"
  "func main() {\n"
  "\tlong := build(12, 1)\n"
  "\tfor i := 0; i < 120; i++ {\n"
  "\t\tprintln(i, build(10, i).key)\n"
  "\t}\n"
  "\tprintln(long.key)\n"
  "}\n";

static GccoreMachine *
load (void)
{
  GccoreKnobs knobs;
  gccore_knobs_init (&knobs);
  knobs.procs = 2;
  GccoreMachine *m = gccore_machine_load ("test.go", program, strlen (program), &knobs, NULL, NULL);
  assert_non_null (m);
  gccore_machine_set_history (m, UINT64_C (128) << 20);
  return m;
}

/* To the end in slices, so that moments are taken. */
static uint64_t
run (GccoreMachine *m)
{
  while (gccore_machine_run (m, NULL, 0, 1000, NULL) == GCCORE_STOP_BUDGET)
    ;
  return gccore_machine_hash (m);
}

static uint64_t
hash_at (GccoreMachine *m, uint64_t tick)
{
  assert_int_equal (gccore_machine_seek (m, tick, 0), GCCORE_STOP_STEPPED);
  assert_true (gccore_machine_tick (m) == tick);
  return gccore_machine_hash (m);
}

static void
set (GccoreMachine *m, int64_t gogc)
{
  assert_int_equal (gccore_machine_set_knob (m, "gogc", gogc, NULL), GCCORE_OK);
}

static guint
branch (const GccoreMachine *m, const char *name)
{
  for (guint i = 0; i < gccore_machine_n_branches (m); i++)
    if (strcmp (gccore_machine_branch (m, i).name, name) == 0)
      return i;
  fail_msg ("there is no branch %s", name);
  return 0;
}

static void
switch_to (GccoreMachine *m, const char *name)
{
  assert_int_equal (gccore_machine_switch_branch (m, branch (m, name), 0), GCCORE_STOP_STEPPED);
  assert_string_equal (gccore_machine_branch (m, 0).name, name);
}

static void
test_branches_keep_the_old_future (void **state)
{
  GccoreMachine *m = load ();
  uint64_t main_hash = run (m), main_end = gccore_machine_tick (m);
  uint64_t at = main_end / 2, later = main_end / 4 * 3, later_hash = hash_at (m, later);
  assert_int_equal (gccore_machine_n_branches (m), 1);
  assert_string_equal (gccore_machine_branch (m, 0).name, "main");

  hash_at (m, at);
  set (m, 400);
  assert_int_equal (gccore_machine_n_branches (m), 2);
  assert_string_equal (gccore_machine_branch (m, 0).name, "branch 1");
  assert_true (gccore_machine_branch (m, 1).fork_tick == at && gccore_machine_branch (m, 1).last_tick == main_end);
  assert_true (gccore_machine_last_tick (m) == at);
  uint64_t first_hash = run (m), first_end = gccore_machine_tick (m);
  assert_true (first_hash != main_hash);

  /* A second branch of the first one, that begins before it left. */
  hash_at (m, main_end / 4);
  set (m, 20);
  assert_string_equal (gccore_machine_branch (m, 0).name, "branch 2");
  uint64_t second_hash = run (m);

  for (guint i = 0; i < 3; i++)
    {
      switch_to (m, "main");
      assert_true (gccore_machine_last_tick (m) == main_end);
      assert_true (gccore_machine_tick (m) == at || i > 0);
      assert_true (hash_at (m, later) == later_hash);
      assert_int_equal (gccore_machine_knobs (m)->gogc, 100);
      assert_true (run (m) == main_hash && gccore_machine_tick (m) == main_end);
      switch_to (m, "branch 1");
      assert_true (run (m) == first_hash && gccore_machine_tick (m) == first_end);
      assert_int_equal (gccore_machine_knobs (m)->gogc, 400);
      switch_to (m, "branch 2");
      hash_at (m, main_end / 8 * (i + 1));
      assert_true (run (m) == second_hash);
      assert_int_equal (gccore_machine_verify (m, NULL), GCCORE_OK);
    }
  gccore_machine_free (m);
}

/* The output that belongs to a branch, whichever way the machine came to it. */
static void
test_branches_know_their_output (void **state)
{
  const GccoreFrameRequest request = { 0 };
  GccoreMachine *m = load ();
  run (m);
  uint64_t end = gccore_machine_tick (m);
  GccoreFrame *whole = gccore_machine_frame (m, &request);
  hash_at (m, end / 3);
  set (m, 50);
  hash_at (m, end / 2);
  switch_to (m, "main");
  run (m);
  switch_to (m, "branch 1");
  run (m);
  for (guint i = 0; i < 2; i++)
    {
      GccoreFrame *frame = gccore_machine_frame (m, &request);
      assert_string_equal (frame->output, whole->output);
      gccore_frame_unref (frame);
      switch_to (m, i == 0 ? "main" : "branch 1");
      run (m);
    }
  gccore_frame_unref (whole);
  gccore_machine_free (m);
}

static void
test_branches_stay_when_their_moments_are_thinned (void **state)
{
  GccoreMachine *m = load ();
  uint64_t hash = run (m), end = gccore_machine_tick (m);
  hash_at (m, end / 2);
  set (m, 300);
  gccore_machine_set_history (m, 1);
  run (m);
  switch_to (m, "main");
  assert_true (run (m) == hash && gccore_machine_tick (m) == end);
  gccore_machine_set_history (m, 0);
  gccore_machine_free (m);
}

static void
test_branches_begin_inside_ticks (void **state)
{
  GccoreMachine *m = load ();
  GccoreStop *stop = gccore_stop_parse ("line:10", NULL);
  uint64_t hash = run (m);
  gccore_machine_seek (m, gccore_machine_tick (m) / 2, 0);
  assert_int_equal (gccore_machine_run (m, &stop, 1, 0, NULL), GCCORE_STOP_HIT);
  GccorePosition here = gccore_machine_position (m);
  assert_true (here.step > 0);
  set (m, 30);
  assert_true (gccore_position_compare (gccore_machine_position (m), here) == 0);
  assert_int_equal (gccore_machine_n_branches (m), 2);
  assert_true (run (m) != hash);
  switch_to (m, "main");
  assert_true (gccore_position_compare (gccore_machine_position (m), here) == 0);
  assert_true (run (m) == hash);
  gccore_stop_free (stop);
  gccore_machine_free (m);
}

static void
test_bookmarks_lead_back (void **state)
{
  GccoreMachine *m = load ();
  GccoreError error = { 0 };
  run (m);
  uint64_t end = gccore_machine_tick (m), early = hash_at (m, end / 3);
  gccore_machine_add_bookmark (m, "early");
  hash_at (m, end / 2);
  set (m, 200);
  uint64_t late = run (m);
  gccore_machine_add_bookmark (m, "the end");
  assert_int_equal (gccore_machine_n_bookmarks (m), 2);
  assert_int_equal (gccore_machine_go_to_bookmark (m, 0, 0), GCCORE_STOP_STEPPED);
  assert_string_equal (gccore_machine_branch (m, 0).name, "main");
  assert_true (gccore_machine_hash (m) == early);
  assert_int_equal (gccore_machine_go_to_bookmark (m, 1, 0), GCCORE_STOP_STEPPED);
  assert_string_equal (gccore_machine_branch (m, 0).name, "branch 1");
  assert_true (gccore_machine_hash (m) == late);

  assert_int_equal (gccore_machine_rename_branch (m, 0, "main", &error), GCCORE_ERR_USAGE);
  assert_string_equal (error.text, "another branch is called \"main\"");
  assert_int_equal (gccore_machine_rename_branch (m, 0, "", &error), GCCORE_ERR_USAGE);
  assert_int_equal (gccore_machine_rename_branch (m, 0, "GOGC 200", &error), GCCORE_OK);
  assert_string_equal (gccore_machine_bookmark (m, 1).branch, "GOGC 200");

  /* The timeline knows them. */
  const GccoreFrameRequest request = { 0 };
  GccoreFrame *frame = gccore_machine_frame (m, &request);
  const GccoreTimeline *t = &frame->timeline;
  assert_int_equal (t->n_landmarks, 2);
  assert_int_equal (t->landmarks[0].kind, GCCORE_LANDMARK_KNOB);
  assert_true (t->landmarks[0].position.tick == end / 2 && t->landmarks[0].value == 200 && t->landmarks[0].t_ns > 0);
  assert_string_equal (t->landmarks[0].text, "gogc");
  assert_int_equal (t->landmarks[1].kind, GCCORE_LANDMARK_BOOKMARK);
  assert_string_equal (t->landmarks[1].text, "the end");
  gccore_frame_unref (frame);
  gccore_machine_rename_bookmark (m, 1, "over");
  assert_string_equal (gccore_machine_bookmark (m, 1).name, "over");
  gccore_machine_remove_bookmark (m, 0);
  assert_int_equal (gccore_machine_n_bookmarks (m), 1);
  gccore_machine_free (m);
}

/* --- session files --- */

/* A machine with something of everything, and what is saved of it. */
static char *
saved (gsize *length, uint64_t *hash)
{
  static const char *const stops[] = { "line:10", "cycle:2/mark:50%", NULL };
  GccoreMachine *m = load ();
  run (m);
  uint64_t end = gccore_machine_tick (m);
  gccore_machine_seek (m, end / 2, 0);
  gccore_machine_add_bookmark (m, "half way, \"here\" \\ 在这里");
  set (m, 250);
  gccore_machine_rename_branch (m, 0, "a higher goal", NULL);
  run (m);
  *hash = hash_at (m, end / 2 + 1000);
  g_autoptr (GccoreSession) session = gccore_session_of (m, stops);
  char *text = gccore_session_format (session, length);
  gccore_machine_free (m);
  return text;
}

static void
test_session_comes_back_as_it_was (void **state)
{
  gsize length, again_length;
  uint64_t hash;
  GccoreError error = { 0 };
  g_autofree char *text = saved (&length, &hash);
  assert_true (gccore_session_is_one (text, length));
  g_autoptr (GccoreSession) session = gccore_session_parse (text, length, &error);
  assert_string_equal (error.text, "");
  assert_non_null (session);
  assert_string_equal (session->name, "test.go");
  assert_string_equal (session->source, program);
  assert_int_equal (session->knobs.procs, 2);
  assert_int_equal (session->branches->len, 2);
  assert_int_equal (session->stops->len, 2);
  g_autofree char *again = gccore_session_format (session, &again_length);
  assert_int_equal (again_length, length);
  assert_memory_equal (again, text, length);

  GccoreMachine *m = gccore_session_load (session, NULL, &error);
  assert_non_null (m);
  gccore_machine_set_history (m, UINT64_C (64) << 20);
  const GccoreSessionBranch *present = g_ptr_array_index (session->branches, 0);
  assert_string_equal (present->name, "a higher goal");
  assert_int_equal (gccore_machine_seek_to (m, present->position, 0), GCCORE_STOP_STEPPED);
  assert_true (gccore_machine_hash (m) == hash);
  assert_int_equal (gccore_machine_knobs (m)->gogc, 250);
  assert_string_equal (gccore_machine_bookmark (m, 0).name, "half way, \"here\" \\ 在这里");
  assert_int_equal (gccore_machine_go_to_bookmark (m, 0, 0), GCCORE_STOP_STEPPED);
  assert_string_equal (gccore_machine_branch (m, 0).name, "main");
  assert_int_equal (gccore_machine_knobs (m)->gogc, 100);
  switch_to (m, "a higher goal");
  gccore_machine_free (m);
}

/* The same text with a sum that fits, as somebody would make it who wants to do harm. */
static char *
sealed (const char *text, gsize length, gsize *sealed_length)
{
  const gsize sum_length = strlen ("sha256 ") + 64 + 1;
  gsize body = length - sum_length;
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, body);
  GString *out = g_string_new_len (text, (gssize) body);
  g_string_append_printf (out, "sha256 %s\n", sum);
  *sealed_length = out->len;
  return g_string_free (out, FALSE);
}

static void
test_session_is_refused_when_damaged (void **state)
{
  gsize length;
  uint64_t hash;
  g_autofree char *text = saved (&length, &hash);
  for (gsize cut = 0; cut < length; cut++)
    {
      GccoreError error = { 0 };
      assert_null (gccore_session_parse (text, cut, &error));
      assert_true (error.code == GCCORE_ERR_USAGE && error.text[0] != '\0');
    }
  for (gsize i = 0; i < length; i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        GccoreError error = { 0 };
        text[i] ^= (char) (1 << bit);
        assert_null (gccore_session_parse (text, length, &error));
        assert_true (error.text[0] != '\0');
        gsize sealed_length;
        g_autofree char *other = sealed (text, length, &sealed_length);
        GccoreSession *session = gccore_session_parse (other, sealed_length, &error);
        if (session != NULL) /* harmless: another name, another number */
          gccore_session_free (session);
        text[i] ^= (char) (1 << bit);
      }
}

static void
test_session_refusals_say_why (void **state)
{
  static const struct { const char *from, *to, *error; } rows[] = {
    { "session 1\n", "session 2\n", "the session was saved by a later version of Spanscape (format 2; this one reads up to 1)" },
    { "session 1\n", "session x\n", "the session file is damaged: its version cannot be read" },
    { "knob gogc", "knob gogo", "the session file is damaged: line 3: there is no knob \"gogo\"" },
    { "knob procs 2", "knob procs 200", "the session file is damaged: line 5: procs must be between 1 and 64" },
    { "stop line:10", "stop lime:10", NULL },
    { "source ", "source 9", "the session file is damaged: line 23: the source has another length than it says" },
    { "bookmark ", "bookmork ", "the session file is damaged: line 20: \"bookmork\" means nothing here" },
    { "change ", "change -", NULL },
    { "name test.go", "name test\\", "the session file is damaged: line 2: the text cannot be read" },
    { "spanscape", "spanshape", "this is no session file" },
  };
  gsize length;
  uint64_t hash;
  g_autofree char *text = saved (&length, &hash);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GccoreError error = { 0 };
      gsize sealed_length;
      char *at = strstr (text, rows[i].from);
      assert_non_null (at);
      GString *changed = g_string_new_len (text, at - text);
      g_string_append (changed, rows[i].to);
      g_string_append (changed, at + strlen (rows[i].from));
      g_autofree char *other = sealed (changed->str, changed->len, &sealed_length);
      assert_null (gccore_session_parse (other, sealed_length, &error));
      if (rows[i].error != NULL)
        assert_string_equal (error.text, rows[i].error);
      else
        assert_true (g_str_has_prefix (error.text, "the session file is damaged: line "));
      g_string_free (changed, TRUE);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_branches_keep_the_old_future),
    cmocka_unit_test (test_branches_know_their_output),
    cmocka_unit_test (test_branches_stay_when_their_moments_are_thinned),
    cmocka_unit_test (test_branches_begin_inside_ticks),
    cmocka_unit_test (test_bookmarks_lead_back),
    cmocka_unit_test (test_session_comes_back_as_it_was),
    cmocka_unit_test (test_session_is_refused_when_damaged),
    cmocka_unit_test (test_session_refusals_say_why),
  };
  return cmocka_run_group_tests_name ("branches", tests, NULL, NULL);
}
