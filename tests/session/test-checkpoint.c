/* Checkpoints see every store: what they take for unchanged is compared, on every program there is, and going back leads
 * to the same image, deadlocks and panics included. What is nobody's may hold anything: another machine, where it is
 * scribbled over all the time, comes to the same image. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "session/history.h"

#define TAKES 40
#define MAX_TICKS 40000
#define SCRIBBLES 40
#define GAP_BYTES 65536 /* at most, of a gap: some are tables of megabytes */

static const char *const folders[] = { "data/workloads", "tests/conformance/alloc", "tests/conformance/programs",
                                       "tests/conformance/gctrace" };

static GccoreMachine *
load (const char *path, int procs, bool broken)
{
  g_autofree char *source = NULL;
  GccoreKnobs knobs;
  gsize length;
  assert_true (g_file_get_contents (path, &source, &length, NULL));
  gccore_knobs_init (&knobs);
  knobs.procs = procs;
  knobs.gogc = 20;
  knobs.break_write_barrier = knobs.break_deletion_barrier = knobs.break_assists = knobs.break_proportional_sweep = broken;
  return gccore_machine_load ("test.go", source, length, &knobs, NULL, NULL);
}

static void
scribble (void *context, Addr from, Addr to, bool zero)
{
  const GccoreMachine *m = context;
  if (!zero)
    memset (image_ptr (&m->image, from), 0xa5, MIN (to - from, GAP_BYTES));
}

/* A machine's hash at a tick; beyond it, when it `ends` there. */
static uint64_t
scribbled_hash (const char *path, int procs, bool broken, uint64_t tick, bool ends)
{
  GccoreMachine *m = load (path, procs, broken);
  while (gccore_machine_tick (m) < tick && !gccore_machine_ended (m, NULL))
    {
      gc_each_gap (&m->gc, scribble, m);
      gccore_machine_step (m, GCCORE_BY_TICK, MIN (tick / SCRIBBLES + 1, tick - gccore_machine_tick (m)), 0);
    }
  if (ends)
    gccore_machine_step (m, GCCORE_BY_TICK, 1, 0); /* a deadlock is found after the last tick */
  uint64_t hash = gccore_machine_hash (m);
  gccore_machine_free (m);
  return hash;
}

static void
check (const char *path, int procs, bool broken)
{
  GccoreMachine *m = load (path, procs, broken);
  if (m == NULL) /* one that is there not to compile */
    return;
  gccore_machine_set_history (m, UINT64_C (32) << 20);
  uint64_t ticks = 16;
  for (guint i = 0; i < TAKES && gccore_machine_tick (m) < MAX_TICKS; i++)
    {
      GccoreStopReason reason = gccore_machine_step (m, GCCORE_BY_TICK, ticks + i, 0);
      Addr missed = history_find_missed (m);
      if (missed != 0)
        fail_msg ("%s, %d Ps: a store to 0x%" G_GINT64_MODIFIER "x was missed, at tick %" G_GUINT64_FORMAT, path, procs,
                  missed, gccore_machine_tick (m));
      if (reason != GCCORE_STOP_STEPPED)
        break;
      history_take (m);
      ticks = ticks * 5 / 4;
    }
  uint64_t end = gccore_machine_tick (m), hash = gccore_machine_hash (m);
  bool ended = gccore_machine_ended (m, NULL);
  if (scribbled_hash (path, procs, broken, end, ended) != hash)
    fail_msg ("%s, %d Ps: tick %" G_GUINT64_FORMAT " depends on what is nobody's", path, procs, end);
  for (guint i = 1; i <= 3; i++)
    {
      gccore_machine_seek (m, end * i / 4, 0);
      assert_true (history_find_missed (m) == 0);
    }
  gccore_machine_seek (m, end, 0);
  if (gccore_machine_hash (m) != hash || gccore_machine_ended (m, NULL) != ended)
    fail_msg ("%s, %d Ps: tick %" G_GUINT64_FORMAT " is another one after going back", path, procs, end);
  gccore_machine_free (m);
}

static void
test_checkpoint_sees_every_store (void **state)
{
  const char *root = *state;
  guint n = 0;
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_build_filename (root, folders[i], NULL);
      GDir *dir = g_dir_open (folder, 0, NULL);
      assert_non_null (dir);
      for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
        if (g_str_has_suffix (name, ".go"))
          {
            g_autofree char *path = g_build_filename (folder, name, NULL);
            check (path, 1 + (int) (n++ % 4), false);
            if (i == 0)
              check (path, 1 + (int) (n % 4), true);
          }
      g_dir_close (dir);
    }
  assert_true (n > 50);
  /* Marks that sweeping makes, for finalizers. */
  g_autofree char *late = g_build_filename (root, "tests/conformance/programs/finalizer_panic.go", NULL);
  check (late, 2, false);
}

int
main (int argc, char **argv)
{
  const struct CMUnitTest tests[] = {
    { "test_checkpoint_sees_every_store", test_checkpoint_sees_every_store, NULL, NULL, argv[argc - 1] },
  };
  return cmocka_run_group_tests_name ("checkpoint", tests, NULL, NULL);
}
