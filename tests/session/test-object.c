/* What frames tell about one object: what keeps it alive, who greyed it, and its span over the cycles. All of it is
 * checked against the image, or against history played again. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "session/machine.h"

#define PAGE 8192u

/* A package variable holds a list, main's stack a tree; what build() makes in the loop is garbage a round later. */
static const char program[] =
  "package main\n"
  "type Node struct { left, right *Node; key int }\n"
  "type Link struct { next *Link; n [4]int }\n"
  "var list *Link\n"
  "func build(depth, key int) *Node {\n"
  "\tif depth == 0 { return &Node{key: key} }\n"
  "\treturn &Node{build(depth-1, 2*key), build(depth-1, 2*key+1), key}\n"
  "}\n"
  "func main() {\n"
  "\tlong := build(12, 1)\n"
  "\tfor i := 0; i < 100; i++ { list = &Link{next: list} }\n"
  "\tfor i := 0; i < 400; i++ {\n"
  "\t\tbuild(11, i)\n"
  "\t}\n"
  "\tprintln(long.key, list.n[0])\n"
  "}\n";
enum { NODE_BYTES = 24, LINK_BYTES = 48 };

static GccoreMachine *
load (void)
{
  GccoreKnobs knobs;
  GccoreMachine *m;

  gccore_knobs_init (&knobs);
  m = gccore_machine_load ("test.go", program, strlen (program), &knobs, NULL, NULL);
  assert_non_null (m);
  assert_true (gccore_machine_remember_lines (m));
  gccore_machine_set_history (m, UINT64_C (256) << 20);
  return m;
}

static void
run_to (GccoreMachine *m, const char *condition)
{
  GccoreStop *stop = gccore_stop_parse (condition, NULL);

  assert_non_null (stop);
  assert_int_equal (gccore_machine_run (m, &stop, 1, 0, NULL), GCCORE_STOP_HIT);
  gccore_stop_free (stop);
}

static GccoreFrame *
frame_about (GccoreMachine *m, uint64_t addr)
{
  const GccoreFrameRequest request = { .object = addr, .object_path = true, .detail_spans = &addr, .n_detail_spans = 1,
                                       .detail_words = true };

  return gccore_machine_frame (m, &request);
}

static GccoreObjectColour
colour_of (GccoreMachine *m, uint64_t addr)
{
  GccoreFrame *frame = frame_about (m, addr);
  const GccoreSpanDetail *d = &frame->details[0];
  GccoreObjectColour colour;

  assert_int_equal (frame->n_details, 1);
  colour = (GccoreObjectColour) d->colour[(addr - d->base) / frame->runs[d->run].elem_size];
  gccore_frame_unref (frame);
  return colour;
}

/* The nth object of that size and colour. */
static uint64_t
find (GccoreMachine *m, uint32_t size, GccoreObjectColour colour, guint nth)
{
  const GccoreFrameRequest none = { 0 };
  GccoreFrame *map = gccore_machine_frame (m, &none);
  uint64_t found = 0;

  for (guint i = 0; i < map->n_runs && found == 0; i++)
    {
      uint64_t base = map->heap_base + (uint64_t) map->runs[i].page * PAGE;
      GccoreFrame *frame;

      if (map->runs[i].elem_size != size || (map->runs[i].span_class & 1) != 0)
        continue;
      frame = frame_about (m, base);
      for (guint slot = 0; slot < frame->details[0].n_elems && found == 0; slot++)
        if (frame->details[0].colour[slot] == colour && nth-- == 0)
          found = base + slot * size;
      gccore_frame_unref (frame);
    }
  gccore_frame_unref (map);
  assert_true (found != 0);
  return found;
}

static uint64_t
word_at (GccoreMachine *m, uint64_t addr)
{
  GccoreFrame *frame = frame_about (m, addr);
  uint64_t word = frame->details[0].words[(addr - frame->details[0].base) / 8];

  gccore_frame_unref (frame);
  return word;
}

/* Each step's pointer leads into the next one, but over what was left out. */
static void
check_path (GccoreMachine *m, const GccoreFrameObject *object)
{
  assert_true (object->n_path > 0);
  assert_true (object->path[object->n_path - 1].object.addr == object->addr);
  for (guint i = 0; i + 1 < object->n_path; i++)
    {
      const GccorePathStep *step = &object->path[i], *next = step + 1;
      uint64_t word;

      if (object->n_left_out > 0 && i + 1 == object->n_path / 2)
        continue;
      word = word_at (m, step->object.addr + step->offset);
      assert_true (word >= next->object.addr && word < next->object.addr + next->object.size);
    }
}

