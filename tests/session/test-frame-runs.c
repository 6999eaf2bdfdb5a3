/* What frames tell of the heap: that what is kept from one frame to the next is what a fresh look finds, at many moments
 * of a run, also after going back; and that a frame for a map's cells has what can be seen in them. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "session/frame-runs.h"
#include "session/history.h"

/* Small objects of several sizes and large ones on several Ps, stacks that grow, cycles, memory given back. */
static const char churn[] =
  "package main\n"
  "import \"runtime/debug\"\n"
  "type Node struct { left, right *Node; key [3]int }\n"
  "func build(depth int) *Node {\n"
  "\tif depth == 0 { return &Node{} }\n"
  "\treturn &Node{left: build(depth-1), right: build(depth-1)}\n"
  "}\n"
  "func deep(n int) int {\n"
  "\tvar a [100]int\n"
  "\tif n > 0 { a[n%100] = deep(n-1) }\n"
  "\treturn a[n%100] + 1\n"
  "}\n"
  "func work(n int, done chan int) {\n"
  "\ts := 0\n"
  "\tvar large [][]byte\n"
  "\tfor i := 0; i < n; i++ {\n"
  "\t\tif build(9).left != nil { s++ }\n"
  "\t\tb := make([]byte, 500*i)\n"
  "\t\tif i%10 == 0 { go func() { s += deep(i) }() }\n"
  "\t\tif i%3 == 0 { large = append(large, b) }\n"
  "\t}\n"
  "\tdone <- s + len(large)\n"
  "}\n"
  "func main() {\n"
  "\tdone := make(chan int)\n"
  "\tfor r := 0; r < 3; r++ {\n"
  "\t\tfor i := 0; i < 3; i++ { go work(150, done) }\n"
  "\t\tprintln(<-done + <-done + <-done)\n"
  "\t\tdebug.FreeOSMemory()\n"
  "\t}\n"
  "}\n";

static GccoreMachine *
load (const char *source, int procs)
{
  GccoreKnobs knobs;
  GccoreError error = { 0 };
  gccore_knobs_init (&knobs);
  knobs.procs = procs;
  GccoreMachine *m = gccore_machine_load ("test.go", source, strlen (source), &knobs, NULL, &error);
  assert_string_equal (error.text, "");
  assert_non_null (m);
  return m;
}

static GccoreMachine *
load_wide (void)
{
  g_autofree char *source = NULL;
  assert_true (g_file_get_contents (WIDE_HEAP, &source, NULL, NULL));
  return load (source, 2);
}

static GccoreStopReason
run_until (GccoreMachine *m, const char *condition)
{
  GccoreStop *stop = gccore_stop_parse (condition, NULL);
  GccoreStopReason reason = gccore_machine_run (m, &stop, 1, 0, NULL);
  gccore_stop_free (stop);
  return reason;
}

static bool
run_on (GccoreMachine *m, uint64_t n_ticks)
{
  g_autofree char *condition = g_strdup_printf ("tick:%" G_GUINT64_FORMAT, gccore_machine_tick (m) + n_ticks);
  GccoreStopReason reason = run_until (m, condition);
  assert_true (reason == GCCORE_STOP_HIT || reason == GCCORE_STOP_ENDED);
  return reason == GCCORE_STOP_HIT;
}

/* Built from nothing; what is kept stays as it is. */
static GccoreFrame *
fresh_frame (GccoreMachine *m, const GccoreFrameRequest *request)
{
  FrameRuns *kept = m->frame_runs;
  uint64_t *changed = m->heap.changed_spans;
  m->frame_runs = NULL;
  m->heap.changed_spans = NULL;
  GccoreFrame *frame = gccore_machine_frame (m, request);
  frame_runs_free (m->frame_runs);
  m->frame_runs = kept;
  m->heap.changed_spans = changed;
  return frame;
}

static void
check_same (const GccoreFrame *kept, const GccoreFrame *fresh)
{
  assert_int_equal (kept->n_runs, fresh->n_runs);
  assert_int_equal (kept->n_left_out, fresh->n_left_out);
  for (uint32_t i = 0; i < kept->n_runs; i++)
    assert_memory_equal (&kept->runs[i], &fresh->runs[i], sizeof (GccoreRun));
  assert_memory_equal (kept->pages_by_state, fresh->pages_by_state, sizeof kept->pages_by_state);
}

