/* A machine as the window drives it: steps, stops, frames, knobs; and that none of it changes history. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "session/events.h"
#include "session/machine.h"

static const char trees[] =
  "package main\n"
  "type Node struct { left, right *Node; key int }\n"
  "func build(depth, key int) *Node {\n"
  "\tif depth == 0 { return &Node{key: key} }\n"
  "\treturn &Node{build(depth-1, 2*key), build(depth-1, 2*key+1), key}\n"
  "}\n"
  "func (n *Node) sum() int {\n"
  "\tif n == nil { return 0 }\n"
  "\treturn n.key + n.left.sum() + n.right.sum()\n"
  "}\n"
  "func main() {\n"
  "\tlong := build(13, 1)\n"
  "\ts := 0\n"
  "\tfor i := 0; i < 320; i++ { s += build(11, i).sum() }\n"
  "\tprintln(s, long.sum())\n"
  "}\n";

static GccoreMachine *
load (const char *source, int procs)
{
  GccoreKnobs knobs;
  GccoreError error = { 0 };
  gccore_knobs_init (&knobs);
  knobs.procs = procs;
  knobs.verify = true;
  GccoreMachine *m = gccore_machine_load ("test.go", source, strlen (source), &knobs, NULL, &error);
  assert_string_equal (error.text, "");
  assert_non_null (m);
  return m;
}

static GccoreStopReason
run_to (GccoreMachine *m, const char *condition, uint64_t budget_us)
{
  GccoreStop *stop = gccore_stop_parse (condition, NULL);
  assert_non_null (stop);
  GccoreStopReason reason;
  do
    reason = gccore_machine_run (m, &stop, 1, budget_us, NULL);
  while (reason == GCCORE_STOP_BUDGET);
  gccore_stop_free (stop);
  return reason;
}

static void
test_machine_runs_to_the_end (void **state)
{
  GccoreMachine *m = load (trees, 4);
  int status = -1;
  assert_int_equal (gccore_machine_run (m, NULL, 0, 0, NULL), GCCORE_STOP_ENDED);
  assert_true (gccore_machine_ended (m, &status));
  assert_int_equal (status, 0);
  uint64_t tick = gccore_machine_tick (m);
  assert_int_equal (gccore_machine_run (m, NULL, 0, 0, NULL), GCCORE_STOP_ENDED);
  assert_int_equal (gccore_machine_step (m, GCCORE_BY_TICK, 1, 0), GCCORE_STOP_ENDED);
  assert_true (gccore_machine_tick (m) == tick);
  assert_int_equal (gccore_machine_verify (m, NULL), GCCORE_OK);
  gccore_machine_free (m);
}

static uint64_t
history_hash (int procs, int way)
{
  GccoreMachine *m = load (trees, procs);
  if (way == 1) /* in slices of wall time */
    while (gccore_machine_run (m, NULL, 0, 100, NULL) == GCCORE_STOP_BUDGET)
      ;
  if (way == 2) /* in steps of odd sizes, with frames between */
    {
      const GccoreFrameRequest request = { .max_events = 100 };
      for (uint64_t n = 1; gccore_machine_step (m, GCCORE_BY_TICK, n, 0) == GCCORE_STOP_STEPPED; n = n * 7 % 10007 + 1)
        gccore_frame_unref (gccore_machine_frame (m, &request));
    }
  if (way == 3) /* stopping wherever something happens */
    for (int i = 0;; i++)
      if (gccore_machine_step (m, i % 3 == 0 ? GCCORE_BY_PHASE : i % 3 == 1 ? GCCORE_BY_OBJECT : GCCORE_BY_CYCLE, 1, 0)
          != GCCORE_STOP_STEPPED)
        break;
  assert_int_equal (gccore_machine_run (m, NULL, 0, 0, NULL), GCCORE_STOP_ENDED);
  uint64_t hash = gccore_machine_hash (m) + gccore_machine_tick (m);
  gccore_machine_free (m);
  return hash;
}

static void
test_machine_history_does_not_depend_on_how_it_is_driven (void **state)
{
  for (int procs = 1; procs <= 8; procs *= 2)
    {
      uint64_t hash = history_hash (procs, 0);
      for (int way = 0; way <= 3; way++)
        assert_true (history_hash (procs, way) == hash);
    }
}