static void
test_path_of_a_goroutine (void **state)
{
  GccoreMachine *m = load ();
  GccoreFrame *frame;

  run_to (m, "cycle:2/mark:50%");
  frame = frame_about (m, find (m, NODE_BYTES, GCCORE_OBJECT_GREY, 0));
  assert_int_equal (frame->object.reach, GCCORE_REACH_GOROUTINE);
  assert_int_equal (frame->object.root_g, 1);
  assert_true (frame->object.n_path <= 13);
  check_path (m, &frame->object);
  gccore_frame_unref (frame);
  gccore_machine_free (m);
}

static void
test_path_of_a_package_variable (void **state)
{
  GccoreMachine *m = load ();
  GccoreFrame *frame;
  guint longest = 0;

  run_to (m, "cycle:2");
  /* Of the list's links the one that was made first is the farthest. */
  for (guint i = 0; i < 100; i++)
    {
      frame = frame_about (m, find (m, LINK_BYTES, GCCORE_OBJECT_WHITE, i));
      if (frame->object.reach == GCCORE_REACH_GLOBAL)
        {
          check_path (m, &frame->object);
          longest = MAX (longest, frame->object.n_path + frame->object.n_left_out);
        }
      gccore_frame_unref (frame);
    }
  assert_int_equal (longest, 100);
  gccore_machine_free (m);
}

static void
test_garbage_is_kept_by_nothing (void **state)
{
  GccoreMachine *m = load ();
  GccoreFrame *frame;

  run_to (m, "cycle:2/sweep");
  frame = frame_about (m, find (m, NODE_BYTES, GCCORE_OBJECT_WHITE, 0));
  assert_int_equal (frame->object.reach, GCCORE_REACH_NOTHING);
  assert_int_equal (frame->object.n_path, 0);
  gccore_frame_unref (frame);
  gccore_machine_free (m);
}

static void
check_greying (GccoreMachine *m, uint64_t addr)
{
  uint64_t tick = gccore_machine_tick (m), hash = gccore_machine_hash (m), greyed_tick;
  GccoreFrame *frame;

  assert_int_equal (gccore_machine_find_greying (m, addr, NULL, NULL), GCCORE_STOP_HIT);
  assert_true (gccore_machine_tick (m) == tick && gccore_machine_hash (m) == hash);
  frame = frame_about (m, addr);
  assert_true (frame->object.greying_searched);
  assert_non_null (frame->object.greyed);
  assert_true (frame->object.greyed->addr == addr);
  assert_true (frame->object.greyed_lane == GCCORE_LANE_MARK || frame->object.greyed_lane == GCCORE_LANE_ASSIST
               || frame->object.greyed_lane == GCCORE_LANE_GOROUTINE || frame->object.greyed_lane == GCCORE_LANE_STW);
  greyed_tick = frame->object.greyed->tick + 1;
  assert_true (greyed_tick > 0 && greyed_tick <= tick);
  if (frame->object.greyed->arg != 0)
    assert_true (word_at (m, frame->object.greyed->arg) == addr);
  gccore_frame_unref (frame);

  assert_int_equal (gccore_machine_seek (m, greyed_tick - 1, 0), GCCORE_STOP_STEPPED);
  assert_int_equal (colour_of (m, addr), GCCORE_OBJECT_WHITE);
  frame = frame_about (m, addr); /* before it happened nothing is told of it */
  assert_false (frame->object.greying_searched);
  gccore_frame_unref (frame);
  assert_int_equal (gccore_machine_seek (m, greyed_tick, 0), GCCORE_STOP_STEPPED);
  assert_int_not_equal (colour_of (m, addr), GCCORE_OBJECT_WHITE);
  assert_int_equal (gccore_machine_seek (m, tick, 0), GCCORE_STOP_STEPPED);
  assert_true (gccore_machine_hash (m) == hash);
}

static void
test_greying_is_found (void **state)
{
  GccoreMachine *m = load ();
  uint64_t addr = 0;

  run_to (m, "cycle:2/mark:50%");
  check_greying (m, find (m, NODE_BYTES, GCCORE_OBJECT_GREY, 0));
  run_to (m, "cycle:2/mark:90%");
  /* A black one that was grey before; others were allocated black. */
  for (guint i = 0; addr == 0; i++)
    {
      addr = find (m, NODE_BYTES, GCCORE_OBJECT_BLACK, i);
      if (gccore_machine_find_greying (m, addr, NULL, NULL) != GCCORE_STOP_HIT)
        addr = 0;
    }
  check_greying (m, addr);
  gccore_machine_free (m);
}