static void
check_kept (GccoreMachine *m, const GccoreFrameRequest *request)
{
  GccoreFrame *kept = gccore_machine_frame (m, request), *fresh = fresh_frame (m, request);
  check_same (kept, fresh);
  gccore_frame_unref (kept);
  gccore_frame_unref (fresh);
}

static void
test_kept_runs_are_true (void **state)
{
  static const int procs[] = { 1, 4 };
  const GccoreFrameRequest request = { 0 };
  for (guint i = 0; i < G_N_ELEMENTS (procs); i++)
    {
      GccoreMachine *m = load (churn, procs[i]);
      guint n = 0;
      for (uint64_t ticks = 1; run_on (m, ticks); ticks = ticks * 7 % 3001 + 1, n++)
        check_kept (m, &request);
      check_kept (m, &request);
      assert_true (n > 100);
      gccore_machine_free (m);
    }
}

static uint64_t
next_random (uint64_t *x)
{
  *x = *x * UINT64_C (6364136223846793005) + 1442695040888963407;
  return *x >> 33;
}

/* With all of its history behind it. */
static void
run_recorded (GccoreMachine *m)
{
  gccore_machine_set_history (m, UINT64_C (256) << 20);
  while (run_on (m, 20000))
    ;
}

static void
seek (GccoreMachine *m, uint64_t tick)
{
  assert_int_equal (gccore_machine_seek (m, tick, 0), GCCORE_STOP_STEPPED);
}

static void
test_kept_runs_are_true_after_going_back (void **state)
{
  const GccoreFrameRequest request = { 0 };
  GccoreMachine *m = load (churn, 4);
  run_recorded (m);
  uint64_t last = gccore_machine_tick (m), x = 1;
  for (guint i = 0; i < 40; i++)
    {
      seek (m, next_random (&x) % last);
      check_kept (m, &request);
      gccore_machine_step_back (m, GCCORE_BY_TICK, 1, NULL, NULL);
      check_kept (m, &request);
    }
  gccore_machine_free (m);
}

/* Far and near, with and without a frame before running on, so that what is kept is of all ages. */
static void
test_kept_runs_are_true_back_and_forth (void **state)
{
  static const int procs[] = { 1, 4 };
  const GccoreFrameRequest request = { 0 };
  for (guint k = 0; k < G_N_ELEMENTS (procs); k++)
    {
      GccoreMachine *m = load (churn, procs[k]);
      run_recorded (m);
      uint64_t last = gccore_machine_tick (m), x = 2;
      for (guint i = 0; i < 300; i++)
        {
          uint64_t here = gccore_machine_tick (m), near = next_random (&x) % 20000;
          uint64_t tick = i % 4 == 0 ? next_random (&x) : i % 2 == 0 ? here + near : here - MIN (here, near);
          seek (m, tick % last);
          if (next_random (&x) % 2 == 0)
            check_kept (m, &request);
          run_on (m, 1 + next_random (&x) % 3000);
          if (next_random (&x) % 3 > 0)
            check_kept (m, &request);
        }
      gccore_machine_free (m);
    }
}

static uint32_t
count_noted (const GccoreMachine *m)
{
  uint32_t n = 0;
  for (uint64_t w = 0; w < m->heap.n_pages / 64; w++)
    n += popcount64 (m->heap.changed_spans[w]);
  return n;
}

/* The same of a large heap, of which little changes: and so little is told again. */
static void
test_kept_runs_of_a_large_heap_survive_going_back (void **state)
{
  const GccoreFrameRequest request = { .cells = { 1024, 100, 0, UINT32_MAX } };
  GccoreMachine *m = load_wide ();
  run_recorded (m);
  uint64_t last = gccore_machine_tick (m), x = 3;
  for (guint i = 0; i < 30; i++)
    {
      uint64_t tick = last / 2 + next_random (&x) % (last / 2);
      seek (m, tick - 3);
      history_take (m); /* where moments are otherwise is a matter of the host's speed */
      seek (m, tick);
      check_kept (m, &request);
      gccore_machine_step_back (m, GCCORE_BY_TICK, 1, NULL, NULL);
      check_kept (m, &request);
      gccore_machine_step_back (m, GCCORE_BY_TICK, 1, NULL, NULL); /* from that moment */
      assert_true (count_noted (m) < 40000); /* of a hundred thousand */
      check_kept (m, &request);
    }
  gccore_machine_free (m);
}

