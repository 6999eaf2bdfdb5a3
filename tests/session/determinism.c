/* One program under one random set of knobs, gone through in different ways: whatever way leads to a tick, the image there
 * is the same.
 *
 * usage: determinism FILE.go SEED MAX_TICKS [END]
 *
 * The seed chooses the knobs (GOMAXPROCS is 1 + SEED % 16) and, in every third run, knobs that are moved on the way. The
 * program is run to its end or to MAX_TICKS on one machine in one go, with a few moments kept on the way; on a second
 * machine, without a history, with stops at 100 ticks; then, on the first machine, back to the middle, back to a third,
 * forward to the end, and back to the start and forward to a third. Hashes at the 100 ticks must agree.
 *
 * With END, the tick at which another process came to the end, only the second machine is run: two processes are enough to
 * tell whether a run depends on its process, and whatever the first one did in it.
 *
 * Prints one line: seed, ticks and the hash of all hashes, for comparison with other processes and other builds. Exit status
 * 1 when they differ. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "session/history.h"

#define N_TICKS 100
#define N_MOMENTS 6
#define MAX_MOVES 4
#define HISTORY_BYTES (UINT64_C (96) << 20)

typedef struct { uint64_t tick; const char *name; int64_t value; } Move;

typedef struct {
  const char *name;
  char *source;
  gsize length;
  GccoreKnobs knobs;
  Move moves[MAX_MOVES];
  guint n_moves;
  uint64_t max_ticks, end;
  uint64_t ticks[N_TICKS], hashes[N_TICKS];
} Case;

static int64_t
random_gogc (Rng *rng)
{
  return rng_below (rng, 12) == 0 ? GCCORE_GOGC_OFF : 5 + (int64_t) rng_below (rng, rng_below (rng, 2) ? 60 : 600);
}

static int64_t
random_limit (Rng *rng)
{
  return rng_below (rng, 3) != 0 ? GCCORE_NO_LIMIT : (int64_t) (3 + rng_below (rng, 40)) << 20;
}

static void
choose (Case *c, uint64_t seed)
{
  Rng rng;
  rng_seed (&rng, seed);
  gccore_knobs_init (&c->knobs);
  c->knobs.procs = 1 + (int) (seed % 16);
  c->knobs.gogc = (int32_t) random_gogc (&rng);
  c->knobs.memory_limit = random_limit (&rng);
  c->knobs.seed = rng_next_u64 (&rng) >> 1;
  c->knobs.break_write_barrier = rng_below (&rng, 20) == 0;
  c->knobs.break_deletion_barrier = rng_below (&rng, 20) == 0;
  c->knobs.break_assists = rng_below (&rng, 20) == 0;
  c->knobs.break_proportional_sweep = rng_below (&rng, 20) == 0;
  c->n_moves = rng_below (&rng, 3) == 0 ? 1 + rng_below (&rng, MAX_MOVES) : 0;
  for (guint i = 0; i < c->n_moves; i++)
    {
      bool gogc = rng_below (&rng, 2) == 0;
      /* Never at a tick that is looked at: a machine that comes to it later has made the move, the first one not yet. */
      c->moves[i] = (Move) { (i + 1) * c->max_ticks / (MAX_MOVES + 1) / 100 * 100 + 57, gogc ? "gogc" : "memory_limit",
                             gogc ? random_gogc (&rng) : random_limit (&rng) };
    }
}

static GccoreMachine *
load (const Case *c)
{
  GccoreError error = { 0 };
  GccoreMachine *m = gccore_machine_load (c->name, c->source, c->length, &c->knobs, NULL, &error);
  if (m == NULL)
    {
      fprintf (stderr, "%s: %s\n", c->name, error.text);
      exit (2);
    }
  return m;
}

