/* Going back and forth: whatever way leads to a tick, the machine there is the same. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "session/history.h"
#include "session/machine.h"

static const char program[] =
  "package main\n"
  "type Node struct { left, right *Node; key int }\n"
  "func build(depth, key int) *Node {\n"
  "\tif depth == 0 { return &Node{key: key} }\n"
  "\treturn &Node{build(depth-1, 2*key), build(depth-1, 2*key+1), key}\n"
  "}\n"
  "func main() {\n"
  "\tlong := build(13, 1)\n"
  "\tfor i := 0; i < 450; i++ {\n"
  "\t\tprintln(i, build(11, i).key)\n"
  "\t}\n"
  "\tprintln(long.key)\n"
  "}\n";

#define BUDGET (UINT64_C (256) << 20)

static GccoreMachine *
load (int procs)
{
  GccoreKnobs knobs;
  GccoreError error = { 0 };
  gccore_knobs_init (&knobs);
  knobs.procs = procs;
  GccoreMachine *m = gccore_machine_load ("test.go", program, strlen (program), &knobs, NULL, &error);
  assert_string_equal (error.text, "");
  assert_non_null (m);
  gccore_machine_set_history (m, BUDGET);
  return m;
}

/* Runs to the end in slices, so that many moments are taken; returns the last tick. */
static uint64_t
run_through (GccoreMachine *m)
{
  while (gccore_machine_run (m, NULL, 0, 1000, NULL) == GCCORE_STOP_BUDGET)
    ;
  return gccore_machine_tick (m);
}

static void
seek (GccoreMachine *m, uint64_t tick)
{
  assert_int_equal (gccore_machine_seek (m, tick, 0), GCCORE_STOP_STEPPED);
  assert_true (gccore_machine_tick (m) == tick);
}

static void
test_seek_comes_to_the_same_image (void **state)
{
  for (int procs = 1; procs <= 4; procs += 3)
    {
      GccoreMachine *m = load (procs);
      uint64_t end = run_through (m), end_hash = gccore_machine_hash (m);
      uint64_t hashes[20], random = 7;
      for (guint i = 0; i < 20; i++)
        {
          seek (m, end / 20 * i);
          hashes[i] = gccore_machine_hash (m);
          assert_int_equal (gccore_machine_verify (m, NULL), GCCORE_OK);
        }
      for (guint n = 0; n < 60; n++)
        {
          random = random * UINT64_C (6364136223846793005) + 1442695040888963407u;
          guint i = (guint) (random >> 33) % 20;
          seek (m, end / 20 * i);
          assert_true (gccore_machine_hash (m) == hashes[i]);
        }
      assert_int_equal (gccore_machine_run (m, NULL, 0, 0, NULL), GCCORE_STOP_ENDED);
      assert_true (gccore_machine_tick (m) == end && gccore_machine_hash (m) == end_hash);
      assert_true (gccore_machine_last_tick (m) == end);
      gccore_machine_free (m);
    }
}

/* Where one goes back to a moment is taken, but of such moments there is one. */
static void
test_seek_takes_one_moment_near (void **state)
{
  GccoreMachine *m = load (4);
  uint64_t end = run_through (m);
  guint before = gccore_machine_history_moments (m);
  for (guint i = 1; i < 20; i++)
    seek (m, end - end / 20 * i);
  assert_true (gccore_machine_history_moments (m) <= before + 1);
  gccore_machine_free (m);
}

typedef struct { GString *text; } Heard;

static void
heard_cb (int fd, const char *bytes, gsize length, uint64_t tick, gpointer data)
{
  Heard *heard = data;
  g_string_append_len (heard->text, bytes, (gssize) length);
}

static void
test_seek_sends_no_output_twice (void **state)
{
  Heard heard = { g_string_new (NULL) };
  GccoreMachine *m = load (4);
  gccore_machine_set_output (m, heard_cb, &heard);
  uint64_t end = run_through (m);
  g_autofree char *all = g_strdup (heard.text->str);

  g_string_truncate (heard.text, 0);
  seek (m, end / 2);
  assert_string_equal (heard.text->str, "");
  const GccoreFrameRequest request = { 0 };
  GccoreFrame *frame = gccore_machine_frame (m, &request);
  gsize shown = frame->output_len;
  assert_true (shown > 0 && shown < strlen (all));
  assert_memory_equal (frame->output, all, shown);
  gccore_frame_unref (frame);

  gccore_machine_run (m, NULL, 0, 0, NULL);
  assert_string_equal (heard.text->str, all + shown);

  g_string_truncate (heard.text, 0);
  seek (m, 10);
  seek (m, end); /* jumps */
  assert_string_equal (heard.text->str, all);
  gccore_machine_free (m);
  g_string_free (heard.text, TRUE);
}

