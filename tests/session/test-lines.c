/* Places inside ticks: stops at lines and functions, steps by line, forwards and backwards, and that nothing of it moves
 * a tick. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "session/machine.h"

static const char program[] =
  "package main\n"                                        /* 1 */
  "\n"
  "type Node struct {\n"
  "\tleft, right *Node\n"
  "}\n"                                                   /* 5 */
  "\n"
  "func build(depth int) *Node {\n"
  "\tif depth == 0 {\n"
  "\t\treturn &Node{}\n"
  "\t}\n"                                                 /* 10 */
  "\tleft := build(depth - 1)\n"
  "\tright := build(depth - 1)\n"
  "\treturn &Node{left, right}\n"
  "}\n"
  "\n"                                                    /* 15 */
  "func work(c chan int) {\n"
  "\tfor i := 0; i < 3; i++ {\n"
  "\t\tbuild(9)\n"
  "\t\tc <- i\n"
  "\t}\n"                                                 /* 20 */
  "\tclose(c)\n"
  "}\n"
  "\n"
  "func main() {\n"
  "\tc := make(chan int)\n"                               /* 25 */
  "\tgo work(c)\n"
  "\tfor v := range c {\n"
  "\t\tprintln(v)\n"
  "\t}\n"
  "\tsum := 0\n"                                          /* 30 */
  "\tfor i := 0; i < 20; i++ {\n"
  "\t\tsum += i\n"
  "\t}\n"
  "\tbuild(2)\n"
  "\tprintln(sum)\n"                                      /* 35 */
  "}\n";

/* Objects of no bytes, which the collector never hears of. */
static const char empty_program[] =
  "package main\n"                                        /* 1 */
  "\n"
  "func work(n int) []int {\n"
  "\ts := make([]int, n)\n"
  "\treturn s\n"                                          /* 5 */
  "}\n"
  "\n"
  "func main() {\n"
  "\tfor i := 0; i < 9; i++ {\n"
  "\t\tprintln(len(work(i / 3)))\n"                       /* 10 */
  "\t}\n"
  "}\n";

static GccoreMachine *
load_source (const char *source, int procs)
{
  GccoreKnobs knobs;
  GccoreError error = { 0 };
  gccore_knobs_init (&knobs);
  knobs.procs = procs;
  GccoreMachine *m = gccore_machine_load ("test.go", source, strlen (source), &knobs, NULL, &error);
  assert_string_equal (error.text, "");
  assert_non_null (m);
  gccore_machine_set_history (m, UINT64_C (64) << 20);
  return m;
}

static GccoreMachine *
load (int procs)
{
  return load_source (program, procs);
}

static uint32_t
line (GccoreMachine *m)
{
  const GccoreFrameRequest request = { 0 };
  GccoreFrame *frame = gccore_machine_frame (m, &request);
  uint32_t at = frame->next_line;
  assert_true (frame->step == gccore_machine_position (m).step && frame->tick == gccore_machine_tick (m));
  gccore_frame_unref (frame);
  return at;
}

static GccoreStop *
parse (const char *text)
{
  GccoreError error = { 0 };
  GccoreStop *stop = gccore_stop_parse (text, &error);
  assert_string_equal (error.text, "");
  return stop;
}

/* Runs to a stop; the position, or { UINT64_MAX } at the end. */
static GccorePosition
run_to (GccoreMachine *m, GccoreStop *stop)
{
  GccoreStopReason reason = gccore_machine_run (m, &stop, 1, 0, NULL);
  if (reason == GCCORE_STOP_ENDED)
    return (GccorePosition) { UINT64_MAX, 0 };
  assert_int_equal (reason, GCCORE_STOP_HIT);
  return gccore_machine_position (m);
}

static bool
same (GccorePosition a, GccorePosition b)
{
  return gccore_position_compare (a, b) == 0;
}

/* How often a stop comes true in the whole run. */
static guint
count (const char *text, int procs)
{
  GccoreMachine *m = load (procs);
  GccoreStop *stop = parse (text);
  guint n = 0;
  GccorePosition last = { 0 };
  for (GccorePosition at = run_to (m, stop); at.tick != UINT64_MAX; at = run_to (m, stop), n++)
    {
      assert_true (gccore_position_compare (last, at) < 0);
      assert_int_equal (gccore_machine_verify (m, NULL), GCCORE_OK);
      last = at;
    }
  gccore_stop_free (stop);
  gccore_machine_free (m);
  return n;
}