static void
test_machine_stops_where_asked (void **state)
{
  GccoreMachine *m = load (trees, 4);
  const GccoreFrameRequest request = { 0 };

  assert_int_equal (run_to (m, "tick:100", 0), GCCORE_STOP_HIT);
  assert_true (gccore_machine_tick (m) == 100);
  assert_int_equal (run_to (m, "cycle:2/mark:50%", 0), GCCORE_STOP_HIT);
  GccoreFrame *frame = gccore_machine_frame (m, &request);
  assert_int_equal (frame->phase, GCCORE_PHASE_MARK);
  assert_int_equal (frame->cycle, 2);
  assert_true (frame->phase_progress[GCCORE_PHASE_MARK] >= 0.5 && frame->phase_progress[GCCORE_PHASE_MARK] < 0.6);
  gccore_frame_unref (frame);

  assert_int_equal (run_to (m, "event:sweep#3", 0), GCCORE_STOP_HIT);
  assert_int_equal (run_to (m, "cycle:3/markterm", 0), GCCORE_STOP_HIT);
  frame = gccore_machine_frame (m, &request);
  assert_int_equal (frame->phase, GCCORE_PHASE_MARK_TERM);
  assert_int_equal (frame->cycle, 3);
  gccore_frame_unref (frame);
  assert_int_equal (run_to (m, "heap>3000000", 0), GCCORE_STOP_HIT);
  frame = gccore_machine_frame (m, &request);
  assert_true (frame->pacer.heap_live > 3000000);
  gccore_frame_unref (frame);
  assert_int_equal (run_to (m, "cycle:1000000", 0), GCCORE_STOP_ENDED);
  gccore_machine_free (m);
}

static void
test_machine_stop_is_the_same_with_a_budget (void **state)
{
  static const char *const conditions[] = { "cycle:2/mark:30%", "event:scan#5000", "heap>3000000", "cycle:3", "tick:7777" };
  for (guint i = 0; i < G_N_ELEMENTS (conditions); i++)
    {
      GccoreMachine *a = load (trees, 2), *b = load (trees, 2);
      assert_int_equal (run_to (a, conditions[i], 0), GCCORE_STOP_HIT);
      assert_int_equal (run_to (b, conditions[i], 50), GCCORE_STOP_HIT);
      assert_true (gccore_machine_tick (a) == gccore_machine_tick (b));
      assert_true (gccore_machine_hash (a) == gccore_machine_hash (b));
      gccore_machine_free (a);
      gccore_machine_free (b);
    }
}

static void
test_machine_passed_condition_does_not_stop_again (void **state)
{
  GccoreMachine *m = load (trees, 4);
  GccoreStop *stops[2] = { gccore_stop_parse ("cycle:1", NULL), gccore_stop_parse ("cycle:2", NULL) };
  guint hit = 9;
  assert_int_equal (gccore_machine_run (m, stops, 2, 0, &hit), GCCORE_STOP_HIT);
  assert_int_equal (hit, 0);
  assert_true (gccore_stop_reached (stops[0], m) && !gccore_stop_reached (stops[1], m));
  assert_int_equal (gccore_machine_run (m, stops, 2, 0, &hit), GCCORE_STOP_HIT);
  assert_int_equal (hit, 1);
  assert_int_equal (gccore_machine_run (m, stops, 2, 0, &hit), GCCORE_STOP_ENDED);
  gccore_stop_free (stops[0]);
  gccore_stop_free (stops[1]);
  gccore_machine_free (m);
}