/* Objects that die without a trace in their spans: how many a mark finds alive depends on when it begins. */
static const char dying[] =
  "package main\n"
  "type node struct { next *node; pad [15]int }\n"
  "var keep [20000]*node\n"
  "var waste []byte\n"
  "func main() {\n"
  "\tfor i := range keep { keep[i] = &node{} }\n"
  "\tfor i := range keep { keep[i] = nil; waste = make([]byte, 1000) }\n"
  "}\n";

static void
test_kept_runs_do_not_outlive_their_marks (void **state)
{
  const GccoreFrameRequest request = { 0 };
  GccoreMachine *m = load (dying, 2);
  gccore_machine_set_history (m, UINT64_C (256) << 20);
  assert_int_equal (run_until (m, "cycle:4"), GCCORE_STOP_HIT);
  uint64_t before = gccore_machine_tick (m) - 2000;
  seek (m, before);
  history_take (m); /* else the spans are made again, too, and are new ones */
  assert_int_equal (run_until (m, "cycle:4/sweep"), GCCORE_STOP_HIT);
  check_kept (m, &request);
  seek (m, before + 1);
  assert_int_equal (gccore_machine_set_knob (m, "gogc", 50, NULL), GCCORE_OK);
  assert_int_equal (run_until (m, "cycle:4/sweep"), GCCORE_STOP_HIT);
  check_kept (m, &request);
  assert_int_equal (gccore_machine_switch_branch (m, 1, 0), GCCORE_STOP_STEPPED);
  check_kept (m, &request);
  gccore_machine_free (m);
}

static void
test_kept_runs_are_true_on_other_branches (void **state)
{
  const GccoreFrameRequest request = { 0 };
  GccoreMachine *m = load (churn, 4);
  run_recorded (m);
  uint64_t x = 4;
  for (guint i = 0; i < 60; i++)
    {
      seek (m, next_random (&x) % gccore_machine_last_tick (m));
      check_kept (m, &request);
      if (i % 3 == 0)
        gccore_machine_set_knob (m, "gogc", 50 + (int64_t) (next_random (&x) % 100), NULL);
      else
        gccore_machine_switch_branch (m, (guint) next_random (&x) % gccore_machine_n_branches (m), 0);
      if (i % 2 == 0)
        check_kept (m, &request);
      run_on (m, 1 + next_random (&x) % 40000);
      check_kept (m, &request);
    }
  assert_true (gccore_machine_n_branches (m) > 10);
  gccore_machine_free (m);
}

/* Sweeping goes through states that last a few ticks. */
static void
test_kept_runs_are_true_at_every_tick_of_a_sweep (void **state)
{
  const GccoreFrameRequest request = { 0 };
  GccoreMachine *m = load (churn, 4);
  assert_int_equal (run_until (m, "cycle:3/sweep"), GCCORE_STOP_HIT);
  for (guint i = 0; i < 600; i++)
    {
      assert_true (run_on (m, 1));
      check_kept (m, &request);
    }
  gccore_machine_free (m);
}

/* A sweep that is late may find spans that the one before has left. */
static void
test_kept_runs_are_true_of_a_broken_sweep (void **state)
{
  const GccoreFrameRequest request = { 0 };
  GccoreMachine *m = load (churn, 4);
  assert_int_equal (gccore_machine_set_knob (m, "break_proportional_sweep", 1, NULL), GCCORE_OK);
  while (run_on (m, 331))
    check_kept (m, &request);
  gccore_machine_free (m);
}

/* A program that takes away Ps with all that they hold. */
static void
test_kept_runs_are_true_when_ps_go (void **state)
{
  const GccoreFrameRequest request = { 0 };
  static const char source[] =
    "package main\n"
    "import \"runtime\"\n"
    "type list struct { next *list; pad [9]int }\n"
    "func work(done chan *list) {\n"
    "\tvar all *list\n"
    "\tfor k := 0; k < 700; k++ { all = &list{next: all} }\n"
    "\tdone <- all\n"
    "}\n"
    "func main() {\n"
    "\tdone := make(chan *list)\n"
    "\tfor i := 0; i < 9; i++ {\n"
    "\t\truntime.GOMAXPROCS(1 + i*5%8)\n"
    "\t\tfor k := 0; k < 5; k++ { go work(done) }\n"
    "\t\tfor k := 0; k < 5; k++ { <-done }\n"
    "\t}\n"
    "}\n";
  GccoreMachine *m = load (source, 4);
  while (run_on (m, 97))
    check_kept (m, &request);
  gccore_machine_free (m);
}