static void
test_seek_steps_back_by_each_granularity (void **state)
{
  static const GccoreGranularity all[] = { GCCORE_BY_TICK, GCCORE_BY_OBJECT, GCCORE_BY_SPAN, GCCORE_BY_SWITCH,
                                           GCCORE_BY_PHASE, GCCORE_BY_CYCLE };
  GccoreMachine *m = load (4);
  run_through (m);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      uint64_t ticks[6], hashes[6];
      seek (m, 1000);
      for (guint k = 0; k < 6; k++)
        {
          assert_int_equal (gccore_machine_step (m, all[i], 1, 0), GCCORE_STOP_STEPPED);
          ticks[k] = gccore_machine_tick (m);
          hashes[k] = gccore_machine_hash (m);
        }
      for (guint k = 5; k > 0; k--)
        {
          assert_int_equal (gccore_machine_step_back (m, all[i], 1, NULL, NULL), GCCORE_STOP_STEPPED);
          assert_true (gccore_machine_tick (m) == ticks[k - 1]);
          assert_true (gccore_machine_hash (m) == hashes[k - 1]);
        }
    }
  assert_int_equal (gccore_machine_step_back (m, GCCORE_BY_CYCLE, 1000, NULL, NULL), GCCORE_STOP_STEPPED);
  assert_true (gccore_machine_tick (m) == 0);
  gccore_machine_free (m);
}

static void
test_seek_runs_back_to_a_stop (void **state)
{
  GccoreMachine *m = load (4);
  GccoreStop *stop = gccore_stop_parse ("cycle:2/mark:50%", NULL), *scan = gccore_stop_parse ("event:scan", NULL);
  GccoreStop *never = gccore_stop_parse ("cycle:1000000", NULL);
  guint hit;
  assert_int_equal (gccore_machine_run (m, &stop, 1, 0, NULL), GCCORE_STOP_HIT);
  uint64_t tick = gccore_machine_tick (m), hash = gccore_machine_hash (m);
  assert_int_equal (gccore_machine_run (m, &scan, 1, 0, NULL), GCCORE_STOP_HIT);
  uint64_t scanned = gccore_machine_tick (m);
  uint64_t end = run_through (m);

  assert_int_equal (gccore_machine_run_back (m, &never, 1, &hit, NULL, NULL), GCCORE_STOP_ENDED);
  assert_true (gccore_machine_tick (m) == end);
  assert_int_equal (gccore_machine_run_back (m, &stop, 1, &hit, NULL, NULL), GCCORE_STOP_HIT);
  assert_true (gccore_machine_tick (m) == tick && gccore_machine_hash (m) == hash);
  seek (m, scanned + 1);
  assert_int_equal (gccore_machine_run_back (m, &scan, 1, &hit, NULL, NULL), GCCORE_STOP_HIT);
  assert_true (gccore_machine_tick (m) == scanned);
  gccore_stop_free (stop);
  gccore_stop_free (scan);
  gccore_stop_free (never);
  gccore_machine_free (m);
}

static void
test_seek_replays_knobs (void **state)
{
  GccoreMachine *m = load (4);
  uint64_t plain_end = run_through (m), plain_hash = gccore_machine_hash (m), middle = plain_end / 2 + 1;
  seek (m, middle);
  uint64_t middle_hash = gccore_machine_hash (m);
  assert_int_equal (gccore_machine_set_knob (m, "gogc", 300, NULL), GCCORE_OK);
  assert_true (gccore_machine_last_tick (m) == middle);
  uint64_t end = run_through (m), hash = gccore_machine_hash (m);
  assert_true (hash != plain_hash);

  seek (m, 5);
  assert_int_equal (gccore_machine_knobs (m)->gogc, 100);
  seek (m, middle);
  assert_true (gccore_machine_hash (m) == middle_hash || gccore_machine_knobs (m)->gogc == 300);
  seek (m, middle + 10);
  assert_int_equal (gccore_machine_knobs (m)->gogc, 300);
  assert_true (run_through (m) == end);
  assert_true (gccore_machine_hash (m) == hash);
  gccore_machine_free (m);
}

static void
test_seek_keeps_within_its_budget (void **state)
{
  GccoreMachine *m = load (4);
  gccore_machine_set_history (m, 1); /* nothing but the first and the last moment */
  uint64_t end = run_through (m), hash = gccore_machine_hash (m);
  seek (m, end / 3);
  seek (m, 0);
  seek (m, end);
  assert_true (gccore_machine_hash (m) == hash);
  gccore_machine_set_history (m, 0);
  assert_int_equal (gccore_machine_seek (m, 3, 0), GCCORE_STOP_STEPPED);
  assert_true (gccore_machine_tick (m) == end);
  gccore_machine_free (m);
}

/* How many events a frame tells of the tick that has just been. */
static guint
count_last_events (GccoreMachine *m)
{
  const GccoreFrameRequest request = { .max_events = 500 };
  GccoreFrame *frame = gccore_machine_frame (m, &request);
  guint n = 0;
  for (guint i = 0; i < frame->n_events; i++)
    n += frame->events[i].tick + 1 == frame->tick || frame->events[i].tick == frame->tick;
  gccore_frame_unref (frame);
  return n;
}