static void
test_lines_are_come_to_as_often_as_they_run (void **state)
{
  for (int procs = 1; procs <= 4; procs += 3)
    {
      assert_int_equal (count ("line:25", procs), 1);
      assert_int_equal (count ("line:19", procs), 3);  /* a send that waits is come to once */
      assert_int_equal (count ("line:18", procs), 3);
      assert_int_equal (count ("line:17", procs), 4);
      assert_int_equal (count ("line:28", procs), 3);
      assert_int_equal (count ("line:32", procs), 20);
      assert_int_equal (count ("line:31", procs), 21);
      assert_int_equal (count ("line:13", procs), 3 * 511 + 3);
      assert_int_equal (count ("line:9", procs), 3 * 512 + 4);
      assert_int_equal (count ("func:build", procs), 3 * 1023 + 7);
      assert_int_equal (count ("line:7", procs), 3 * 1023 + 7);
      assert_int_equal (count ("func:main.work", procs), 1);
    }
}

/* The same history with stops armed as without. */
static void
test_lines_move_no_tick (void **state)
{
  GccoreMachine *plain = load (4), *stopped = load (4);
  GccoreStop *stop = parse ("line:12");
  assert_int_equal (gccore_machine_run (plain, NULL, 0, 0, NULL), GCCORE_STOP_ENDED);
  while (run_to (stopped, stop).tick != UINT64_MAX)
    ;
  assert_true (gccore_machine_tick (plain) == gccore_machine_tick (stopped));
  assert_true (gccore_machine_hash (plain) == gccore_machine_hash (stopped));
  gccore_stop_free (stop);
  gccore_machine_free (plain);
  gccore_machine_free (stopped);
}

static void
test_lines_seek_into_ticks (void **state)
{
  GccoreMachine *m = load (4);
  GccoreStop *stop = parse ("line:12");
  GccorePosition at[40];
  uint64_t hash[40];
  for (guint i = 0; i < 40; i++)
    {
      at[i] = run_to (m, stop);
      assert_true (at[i].step > 0);
      assert_int_equal (line (m), 12);
      hash[i] = gccore_machine_hash (m);
    }
  assert_int_equal (gccore_machine_run (m, NULL, 0, 0, NULL), GCCORE_STOP_ENDED);
  for (guint i = 0; i < 40; i++)
    {
      guint k = i * 27 % 40;
      assert_int_equal (gccore_machine_seek_to (m, at[k], 0), GCCORE_STOP_STEPPED);
      assert_true (same (gccore_machine_position (m), at[k]));
      assert_int_equal (line (m), 12);
      assert_true (gccore_machine_hash (m) == hash[k]);
    }
  for (guint i = 40; i-- > 0;)
    {
      if (i == 39)
        gccore_machine_seek_to (m, at[39], 0);
      else
        assert_int_equal (gccore_machine_run_back (m, &stop, 1, NULL, NULL, NULL), GCCORE_STOP_HIT);
      assert_true (same (gccore_machine_position (m), at[i]));
      assert_true (gccore_machine_hash (m) == hash[i]);
    }
  assert_int_equal (gccore_machine_run_back (m, &stop, 1, NULL, NULL, NULL), GCCORE_STOP_ENDED);
  assert_true (same (gccore_machine_position (m), at[0]));
  gccore_stop_free (stop);
  gccore_machine_free (m);
}

static void
test_lines_step_over_into_and_out (void **state)
{
  static const struct { GccoreGranularity by; uint32_t line; } steps[] = {
    { GCCORE_BY_LINE_OVER, 31 }, { GCCORE_BY_LINE_OVER, 32 }, { GCCORE_BY_LINE_OVER, 31 }, { GCCORE_BY_LINE, 32 },
  }, inner[] = {
    { GCCORE_BY_LINE, 8 }, { GCCORE_BY_LINE_OVER, 11 }, { GCCORE_BY_LINE_OVER, 12 }, { GCCORE_BY_LINE, 8 },
    { GCCORE_BY_LINE, 11 }, { GCCORE_BY_LINE_OUT, 12 }, { GCCORE_BY_LINE_OVER, 13 },
    { GCCORE_BY_LINE_OVER, 35 }, /* nothing is left to do on line 34 */
  };
  GccoreMachine *m = load (4);
  GccoreStop *loop = parse ("line:30"), *call = parse ("line:34");
  run_to (m, loop);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      assert_int_equal (gccore_machine_step (m, steps[i].by, 1, 0), GCCORE_STOP_STEPPED);
      assert_int_equal (line (m), steps[i].line);
    }
  run_to (m, call);
  for (guint i = 0; i < G_N_ELEMENTS (inner); i++)
    {
      assert_int_equal (gccore_machine_step (m, inner[i].by, 1, 0), GCCORE_STOP_STEPPED);
      assert_int_equal (line (m), inner[i].line);
    }
  assert_int_equal (gccore_machine_step (m, GCCORE_BY_LINE_OVER, 1, 0), GCCORE_STOP_STEPPED);
  assert_int_equal (line (m), 36);
  /* Over the last line the goroutine ends, and the program with it. */
  assert_int_equal (gccore_machine_step (m, GCCORE_BY_LINE_OVER, 1, 0), GCCORE_STOP_ENDED);
  gccore_stop_free (loop);
  gccore_stop_free (call);
  gccore_machine_free (m);
}