/* --- frames that are looked at while others are made --- */

#define MAX_HELD 5u

/* Frames, and what they told when they were made. */
typedef struct { GccoreFrame *kept[MAX_HELD], *fresh[MAX_HELD]; } Held;

static void
let_go (Held *held, guint i)
{
  if (held->kept[i] == NULL)
    return;
  check_same (held->kept[i], held->fresh[i]);
  g_clear_pointer (&held->kept[i], gccore_frame_unref);
  g_clear_pointer (&held->fresh[i], gccore_frame_unref);
}

/* Frames that somebody has are not written to, however many there are; those made from what nobody has are true. */
static void
check_held (GccoreMachine *m, uint64_t ticks, guint n_requests, const GccoreFrameRequest *requests)
{
  Held held = { 0 };
  uint64_t x = 5;
  guint n = 0;
  for (; run_on (m, ticks); n++)
    {
      guint n_held = next_random (&x) >> 28, place = next_random (&x) % MAX_HELD;
      const GccoreFrameRequest *request = &requests[next_random (&x) % n_requests];
      for (guint i = n_held; i < MAX_HELD; i++)
        let_go (&held, i);
      let_go (&held, place);
      held.kept[place] = gccore_machine_frame (m, request);
      held.fresh[place] = fresh_frame (m, request);
      check_same (held.kept[place], held.fresh[place]);
    }
  for (guint i = 0; i < MAX_HELD; i++)
    let_go (&held, i);
  assert_true (n > 20);
}

static void
test_held_frames_stay_as_they_are (void **state)
{
  const GccoreFrameRequest request = { 0 };
  GccoreMachine *m = load (churn, 4);
  check_held (m, 501, 1, &request);
  gccore_machine_free (m);
}

/* The same of a large heap and its cells, which change from frame to frame now and then. */
static void
test_held_frames_of_cells_stay_as_they_are (void **state)
{
  static const GccoreFrameRequest requests[] = {
    { .cells = { 1024, 100, 0, UINT32_MAX } }, { .cells = { 1024, 100, 0, UINT32_MAX } },
    { .cells = { 1024, 100, 0, UINT32_MAX } }, { .cells = { 4096, 1440, 3, 9 } }, { 0 },
  };
  GccoreMachine *m = load_wide ();
  check_held (m, 5003, G_N_ELEMENTS (requests), requests);
  gccore_machine_free (m);
}

/* --- cells --- */

static bool
same_run (const GccoreRun *a, const GccoreRun *b)
{
  GccoreRun x = *a, y = *b;
  x.n_counted = y.n_counted = 0;
  return memcmp (&x, &y, sizeof x) == 0;
}

/* The longest run of each cell, looked for as the definition says. */
static void
check_cells (const GccoreFrame *whole, const GccoreFrame *part, const GccoreMapCells *cells)
{
  double pages_per_cell = (double) cells->pages_per_row / cells->per_row;
  uint64_t grown = whole->n_pages - whole->pages_by_state[GCCORE_PAGES_RESERVED];
  uint32_t k = 0;
  for (uint64_t row = cells->first_row; row < cells->end_row; row++)
    for (uint32_t c = 0; c < cells->per_row; c++)
      {
        uint64_t a = row * cells->pages_per_row + (uint64_t) (c * pages_per_cell);
        uint64_t b = row * cells->pages_per_row + (uint64_t) ((c + 1) * pages_per_cell), longest = 0;
        const GccoreRun *best = NULL;
        b = MIN (b, grown);
        while (k > 0 && whole->runs[k].page > a)
          k--;
        for (; a < b && k < whole->n_runs && whole->runs[k].page < b; k++)
          {
            const GccoreRun *r = &whole->runs[k];
            uint64_t from = MAX (a, r->page), to = MIN (b, (uint64_t) r->page + r->n_pages);
            if (to > from && to - from > longest)
              {
                longest = to - from;
                best = r;
              }
          }
        k -= k > 0;
        if (best == NULL)
          continue;
        int found = gccore_frame_find_run (part, part->heap_base + (uint64_t) best->page * 8192);
        assert_true (found >= 0 && same_run (&part->runs[found], best));
      }
}