static void
test_seek_hears_the_last_tick (void **state)
{
  static const char *const stops[] = { "cycle:3", "cycle:4/sweep", "end" };
  Heard heard = { g_string_new (NULL) };
  GccoreMachine *m = load (4);
  gccore_machine_set_output (m, heard_cb, &heard);
  for (guint i = 0; i < G_N_ELEMENTS (stops); i++)
    {
      GccoreStop *stop = gccore_stop_parse (stops[i], NULL);
      GccoreStopReason reason = gccore_machine_run (m, &stop, 1, 0, NULL);
      assert_true (reason == GCCORE_STOP_HIT || reason == GCCORE_STOP_ENDED);
      uint64_t tick = gccore_machine_tick (m), hash = gccore_machine_hash (m);
      int status = -1;
      bool ended = gccore_machine_ended (m, &status);
      gsize length = heard.text->len;
      guint flat_out = count_last_events (m);
      for (guint k = 0; k < 2; k++)
        {
          gccore_machine_hear_last (m);
          assert_true (gccore_machine_tick (m) == tick && gccore_machine_hash (m) == hash);
          assert_true (count_last_events (m) > flat_out);
          assert_true (gccore_machine_ended (m, &status) == ended);
          assert_true (heard.text->len == length);
        }
      gccore_stop_free (stop);
    }
  /* What a seek comes to is heard, be there a checkpoint of that very tick or not. */
  uint64_t end = gccore_machine_tick (m);
  for (guint i = 1; i < 40; i++)
    {
      seek (m, end * i / 40);
      guint n = count_last_events (m);
      seek (m, 3);
      seek (m, end * i / 40);
      assert_int_equal (count_last_events (m), n);
    }
  gccore_machine_free (m);
  g_string_free (heard.text, TRUE);
}

/* The end may come among the slices that are observed after a call's time is over: then what is told of it does not depend
 * on where that time was over. */
static void
test_seek_hears_the_end_alike (void **state)
{
  const GccoreFrameRequest request = { .max_events = 500 };
  guint n_first = 0, n_heard = 0;

  for (guint slices = 0; slices < 6; slices++)
    {
      GccoreMachine *m = load (4);
      uint64_t end = run_through (m), from = end > slices * 400 ? end - slices * 400 : 0;
      GccoreFrame *frame;

      seek (m, from);
      while (gccore_machine_run (m, NULL, 0, 1, NULL) == GCCORE_STOP_BUDGET)
        ;
      gccore_machine_hear_last (m);
      frame = gccore_machine_frame (m, &request);
      if (slices == 0)
        n_first = frame->n_events;
      n_heard += frame->n_events == n_first;
      gccore_frame_unref (frame);
      gccore_machine_free (m);
    }
  assert_true (n_first > 0);
  assert_int_equal (n_heard, 6);
}

/* The ticks of the events that a frame tells, as text. */
static char *
told_ticks (GccoreMachine *m)
{
  const GccoreFrameRequest request = { .max_events = 500 };
  GccoreFrame *frame = gccore_machine_frame (m, &request);
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < frame->n_events; i++)
    g_string_append_printf (text, "%u ", (guint) (gccore_machine_tick (m) - frame->events[i].tick));
  gccore_frame_unref (frame);
  return g_string_free (text, FALSE);
}

/* Moments are taken as the host's time goes by, and so one may lie among the last ticks, and have heard what came before
 * it; what is told of the end is the same. */
static void
test_seek_hears_the_end_alike_from_any_moment (void **state)
{
  static const guint before_end[] = { 1, 40, 100, 350, 1000, 1100 };
  g_autofree char *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (before_end); i++)
    {
      GccoreMachine *m = load (4);
      seek (m, run_through (m) - before_end[i]);
      history_take_near (m);
      while (gccore_machine_run (m, NULL, 0, 0, NULL) == GCCORE_STOP_BUDGET)
        ;
      gccore_machine_hear_last (m);
      g_autofree char *told = told_ticks (m);
      if (first == NULL)
        first = g_steal_pointer (&told);
      else
        assert_string_equal (told, first);
      gccore_machine_free (m);
    }
  assert_string_not_equal (first, "");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_seek_comes_to_the_same_image),
    cmocka_unit_test (test_seek_takes_one_moment_near),
    cmocka_unit_test (test_seek_sends_no_output_twice),
    cmocka_unit_test (test_seek_steps_back_by_each_granularity),
    cmocka_unit_test (test_seek_runs_back_to_a_stop),
    cmocka_unit_test (test_seek_replays_knobs),
    cmocka_unit_test (test_seek_keeps_within_its_budget),
    cmocka_unit_test (test_seek_hears_the_last_tick),
    cmocka_unit_test (test_seek_hears_the_end_alike),
    cmocka_unit_test (test_seek_hears_the_end_alike_from_any_moment),
  };
  return cmocka_run_group_tests_name ("seek", tests, NULL, NULL);
}