static void
test_lines_step_back (void **state)
{
  static const struct { GccoreGranularity by; uint32_t line; } back[] = {
    { GCCORE_BY_LINE_OVER, 34 }, { GCCORE_BY_LINE, 31 }, { GCCORE_BY_LINE, 32 }, { GCCORE_BY_LINE, 31 },
  };
  GccoreMachine *m = load (4);
  GccoreStop *last = parse ("line:35"), *deep = parse ("func:build");
  run_to (m, last);
  for (guint i = 0; i < G_N_ELEMENTS (back); i++)
    {
      assert_int_equal (gccore_machine_step_back (m, back[i].by, 1, NULL, NULL), GCCORE_STOP_STEPPED);
      assert_int_equal (line (m), back[i].line);
    }
  run_to (m, deep);
  assert_int_equal (line (m), 8);
  run_to (m, deep);
  assert_int_equal (gccore_machine_step_back (m, GCCORE_BY_LINE_OUT, 1, NULL, NULL), GCCORE_STOP_STEPPED);
  assert_int_equal (line (m), 11);
  assert_int_equal (gccore_machine_step_back (m, GCCORE_BY_LINE_OUT, 1, NULL, NULL), GCCORE_STOP_STEPPED);
  assert_int_equal (line (m), 34);
  GccorePosition inside = gccore_machine_position (m);
  assert_true (inside.step > 0);
  assert_int_equal (gccore_machine_step_back (m, GCCORE_BY_TICK, 1, NULL, NULL), GCCORE_STOP_STEPPED);
  assert_true (same (gccore_machine_position (m), (GccorePosition) { inside.tick, 0 }));
  gccore_stop_free (last);
  gccore_stop_free (deep);
  gccore_machine_free (m);
}

/* A step that is cut into slices of time leads to where it would have led in one go. */
static void
test_lines_step_in_slices (void **state)
{
  GccoreMachine *whole = load (4), *sliced = load (4);
  GccoreStop *stop = parse ("line:18");
  run_to (whole, stop);
  run_to (sliced, stop);
  assert_int_equal (gccore_machine_step (whole, GCCORE_BY_LINE_OVER, 1, 0), GCCORE_STOP_STEPPED);
  GccoreStopReason reason;
  do
    reason = gccore_machine_step (sliced, GCCORE_BY_LINE_OVER, 1, 1);
  while (reason == GCCORE_STOP_BUDGET);
  assert_int_equal (reason, GCCORE_STOP_STEPPED);
  assert_int_equal (line (whole), 19);
  assert_true (same (gccore_machine_position (whole), gccore_machine_position (sliced)));
  gccore_stop_free (stop);
  gccore_machine_free (whole);
  gccore_machine_free (sliced);
}

/* A knob moved inside a tick takes effect at its end, now and when history is gone through again. */
static void
test_lines_take_knobs_inside_ticks (void **state)
{
  GccoreMachine *m = load (2);
  GccoreStop *stop = parse ("line:19");
  GccorePosition at = run_to (m, stop);
  assert_int_equal (gccore_machine_set_knob (m, "gogc", 20, NULL), GCCORE_OK);
  assert_int_equal (gccore_machine_knobs (m)->gogc, 100);
  assert_int_equal (gccore_machine_step (m, GCCORE_BY_TICK, 1, 0), GCCORE_STOP_STEPPED);
  assert_int_equal (gccore_machine_run (m, NULL, 0, 0, NULL), GCCORE_STOP_ENDED);
  assert_int_equal (gccore_machine_knobs (m)->gogc, 20);
  uint64_t end = gccore_machine_tick (m), hash = gccore_machine_hash (m);
  gccore_machine_seek (m, 0, 0);
  gccore_machine_run (m, NULL, 0, 0, NULL);
  assert_true (gccore_machine_tick (m) == end && gccore_machine_hash (m) == hash);
  gccore_machine_seek_to (m, at, 0);
  assert_int_equal (gccore_machine_knobs (m)->gogc, 100);
  gccore_stop_free (stop);
  gccore_machine_free (m);
}

static void
test_lines_without_code_are_refused (void **state)
{
  static const struct { const char *stop, *error; } rows[] = {
    { "line:2", "there is nothing to stop at on line 2; the next line with code is 7" },
    { "line:37", "there is nothing to stop at on line 37" },
    { "line:1000", "there is nothing to stop at on line 1000" },
    { "func:nobody", "the program has no function \"nobody\", or never calls it" },
    { "line:36", "" }, { "line:7", "" }, { "func:build", "" }, { "func:main.build", "" }, { "cycle:3", "" },
  };
  GccoreMachine *m = load (1);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GccoreError error = { 0 };
      GccoreStop *stop = parse (rows[i].stop);
      assert_int_equal (gccore_stop_check (stop, m, &error), rows[i].error[0] != '\0' ? GCCORE_ERR_USAGE : GCCORE_OK);
      assert_string_equal (error.text, rows[i].error);
      gccore_stop_free (stop);
    }
  gccore_machine_free (m);
}

