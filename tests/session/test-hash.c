/* The hash of an image notices every bit of what is history, where words lie, and nothing else. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "session/machine-internal.h"

/* Nodes of six words, of which some stay, among zeros; a goroutine's stack; package variables. */
static const char program[] =
  "package main\n"
  "type Node struct { next *Node; key [5]int }\n"
  "var kept *Node\n"
  "var last *Node\n"
  "func main() {\n"
  "\tfor i := 0; i < 60000; i++ {\n"
  "\t\tn := &Node{key: [5]int{i, 0, 7 * i}}\n"
  "\t\tlast = n\n"
  "\t\tif i%3 == 0 { n.next, kept = kept, n }\n"
  "\t}\n"
  "\tprintln(kept.key[0], last.key[0])\n"
  "}\n";

static GccoreMachine *
load (void)
{
  GccoreKnobs knobs;
  gccore_knobs_init (&knobs);
  GccoreMachine *m = gccore_machine_load ("test.go", program, strlen (program), &knobs, NULL, NULL);
  assert_non_null (m);
  gccore_machine_step (m, GCCORE_BY_CYCLE, 2, 0);
  gccore_machine_step (m, GCCORE_BY_TICK, 500, 0);
  return m;
}

/* A span of many objects, some of them free, and the first object that is, or is not. */
static uint64_t *
find_object (const GccoreMachine *m, bool is_free)
{
  const Image *im = &m->image;
  for (uint32_t id = 1; id < m->heap.mheap->n_spans; id++)
    {
      const Mspan *s = heap_span (&m->heap, id);
      for (uint32_t i = 0; s->state == MSPAN_IN_USE && s->elem_size == 48 && i < s->n_elems; i++)
        if (mspan_is_free (im, s, i) == is_free)
          return image_ptr (im, mspan_object_base (s, i));
    }
  fail_msg ("no such object");
  return NULL;
}

static void
assert_every_bit_counts (GccoreMachine *m, uint64_t *word)
{
  uint64_t hash = gccore_machine_hash (m), was = *word;
  for (unsigned bit = 0; bit < 64; bit++)
    {
      *word = was ^ UINT64_C (1) << bit;
      assert_true (gccore_machine_hash (m) != hash);
    }
  *word = was;
  assert_true (gccore_machine_hash (m) == hash);
}

static void
test_hash_every_bit_counts (void **state)
{
  GccoreMachine *m = load ();
  uint64_t *object = find_object (m, false);
  for (unsigned i = 0; i < 6; i++)
    assert_every_bit_counts (m, object + i);
  assert_every_bit_counts (m, image_ptr (&m->image, m->image.globals_base));
  assert_every_bit_counts (m, &m->sched.st->tick);
  gccore_machine_free (m);
}

static void
test_hash_places_count (void **state)
{
  GccoreMachine *m = load ();
  uint64_t *object = find_object (m, false), hash = gccore_machine_hash (m);
  uint64_t was[6];
  memcpy (was, object, sizeof was);
  for (unsigned i = 0; i < 6; i++)
    for (unsigned k = 0; k < i; k++)
      {
        object[i] = was[k];
        object[k] = was[i];
        assert_true ((gccore_machine_hash (m) == hash) == (was[i] == was[k]));
        memcpy (object, was, sizeof was);
      }
  assert_true (gccore_machine_hash (m) == hash);
  gccore_machine_free (m);
}

static void
test_hash_free_slots_do_not_count (void **state)
{
  GccoreMachine *m = load ();
  uint64_t *object = find_object (m, true), hash = gccore_machine_hash (m);
  for (unsigned i = 0; i < 6; i++)
    object[i] ^= UINT64_C (0x123456789abcdef) * (i + 1);
  assert_true (gccore_machine_hash (m) == hash);
  gccore_machine_free (m);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_hash_every_bit_counts),
    cmocka_unit_test (test_hash_places_count),
    cmocka_unit_test (test_hash_free_slots_do_not_count),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