/* All that it tells is true, in order, and reaches from end to end; sums are exact but for what the sweep has done. */
static void
check_part (const GccoreFrame *whole, const GccoreFrame *part)
{
  uint64_t pages = 0;
  uint32_t k = 0;
  assert_true (part->n_left_out > 0);
  assert_int_equal (part->n_runs + part->n_left_out, whole->n_runs);
  assert_true (same_run (&part->runs[0], &whole->runs[0]));
  assert_true (same_run (&part->runs[part->n_runs - 1], &whole->runs[whole->n_runs - 1]));
  for (uint32_t i = 0; i < part->n_runs; i++)
    {
      while (k < whole->n_runs && whole->runs[k].page < part->runs[i].page)
        k++;
      assert_true (k < whole->n_runs && same_run (&part->runs[i], &whole->runs[k]));
      k++;
    }
  for (guint s = 0; s < GCCORE_N_PAGES_STATES; s++)
    {
      uint64_t told = part->pages_by_state[s], is = whole->pages_by_state[s];
      pages += told;
      if (!part->states_estimated || s >= GCCORE_PAGES_FREE || s == GCCORE_PAGES_STACK || s == GCCORE_PAGES_CACHED)
        assert_int_equal (told, is);
      else
        assert_true (MAX (told, is) - MIN (told, is) <= whole->n_pages / 50);
    }
  assert_int_equal (pages, whole->n_pages);
}

/* By how many pages allocated to each of a few sizes the sample is off. */
static void
check_sample (const GccoreFrame *whole, const GccoreFrame *part)
{
  static const uint32_t sizes[] = { 64, 8192, 16384, 24576, 40960 };
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      uint64_t is = 0, told = 0;
      for (uint32_t k = 0; k < whole->n_runs; k++)
        is += whole->runs[k].elem_size == sizes[i] ? gccore_frame_counted_pages (whole, &whole->runs[k]) : 0;
      for (uint32_t k = 0; k < part->n_runs; k++)
        told += part->runs[k].elem_size == sizes[i] ? gccore_frame_counted_pages (part, &part->runs[k]) : 0;
      assert_true (MAX (told, is) - MIN (told, is) <= whole->n_pages / 25);
    }
}

static void
test_cells_show_their_longest_run (void **state)
{
  static const GccoreMapCells some[] = {
    { 1024, 900, 0, UINT32_MAX },     /* hardly more than a page a cell */
    { 4096, 1440, 0, UINT32_MAX }, { 8192, 777, 3, 9 },
    { 65536, 333, 0, 2 },             /* cells of more than 64 pages */
    { 4096, 4096, 5, 11 },            /* all of these rows */
    { 1024, 100, 40, 40 },            /* nothing is seen */
  };
  const GccoreFrameRequest all = { 0 };
  GccoreMachine *m = load_wide ();
  guint n = 0;
  for (uint64_t ticks = 20011; run_on (m, ticks); n++)
    {
      GccoreFrame *whole = fresh_frame (m, &all);
      uint64_t middle = whole->heap_base + whole->n_pages / 3 * 8192;
      const GccoreMapCells *cells = &some[n % G_N_ELEMENTS (some)];
      const GccoreFrameRequest request = { .detail_spans = &middle, .n_detail_spans = 1, .object = middle + 77 * 8192,
                                           .cells = *cells };
      assert_int_equal (whole->n_left_out, 0);
      if (whole->n_pages > GCCORE_MAX_WHOLE_PAGES)
        {
          GccoreFrame *part = gccore_machine_frame (m, &request);
          check_part (whole, part);
          check_sample (whole, part);
          if (cells->end_row > cells->first_row)
            {
              GccoreMapCells there = *cells;
              there.end_row = MIN (there.end_row, whole->n_pages / there.pages_per_row + 1);
              check_cells (whole, part, &there);
            }
          assert_true (gccore_frame_find_run (part, middle) >= 0);
          assert_true (gccore_frame_find_run (part, request.object) >= 0);
          gccore_frame_unref (part);
          check_kept (m, &request);
        }
      gccore_frame_unref (whole);
    }
  assert_true (n > 20);
  gccore_machine_free (m);
}