static void
test_greying_in_the_last_tick (void **state)
{
  GccoreMachine *m = load ();
  GccoreFrame *frame;
  uint64_t addr;

  run_to (m, "cycle:2/mark:50%");
  addr = find (m, NODE_BYTES, GCCORE_OBJECT_GREY, 0);
  assert_int_equal (gccore_machine_find_greying (m, addr, NULL, NULL), GCCORE_STOP_HIT);
  frame = frame_about (m, addr);
  assert_int_equal (gccore_machine_seek (m, frame->object.greyed->tick + 1, 0), GCCORE_STOP_STEPPED);
  gccore_frame_unref (frame);
  check_greying (m, addr);
  gccore_machine_free (m);
}

static void
test_allocated_black_was_not_greyed (void **state)
{
  GccoreMachine *m = load ();
  GccoreFrame *frame;
  uint64_t addr = 0;

  run_to (m, "cycle:2/mark");
  run_to (m, "event:alloc#40");
  frame = frame_about (m, 0);
  for (guint i = frame->n_runs; i > 0 && addr == 0; i--)
    if (frame->runs[i - 1].set == GCCORE_SET_MCACHE && frame->runs[i - 1].elem_size == NODE_BYTES)
      addr = frame->heap_base + (uint64_t) frame->runs[i - 1].page * PAGE;
  gccore_frame_unref (frame);
  assert_true (addr != 0);
  /* The last object of the span that a P takes objects from just now. */
  frame = frame_about (m, addr);
  for (guint slot = 0; slot < frame->details[0].n_elems; slot++)
    if (frame->details[0].colour[slot] == GCCORE_OBJECT_BLACK)
      addr = frame->details[0].base + slot * NODE_BYTES;
  gccore_frame_unref (frame);
  assert_int_equal (gccore_machine_find_greying (m, addr, NULL, NULL), GCCORE_STOP_ENDED);
  frame = frame_about (m, addr);
  assert_true (frame->object.greying_searched);
  assert_null (frame->object.greyed);
  gccore_frame_unref (frame);
  gccore_machine_free (m);
}

static bool
never (uint64_t tick, gpointer data)
{
  return false;
}

static void
test_greying_may_be_given_up (void **state)
{
  GccoreMachine *m = load ();
  GccoreFrame *frame;
  uint64_t addr, tick, hash;

  run_to (m, "cycle:2/mark:50%");
  addr = find (m, NODE_BYTES, GCCORE_OBJECT_GREY, 0);
  tick = gccore_machine_tick (m);
  hash = gccore_machine_hash (m);
  assert_int_equal (gccore_machine_find_greying (m, addr, never, NULL), GCCORE_STOP_BUDGET);
  assert_true (gccore_machine_tick (m) == tick && gccore_machine_hash (m) == hash);
  frame = frame_about (m, addr);
  assert_false (frame->object.greying_searched);
  gccore_frame_unref (frame);
  gccore_machine_free (m);
}

static void
test_cycles_of_a_span (void **state)
{
  GccoreMachine *m = load ();
  GccoreFrame *frame, *again;
  uint64_t addr;
  guint kept = 0;

  run_to (m, "cycle:5");
  addr = find (m, NODE_BYTES, GCCORE_OBJECT_WHITE, 0);
  frame = frame_about (m, addr);
  assert_int_equal (frame->object.n_cycles, 4);
  for (guint i = 0; i < 4; i++)
    {
      const GccoreSpanCycle *c = &frame->object.cycles[i];

      assert_int_equal (c->cycle, i + 1);
      assert_true (c->n_marked <= c->n_alloc && c->n_alloc <= c->n_elems);
      kept += c->in_use ? c->n_marked : 0;
    }
  assert_true (kept > 0);
  /* Going back takes the later ones away; running again brings the same ones back. */
  assert_int_equal (gccore_machine_seek (m, frame->timeline.phases[1].end_tick, 0), GCCORE_STOP_STEPPED);
  again = frame_about (m, addr);
  assert_int_equal (again->object.n_cycles, 0);
  gccore_frame_unref (again);
  assert_int_equal (gccore_machine_seek (m, frame->tick, 0), GCCORE_STOP_STEPPED);
  again = frame_about (m, addr);
  assert_int_equal (again->object.n_cycles, 4);
  assert_memory_equal (again->object.cycles, frame->object.cycles, 4 * sizeof *frame->object.cycles);
  gccore_frame_unref (again);
  gccore_frame_unref (frame);
  gccore_machine_free (m);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_path_of_a_goroutine),
    cmocka_unit_test (test_path_of_a_package_variable),
    cmocka_unit_test (test_garbage_is_kept_by_nothing),
    cmocka_unit_test (test_greying_is_found),
    cmocka_unit_test (test_greying_in_the_last_tick),
    cmocka_unit_test (test_allocated_black_was_not_greyed),
    cmocka_unit_test (test_greying_may_be_given_up),
    cmocka_unit_test (test_cycles_of_a_span),
  };

  return cmocka_run_group_tests (tests, NULL, NULL);
}