static void
check_frame (const GccoreFrame *f)
{
  uint64_t page = 0, by_state[GCCORE_N_PAGES_STATES] = { 0 };
  for (uint32_t i = 0; i < f->n_runs; i++)
    {
      const GccoreRun *r = &f->runs[i];
      assert_true (r->page == page && r->n_pages > 0 && r->state < GCCORE_N_PAGES_STATES);
      assert_true (r->n_alloc <= r->n_elems && r->n_marked <= r->n_elems && r->n_grey <= r->n_marked);
      assert_true (r->set != GCCORE_SET_MCACHE || (r->p >= 0 && (uint32_t) r->p < f->n_ps));
      assert_int_equal (gccore_frame_find_run (f, f->heap_base + page * 8192), i);
      page += r->n_pages;
      by_state[r->state] += r->n_pages;
    }
  assert_true (page == f->n_pages);
  assert_memory_equal (by_state, f->pages_by_state, sizeof by_state);
  assert_int_equal (gccore_frame_find_run (f, f->heap_base + page * 8192), -1);

  for (uint32_t i = 0; i < f->n_details; i++)
    {
      const GccoreSpanDetail *d = &f->details[i];
      const GccoreRun *r = &f->runs[d->run];
      uint32_t n_free = 0, n_grey = 0, n_marked = 0;
      for (uint32_t k = 0; k < d->n_elems; k++)
        {
          n_free += d->colour[k] == GCCORE_OBJECT_FREE;
          n_grey += d->colour[k] == GCCORE_OBJECT_GREY;
          n_marked += d->colour[k] >= GCCORE_OBJECT_GREY;
        }
      assert_int_equal (n_free, r->n_elems - r->n_alloc);
      assert_int_equal (n_grey, r->n_grey);
      if (f->phase == GCCORE_PHASE_MARK)
        assert_int_equal (n_marked, r->n_marked);
    }
  for (uint32_t i = 1; i < f->timeline.n_points; i++)
    assert_true (f->timeline.points[i].tick >= f->timeline.points[i - 1].tick);
  for (uint32_t p = 0; p < f->n_ps; p++)
    for (uint32_t i = 1; i < f->ps[p].n_segments; i++)
      assert_true (f->ps[p].segments[i].start_ns >= f->ps[p].segments[i - 1].end_ns);
}

static void
test_machine_frames_are_whole_at_every_phase (void **state)
{
  GccoreMachine *m = load (trees, 4);
  for (int i = 0; i < 30; i++)
    {
      GccoreFrameRequest request = { .max_events = 50 };
      uint64_t spans[64];
      GccoreFrame *frame = gccore_machine_frame (m, &request);
      for (uint32_t k = 0; k < frame->n_runs && request.n_detail_spans < 64; k++)
        if (frame->runs[k].elem_size > 0)
          spans[request.n_detail_spans++] = frame->heap_base + (uint64_t) frame->runs[k].page * 8192 + 8;
      request.detail_spans = spans;
      gccore_frame_unref (frame);
      frame = gccore_machine_frame (m, &request);
      assert_int_equal (frame->n_details, request.n_detail_spans);
      check_frame (frame);
      gccore_frame_unref (frame);
      if (gccore_machine_step (m, i % 2 == 0 ? GCCORE_BY_PHASE : GCCORE_BY_OBJECT, i % 2 == 0 ? 1 : 200, 0)
          != GCCORE_STOP_STEPPED)
        break;
    }
  gccore_machine_free (m);
}

static uint64_t
count_grey (GccoreMachine *m)
{
  const GccoreFrameRequest request = { 0 };
  GccoreFrame *frame = gccore_machine_frame (m, &request);
  uint64_t n = 0;

  for (uint32_t i = 0; i < frame->n_runs; i++)
    n += frame->runs[i].n_grey;
  gccore_frame_unref (frame);
  return n;
}

static void
test_machine_forgetting_grey_makes_no_difference_to_history (void **state)
{
  GccoreMachine *seen = load (trees, 2), *unseen = load (trees, 2);
  uint64_t n_grey = 0;

  gccore_machine_forget_grey (unseen);
  gccore_machine_set_history (unseen, UINT64_C (64) << 20);
  assert_int_equal (run_to (seen, "cycle:1/mark", 0), GCCORE_STOP_HIT);
  assert_int_equal (run_to (unseen, "cycle:1/mark", 0), GCCORE_STOP_HIT);
  for (int i = 0; i < 100; i++)
    {
      assert_int_equal (gccore_machine_step (seen, GCCORE_BY_TICK, 10, 0), GCCORE_STOP_STEPPED);
      assert_int_equal (gccore_machine_step (unseen, GCCORE_BY_TICK, 10, 0), GCCORE_STOP_STEPPED);
      assert_true (gccore_machine_hash (seen) == gccore_machine_hash (unseen));
      n_grey += count_grey (seen);
      assert_true (count_grey (unseen) == 0);
    }
  assert_true (n_grey > 0);
  /* Nor do they come back with a moment of the past. */
  assert_int_equal (gccore_machine_step_back (unseen, GCCORE_BY_TICK, 1, NULL, NULL), GCCORE_STOP_STEPPED);
  assert_true (count_grey (unseen) == 0);
  gccore_machine_free (seen);
  gccore_machine_free (unseen);
}