typedef struct { guint calls, cancel_after; uint64_t last; } Progress;

static bool
progress_cb (uint64_t tick, gpointer data)
{
  Progress *progress = data;
  progress->last = tick;
  return ++progress->calls < progress->cancel_after;
}

/* Events about one object or span, counted backwards; colours; and giving a search up. */
static void
test_lines_search_events_backwards (void **state)
{
  GccoreMachine *m = load (4);
  GccoreStop *fourth = parse ("event:alloc#4"), *each = parse ("event:alloc"), *never = parse ("cycle:99");
  GccorePosition at[30];
  guint n = 0;
  for (GccorePosition p = run_to (m, each); p.tick != UINT64_MAX && n < 30; p = run_to (m, each))
    at[n++] = p;
  assert_true (n > 8);
  gccore_machine_seek_to (m, at[n - 1], 0);
  assert_int_equal (gccore_machine_run_back (m, &fourth, 1, NULL, NULL, NULL), GCCORE_STOP_HIT);
  assert_true (same (gccore_machine_position (m), at[n - 5]));

  gccore_machine_run (m, NULL, 0, 0, NULL);
  uint64_t end = gccore_machine_tick (m), hash = gccore_machine_hash (m);
  Progress progress = { .cancel_after = 1 };
  assert_int_equal (gccore_machine_run_back (m, &never, 1, NULL, progress_cb, &progress), GCCORE_STOP_BUDGET);
  assert_int_equal (progress.calls, 1);
  assert_true (gccore_machine_tick (m) == end && gccore_machine_hash (m) == hash);
  progress = (Progress) { .cancel_after = G_MAXUINT };
  assert_int_equal (gccore_machine_run_back (m, &never, 1, NULL, progress_cb, &progress), GCCORE_STOP_ENDED);
  assert_true (progress.last == 0);
  assert_true (gccore_machine_tick (m) == end && gccore_machine_hash (m) == hash);
  gccore_stop_free (fourth);
  gccore_stop_free (each);
  gccore_stop_free (never);
  gccore_machine_free (m);
}

/* Forward, back and forward again by line, from ticks in and between which all kinds of places lie. */
static void
test_lines_forward_undoes_back (void **state)
{
  GccoreMachine *m = load (1);
  for (uint64_t tick = 102; tick < 1500; tick += 97)
    {
      gccore_machine_seek (m, tick, 0);
      for (int i = 0; i < 12; i++)
        {
          gccore_machine_step (m, GCCORE_BY_LINE, 1, 0);
          GccorePosition there = gccore_machine_position (m);
          gccore_machine_step_back (m, GCCORE_BY_LINE, 1, NULL, NULL);
          assert_true (gccore_position_compare (gccore_machine_position (m), there) < 0);
          gccore_machine_step (m, GCCORE_BY_LINE, 1, 0);
          assert_true (same (gccore_machine_position (m), there));
        }
    }
  gccore_machine_free (m);
}

/* Every place that a line is come to at is another one, and leads back to the line. */
static void
test_lines_after_objects_of_no_bytes (void **state)
{
  GccoreMachine *m = load_source (empty_program, 1);
  GccoreStop *stop = parse ("line:5");
  GccorePosition places[9];
  for (int i = 0; i < 9; i++)
    {
      places[i] = run_to (m, stop);
      assert_int_equal (line (m), 5);
      assert_true (i == 0 || gccore_position_compare (places[i - 1], places[i]) < 0);
    }
  for (int i = 8; i >= 0; i--)
    {
      gccore_machine_seek_to (m, places[i], 0);
      assert_int_equal (line (m), 5);
    }
  gccore_stop_free (stop);
  gccore_machine_free (m);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_lines_are_come_to_as_often_as_they_run),
    cmocka_unit_test (test_lines_move_no_tick),
    cmocka_unit_test (test_lines_seek_into_ticks),
    cmocka_unit_test (test_lines_step_over_into_and_out),
    cmocka_unit_test (test_lines_step_back),
    cmocka_unit_test (test_lines_forward_undoes_back),
    cmocka_unit_test (test_lines_after_objects_of_no_bytes),
    cmocka_unit_test (test_lines_step_in_slices),
    cmocka_unit_test (test_lines_take_knobs_inside_ticks),
    cmocka_unit_test (test_lines_without_code_are_refused),
    cmocka_unit_test (test_lines_search_events_backwards),
  };
  return cmocka_run_group_tests_name ("lines", tests, NULL, NULL);
}