/* Runs to the tick; in the first run of a machine knobs are moved on the way, later they are history. */
static void
run (const Case *c, GccoreMachine *m, uint64_t tick, bool first)
{
  for (guint i = 0; first && i < c->n_moves; i++)
    if (c->moves[i].tick < tick && c->moves[i].tick >= gccore_machine_tick (m))
      {
        gccore_machine_seek (m, c->moves[i].tick, 0);
        if (gccore_machine_tick (m) == c->moves[i].tick)
          gccore_machine_set_knob (m, c->moves[i].name, c->moves[i].value, NULL);
      }
  gccore_machine_seek (m, tick, 0);
}

static void
fail (const Case *c, const char *way, guint i)
{
  printf ("%s: the image at tick %" PRIu64 " is another one %s\n", c->name, c->ticks[i], way);
  exit (1);
}

/* The samples in [from, to), in this order. */
static void
check (const Case *c, GccoreMachine *m, guint from, guint to, const char *way)
{
  for (guint i = from; i < to; i++)
    {
      run (c, m, c->ticks[i], false);
      if (gccore_machine_hash (m) != c->hashes[i])
        fail (c, way, i);
    }
}

/* In one go, but for the moments that are to be gone back to: chosen here, not by the time that has passed. */
static GccoreMachine *
run_with_history (const Case *c)
{
  GccoreMachine *m = load (c);
  gccore_machine_set_history (m, HISTORY_BYTES);
  for (guint i = 1; i <= N_MOMENTS; i++)
    {
      uint64_t tick = c->max_ticks * i / (N_MOMENTS + 1);
      run (c, m, tick, true);
      if (gccore_machine_tick (m) == tick)
        history_take (m);
    }
  run (c, m, c->max_ticks, true);
  return m;
}

/* A tick in which a knob is moved has two images, before and after: samples are taken elsewhere. */
static uint64_t
sample_tick (const Case *c, guint i)
{
  uint64_t tick = c->end * (i + 1) / N_TICKS;
  for (guint k = 0; k < c->n_moves; k++)
    if (tick == c->moves[k].tick && tick < c->end)
      return tick + 1;
  return tick;
}

/* With stops at the samples, whose hashes are what all others are compared with. */
static void
run_with_stops (Case *c)
{
  GccoreMachine *m = load (c);
  for (guint i = 0; i < N_TICKS; i++)
    {
      c->ticks[i] = sample_tick (c, i);
      run (c, m, c->ticks[i], true);
      c->hashes[i] = gccore_machine_hash (m);
    }
  gccore_machine_free (m);
}

static void
go_back_and_forth (const Case *c, GccoreMachine *m)
{
  guint last = N_TICKS - 1, middle = N_TICKS / 2, third = N_TICKS / 3;
  check (c, m, last, N_TICKS, "when run in one go");
  check (c, m, middle, middle + 1, "after going back to the middle");
  check (c, m, third, N_TICKS, "after going back to a third and forward again");
  check (c, m, 0, third, "after going back to the start and forward again");
}

int
main (int argc, char **argv)
{
  Case c = { 0 };
  if (argc < 4 || argc > 5 || !g_file_get_contents (argv[1], &c.source, &c.length, NULL))
    {
      fprintf (stderr, "usage: determinism FILE.go SEED MAX_TICKS [END]\n");
      return 2;
    }
  g_autofree char *name = g_path_get_basename (argv[1]);
  uint64_t seed = g_ascii_strtoull (argv[2], NULL, 10), digest = 0;
  c.name = name;
  c.max_ticks = g_ascii_strtoull (argv[3], NULL, 10);
  choose (&c, seed);

  GccoreMachine *m = argc == 4 ? run_with_history (&c) : NULL;
  c.end = m != NULL ? gccore_machine_tick (m) : g_ascii_strtoull (argv[4], NULL, 10);
  run_with_stops (&c);
  if (m != NULL)
    go_back_and_forth (&c, m);
  gccore_machine_free (m);
  for (guint i = 0; i < N_TICKS; i++)
    digest = (digest ^ c.hashes[i]) * UINT64_C (0x9e3779b97f4a7c15);
  g_free (c.source);
  printf ("%s %" PRIu64 " %" PRIu64 " %016" PRIx64 "\n", name, seed, c.end, digest);
  return 0;
}