static void
test_machine_frame_outlives_the_machine (void **state)
{
  GccoreMachine *m = load (trees, 4);
  const GccoreFrameRequest request = { .max_events = 50 };
  gccore_machine_step (m, GCCORE_BY_CYCLE, 1, 0);
  GccoreFrame *frame = gccore_frame_ref (gccore_machine_frame (m, &request));
  gccore_frame_unref (frame);
  gccore_machine_free (m);
  check_frame (frame);
  assert_true (strlen (frame->gs[0].function) > 0);
  gccore_frame_unref (frame);
}

static void
test_machine_knobs_are_part_of_history (void **state)
{
  uint64_t hashes[2];
  for (int i = 0; i < 2; i++)
    {
      GccoreMachine *m = load (trees, 4);
      GccoreError error = { 0 };
      run_to (m, "cycle:1/mark:50%", i == 0 ? 0 : 50);
      assert_int_equal (gccore_machine_set_knob (m, "gogc", 400, &error), GCCORE_OK);
      assert_int_equal (gccore_machine_set_knob (m, "procs", 2, &error), GCCORE_ERR_USAGE);
      assert_int_equal (gccore_machine_set_knob (m, "gogc", -7, &error), GCCORE_ERR_USAGE);
      assert_int_equal (gccore_machine_set_knob (m, "nonsense", 1, &error), GCCORE_ERR_USAGE);
      assert_int_equal (gccore_machine_knobs (m)->gogc, 400);
      assert_int_equal (gccore_machine_run (m, NULL, 0, 0, NULL), GCCORE_STOP_ENDED);
      hashes[i] = gccore_machine_hash (m);
      gccore_machine_free (m);
    }
  assert_true (hashes[0] == hashes[1]);
  assert_true (hashes[0] != history_hash (4, 0));
}

static void
test_machine_diagnostics_are_the_compilers (void **state)
{
  static const char source[] = "package main\n\nfunc main() {\n\tx := 1\n\ty = 2\n}\n";
  GccoreKnobs knobs;
  GccoreError error = { 0 };
  GPtrArray *lines = NULL;
  gccore_knobs_init (&knobs);
  assert_null (gccore_machine_load ("a.go", source, strlen (source), &knobs, &lines, &error));
  assert_int_equal (lines->len, 2);
  const GccoreDiagnostic *first = g_ptr_array_index (lines, 0);
  assert_int_equal (first->line, 4);
  assert_int_equal (first->column, 2);
  assert_string_equal (first->text, "x declared and not used");
  assert_string_equal (error.text, first->text);
  assert_int_equal (error.code, GCCORE_ERR_PROGRAM);
  g_ptr_array_unref (lines);
}

/* Every sentence turned round, as another language may need it. */
static const char *
turn_round (const char *english)
{
  if (g_str_has_prefix (english, "{who} greys {addr}: "))
    return "{arg:x} -> {addr} <{who}>";
  if (g_str_has_prefix (english, "{who} begins"))
    return "{arg2}: {word}, {who}";
  return strcmp (english, "marking") == 0 ? "MARKING" : english;
}

typedef struct { guint n_phases, n_turned; } Retold;

static void
retell (const GccoreFrameEvent *event, gpointer data)
{
  Retold *retold = data;
  g_autoptr (GString) english = g_string_new (NULL), turned = g_string_new (NULL);
  g_autofree char *pointed = g_strdup_printf ("0x%" G_GINT64_MODIFIER "x -> 0x%" G_GINT64_MODIFIER "x <P%d>", event->arg,
                                              event->addr, event->p);

  gccore_event_sentence (english, event, NULL);
  assert_string_equal (english->str, event->text);
  assert_null (strpbrk (english->str, "{}|"));
  gccore_event_sentence (turned, event, turn_round);
  if (strstr (event->text, "points to it") != NULL)
    {
      assert_string_equal (turned->str, pointed);
      retold->n_turned++;
    }
  else if (strstr (event->text, "begins marking (cycle 1)") != NULL)
    {
      assert_true (g_str_has_prefix (turned->str, "1: MARKING, "));
      retold->n_phases++;
    }
}

