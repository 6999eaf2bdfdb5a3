/* Which line made an object: what is told is true, also after going back and after history took another course. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "session/machine.h"

/* Leaves come from line 4, nodes with children from line 5: an object's own words tell. */
static const char program[] =
  "package main\n"
  "type Node struct { left, right *Node; key int }\n"
  "func build(depth, key int) *Node {\n"
  "\tif depth == 0 { return &Node{key: key} }\n"
  "\treturn &Node{build(depth-1, 2*key), build(depth-1, 2*key+1), key}\n"
  "}\n"
  "func main() {\n"
  "\tlong := build(12, 1)\n"
  "\tfor i := 0; i < 250; i++ {\n"
  "\t\tbuild(11, i)\n"
  "\t}\n"
  "\tprintln(long.key)\n"
  "}\n";
enum { LEAF_LINE = 4, NODE_LINE = 5, NODE_BYTES = 24 };

typedef struct { guint known, unknown; } Count;

static GccoreMachine *
load (void)
{
  GccoreKnobs knobs;
  GccoreMachine *m;

  gccore_knobs_init (&knobs);
  m = gccore_machine_load ("test.go", program, strlen (program), &knobs, NULL, NULL);
  assert_non_null (m);
  gccore_machine_set_history (m, UINT64_C (256) << 20);
  return m;
}

/* Looks at every node on the heap; fails where a line is told that did not make it. */
static Count
check (GccoreMachine *m)
{
  GccoreFrameRequest request = { .detail_words = true };
  GccoreFrame *map = gccore_machine_frame (m, &request), *frame;
  g_autofree uint64_t *spans = g_new (uint64_t, map->n_runs);
  Count count = { 0 };
  guint fresh = 0;

  for (guint i = 0; i < map->n_runs; i++)
    if (map->runs[i].elem_size == NODE_BYTES && !(map->runs[i].span_class & 1))
      spans[request.n_detail_spans++] = map->heap_base + (uint64_t) map->runs[i].page * 8192;
  request.detail_spans = spans;
  frame = gccore_machine_frame (m, &request);
  for (guint i = 0; i < frame->n_details; i++)
    {
      const GccoreSpanDetail *d = &frame->details[i];

      for (guint slot = 0; slot < d->n_elems; slot++)
        {
          bool leaf = d->words[slot * (NODE_BYTES / 8)] == 0;

          if (d->colour[slot] == GCCORE_OBJECT_FREE)
            continue;
          if (d->line == NULL || d->line[slot] == 0)
            count.unknown++;
          else
            count.known++;
          if (d->line != NULL && d->line[slot] == LEAF_LINE)
            assert_true (leaf);
          else if (d->line != NULL && d->line[slot] != 0)
            assert_int_equal (d->line[slot], NODE_LINE);
          fresh += d->line != NULL && d->line[slot] == NODE_LINE && leaf; /* its children are being built */
        }
    }
  assert_true (fresh <= 13);
  gccore_frame_unref (frame);
  gccore_frame_unref (map);
  return count;
}

static uint64_t
run_through (GccoreMachine *m)
{
  while (gccore_machine_run (m, NULL, 0, 1000, NULL) == GCCORE_STOP_BUDGET)
    ;
  return gccore_machine_tick (m);
}

static void
test_births_are_known_going_forward (void **state)
{
  GccoreMachine *m = load ();
  Count count;

  assert_int_equal (check (m).known, 0);
  assert_true (gccore_machine_remember_lines (m));
  run_through (m);
  count = check (m);
  assert_true (count.known > 4000);
  assert_true (count.unknown < 20); /* the runtime's own of this size */
  gccore_machine_free (m);
}

static void
test_births_make_no_difference_to_history (void **state)
{
  GccoreMachine *with = load (), *without = load ();

  gccore_machine_remember_lines (with);
  assert_true (run_through (with) == run_through (without));
  assert_true (gccore_machine_hash (with) == gccore_machine_hash (without));
  assert_int_equal (check (without).known, 0);
  gccore_machine_free (with);
  gccore_machine_free (without);
}

static void
test_births_are_true_after_going_back (void **state)
{
  GccoreMachine *m = load ();
  uint64_t end;
  guint known = 0;

  gccore_machine_remember_lines (m);
  end = run_through (m);
  for (guint i = 20; i-- > 1;)
    {
      gccore_machine_seek (m, end / 20 * i, 0);
      known += check (m).known;
    }
  assert_true (known > 10000);
  gccore_machine_free (m);
}

static void
test_births_are_true_on_another_course (void **state)
{
  GccoreMachine *m = load ();
  uint64_t end, step;

  gccore_machine_remember_lines (m);
  end = run_through (m);
  step = end / 40;
  for (guint i = 20; i > 0; i--)
    {
      gccore_machine_seek (m, step * i, 0);
      assert_int_equal (gccore_machine_set_knob (m, "gogc", 20 + 10 * (int64_t) i, NULL), GCCORE_OK);
      check (m);
      for (guint k = 1; k <= 4; k++)
        {
          gccore_machine_seek (m, step * i + step / 2 * k, 0);
          check (m);
        }
    }
  gccore_machine_free (m);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_births_are_known_going_forward),
    cmocka_unit_test (test_births_make_no_difference_to_history),
    cmocka_unit_test (test_births_are_true_after_going_back),
    cmocka_unit_test (test_births_are_true_on_another_course),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