static void
check_told (const GccoreFrame *frame, Addr addr)
{
  assert_true (gccore_frame_find_run (frame, addr) >= 0);
}

static void
check_list (GccoreMachine *m, const GccoreFrame *frame, const Spanset *list, guint n)
{
  for (uint32_t i = 0; i < MIN (n, spanset_length (list)); i++)
    {
      const Mspan *s = heap_span (&m->heap, spanset_peek (list, &m->image, i));
      check_told (frame, s->base);
      assert_true (frame->runs[gccore_frame_find_run (frame, s->base)].set >= GCCORE_SET_PARTIAL_SWEPT);
    }
}

/* Where no cell is looked at there are still the sample, the lists' first spans, and the spans of the graph's objects. */
static void
test_lists_and_the_graph_are_told (void **state)
{
  const GccoreFrameRequest all = { 0 }, request = { .cells = GCCORE_NO_CELLS, .list_spans = 7, .max_graph_nodes = 100 };
  GccoreMachine *m = load_wide ();
  guint n = 0;
  for (uint64_t ticks = 50021; run_on (m, ticks); n++)
    {
      GccoreFrame *whole = fresh_frame (m, &all), *part = gccore_machine_frame (m, &request);
      uint32_t sweepgen = m->heap.mheap->sweepgen;
      if (whole->n_pages > GCCORE_MAX_WHOLE_PAGES)
        {
          check_part (whole, part);
          check_sample (whole, part);
          assert_int_equal (part->list_spans, 7);
          for (guint c = 0; c < N_SPAN_CLASSES; c++)
            {
              Mcentral *central = &m->heap.mheap->central[c];
              check_list (m, part, mcentral_partial_swept (central, sweepgen), 7);
              check_list (m, part, mcentral_full_swept (central, sweepgen), 7);
              for (uint32_t p = 0; p < m->heap.mheap->n_procs; p++)
                if (heap_mcache (&m->heap, p)->alloc[c] != SPAN_NONE)
                  check_told (part, heap_span (&m->heap, heap_mcache (&m->heap, p)->alloc[c])->base);
            }
          assert_true (part->graph.n_nodes > 0);
          for (uint32_t i = 0; i < part->graph.n_nodes; i++)
            check_told (part, part->graph.nodes[i].addr);
        }
      gccore_frame_unref (whole);
      gccore_frame_unref (part);
      check_kept (m, &request);
    }
  assert_true (n > 10);
  gccore_machine_free (m);
}

static void
test_small_heaps_are_told_whole (void **state)
{
  const GccoreFrameRequest request = { .cells = { 1024, 10, 0, 100 } };
  GccoreMachine *m = load (churn, 4);
  assert_true (run_on (m, 30000));
  GccoreFrame *frame = gccore_machine_frame (m, &request);
  assert_int_equal (frame->n_left_out, 0);
  uint64_t page = 0;
  for (uint32_t i = 0; i < frame->n_runs; i++)
    {
      assert_int_equal (frame->runs[i].page, page);
      page += frame->runs[i].n_pages;
    }
  assert_int_equal (page, frame->n_pages);
  gccore_frame_unref (frame);
  gccore_machine_free (m);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_kept_runs_are_true),
    cmocka_unit_test (test_kept_runs_are_true_after_going_back),
    cmocka_unit_test (test_kept_runs_are_true_back_and_forth),
    cmocka_unit_test (test_kept_runs_of_a_large_heap_survive_going_back),
    cmocka_unit_test (test_kept_runs_do_not_outlive_their_marks),
    cmocka_unit_test (test_kept_runs_are_true_on_other_branches),
    cmocka_unit_test (test_kept_runs_are_true_at_every_tick_of_a_sweep),
    cmocka_unit_test (test_kept_runs_are_true_of_a_broken_sweep),
    cmocka_unit_test (test_kept_runs_are_true_when_ps_go),
    cmocka_unit_test (test_held_frames_stay_as_they_are),
    cmocka_unit_test (test_held_frames_of_cells_stay_as_they_are),
    cmocka_unit_test (test_cells_show_their_longest_run),
    cmocka_unit_test (test_lists_and_the_graph_are_told),
    cmocka_unit_test (test_small_heaps_are_told_whole),
  };
  return cmocka_run_group_tests_name ("frame-runs", tests, NULL, NULL);
}
