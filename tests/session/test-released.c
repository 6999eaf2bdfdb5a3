/* Looking at a machine does not bring back what its heap gave to the system: hashing, frames (what all drawing reads),
 * verifying, checkpoints and their restoring make no page of the heap resident that was not. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include "session/checkpoint.h"
#include "session/machine-internal.h"

#define OS_PAGE_BYTES 4096u
#define DETAIL_STEP (UINT64_C (256) << 10)

/* 100 MB of buffers and small objects, most of which die, are swept and given back; some stay in between. */
static const char program[] =
  "package main\n"
  "import \"runtime/debug\"\n"
  "type Node struct { next *Node; key [6]int }\n"
  "var kept [][]byte\n"
  "var list *Node\n"
  "func main() {\n"
  "\tvar all [][]byte\n"
  "\tfor i := 0; i < 100; i++ {\n"
  "\t\tb := make([]byte, 1000000)\n"
  "\t\tfor k := 0; k < len(b); k += 4096 { b[k] = 1 }\n"
  "\t\tall = append(all, b)\n"
  "\t\tfor k := 0; k < 300; k++ { list = &Node{next: list} }\n"
  "\t\tif i%10 == 0 { kept = append(kept, b) }\n"
  "\t}\n"
  "\tall, list = nil, nil\n"
  "\tdebug.FreeOSMemory()\n"
  "\tprintln(len(kept), len(all))\n"
  "}\n";

typedef struct {
  GccoreMachine *m;
  unsigned char *before, *now;   /* of each 4 KiB of the heap: bit 0 says whether it is resident */
  size_t n_pages;
} Fixture;

static void
look (const Fixture *f, unsigned char *resident)
{
  assert_int_equal (mincore (image_ptr (&f->m->image, f->m->image.heap_base), f->n_pages * OS_PAGE_BYTES, resident), 0);
}

static size_t
count_resident (const Fixture *f, const unsigned char *resident)
{
  size_t n = 0;

  for (size_t i = 0; i < f->n_pages; i++)
    n += resident[i] & 1;
  return n;
}

/* Whether the page is free: a page of a span in use that nobody has written yet is not released, and may be read. */
static bool
is_free (const Fixture *f, size_t page)
{
  const Mspan *s = heap_span_of (&f->m->heap, f->m->image.heap_base + page * OS_PAGE_BYTES);

  return s == NULL || s->state == MSPAN_DEAD;
}

/* Free pages that have come to be resident since set-up. */
static size_t
count_new (Fixture *f)
{
  size_t n = 0;

  look (f, f->now);
  for (size_t i = 0; i < f->n_pages; i++)
    n += (f->now[i] & ~f->before[i] & 1) && is_free (f, i);
  return n;
}

static int
setup (void **state)
{
  Fixture *f = g_new0 (Fixture, 1);
  GccoreKnobs knobs;
  GccoreError error = { 0 };
  int status = -1;

  prctl (PR_SET_THP_DISABLE, 1, 0, 0, 0);
  gccore_knobs_init (&knobs);
  f->m = gccore_machine_load ("released.go", program, strlen (program), &knobs, NULL, &error);
  assert_string_equal (error.text, "");
  assert_int_equal (gccore_machine_run (f->m, NULL, 0, 0, NULL), GCCORE_STOP_ENDED);
  assert_true (gccore_machine_ended (f->m, &status));
  assert_int_equal (status, 0);
  f->n_pages = (image_heap_mapped_end (&f->m->image) - f->m->image.heap_base) / OS_PAGE_BYTES;
  f->before = g_malloc0 (f->n_pages);
  f->now = g_malloc0 (f->n_pages);
  look (f, f->before);
  *state = f;
  return 0;
}

static int
teardown (void **state)
{
  Fixture *f = *state;

  gccore_machine_free (f->m);
  g_free (f->before);
  g_free (f->now);
  g_free (f);
  return 0;
}

/* The tests below could not fail if nothing had been released, or if a page that comes back were not seen. */
static void
test_released_pages_are_seen_when_they_come_back (void **state)
{
  Fixture *f = *state;
  size_t n = count_resident (f, f->before), hole = 0;

  assert_true (n * OS_PAGE_BYTES < 20u << 20 && n * OS_PAGE_BYTES > 10u * 1000 * 1000);
  while ((f->before[hole] & 1) || !is_free (f, hole))
    hole++;
  assert_int_equal (count_new (f), 0);
  assert_int_equal (*(volatile unsigned char *) image_ptr (&f->m->image, f->m->image.heap_base + hole * OS_PAGE_BYTES), 0);
  assert_int_equal (count_new (f), 1);
}

static void
test_released_hash (void **state)
{
  Fixture *f = *state;

  assert_true (gccore_machine_hash (f->m) != 0);
  assert_int_equal (count_new (f), 0);
}

static void
test_released_frame (void **state)
{
  Fixture *f = *state;
  g_autofree uint64_t *spans = g_new (uint64_t, f->n_pages);
  GccoreFrameRequest request = { .detail_spans = spans, .detail_words = true, .max_events = 100, .max_graph_nodes = 5000 };

  for (uint64_t at = 0; at < f->n_pages * OS_PAGE_BYTES; at += DETAIL_STEP)
    spans[request.n_detail_spans++] = f->m->image.heap_base + at;
  GccoreFrame *frame = gccore_machine_frame (f->m, &request);
  assert_true (frame->n_runs > 10);
  assert_true (frame->n_details > 10);
  gccore_frame_unref (frame);
  assert_int_equal (count_new (f), 0);
}

static void
test_released_verify (void **state)
{
  Fixture *f = *state;
  GccoreError error = { 0 };

  assert_int_equal (gccore_machine_verify (f->m, &error), GCCORE_OK);
  assert_int_equal (count_new (f), 0);
}

static void
test_released_checkpoint (void **state)
{
  Fixture *f = *state;
  CheckpointStore *store = checkpoint_store_new (&f->m->gc);
  Checkpoint *first = checkpoint_take (store, false), *second = checkpoint_take (store, true);
  GccoreError error = { 0 };

  assert_int_equal (count_new (f), 0);
  assert_true (checkpoint_store_bytes (store) < 30u << 20);
  assert_int_equal (checkpoint_restore (store, first, &error), GCCORE_OK);
  assert_int_equal (count_new (f), 0);
  checkpoint_free (store, second);
  checkpoint_free (store, first);
  checkpoint_store_free (store);
}

int
main (void)
{
#define T(name) cmocka_unit_test_setup_teardown (name, setup, teardown)
  const struct CMUnitTest tests[] = {
    T (test_released_pages_are_seen_when_they_come_back),
    T (test_released_hash),
    T (test_released_frame),
    T (test_released_verify),
    T (test_released_checkpoint),
  };
#undef T
  return cmocka_run_group_tests_name ("released", tests, NULL, NULL);
}