static void
test_machine_sentences_can_be_retold (void **state)
{
  GccoreMachine *m = load (trees, 4);
  Retold retold = { 0 };

  gccore_machine_set_events (m, retell, &retold);
  assert_int_equal (run_to (m, "cycle:1/mark:50%", 0), GCCORE_STOP_HIT);
  assert_int_equal (retold.n_phases, 1);
  assert_true (retold.n_turned > 10);
  gccore_machine_free (m);
}

static void
test_machine_machines_do_not_disturb_each_other (void **state)
{
  GccoreMachine *a = load (trees, 4), *b = load (trees, 4);
  while (gccore_machine_step (a, GCCORE_BY_TICK, 5000, 0) == GCCORE_STOP_STEPPED)
    {
      gccore_machine_step (b, GCCORE_BY_TICK, 5000, 0);
      assert_true (gccore_machine_tick (a) == gccore_machine_tick (b));
    }
  gccore_machine_run (b, NULL, 0, 0, NULL);
  assert_true (gccore_machine_hash (a) == gccore_machine_hash (b));
  gccore_machine_free (a);
  gccore_machine_free (b);
}

/* However long a run is, a lane shows what its P did: one goroutine that allocates is seen for most of the time, though
 * there are far more stretches than a lane keeps. */
static void
test_machine_lanes_of_a_long_run (void **state)
{
  static const char churn[] = "package main\n"
                              "var keep []*[64]int\n"
                              "func main() {\n"
                              "\tfor i := 0; i < 1500000; i++ {\n"
                              "\t\tkeep = append(keep, new([64]int))\n"
                              "\t\tif len(keep) > 200 { keep = nil }\n"
                              "\t}\n"
                              "}\n";
  GccoreKnobs knobs;
  gccore_knobs_init (&knobs);
  knobs.procs = 16;
  knobs.gogc = 200;
  GccoreMachine *m = gccore_machine_load ("churn.go", churn, strlen (churn), &knobs, NULL, NULL);
  assert_int_equal (gccore_machine_run (m, NULL, 0, 0, NULL), GCCORE_STOP_ENDED);
  const GccoreFrameRequest request = { 0 };
  GccoreFrame *f = gccore_machine_frame (m, &request);
  int64_t busy = 0;
  for (uint32_t p = 0; p < f->n_ps; p++)
    for (uint32_t i = 0; i < f->ps[p].n_segments; i++)
      {
        const GccoreLaneSegment *s = &f->ps[p].segments[i];
        assert_true (s->start_ns <= s->end_ns && s->end_ns <= f->now_ns);
        assert_true (i == 0 || s[-1].end_ns <= s->start_ns);
        if (s->lane == GCCORE_LANE_GOROUTINE)
          busy += s->end_ns - s->start_ns;
      }
  assert_true (busy > f->now_ns * 17 / 20 && busy < f->now_ns * 21 / 20);
  gccore_frame_unref (f);
  gccore_machine_free (m);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_machine_runs_to_the_end),
    cmocka_unit_test (test_machine_history_does_not_depend_on_how_it_is_driven),
    cmocka_unit_test (test_machine_stops_where_asked),
    cmocka_unit_test (test_machine_stop_is_the_same_with_a_budget),
    cmocka_unit_test (test_machine_passed_condition_does_not_stop_again),
    cmocka_unit_test (test_machine_frames_are_whole_at_every_phase),
    cmocka_unit_test (test_machine_forgetting_grey_makes_no_difference_to_history),
    cmocka_unit_test (test_machine_frame_outlives_the_machine),
    cmocka_unit_test (test_machine_knobs_are_part_of_history),
    cmocka_unit_test (test_machine_diagnostics_are_the_compilers),
    cmocka_unit_test (test_machine_machines_do_not_disturb_each_other),
    cmocka_unit_test (test_machine_sentences_can_be_retold),
    cmocka_unit_test (test_machine_lanes_of_a_long_run),
  };
  return cmocka_run_group_tests_name ("machine", tests, NULL, NULL);
}
