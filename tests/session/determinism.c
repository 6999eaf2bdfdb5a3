/* One program under one random set of knobs, gone through in different ways: whatever way leads to a tick, the image there
 * is the same.
 *
 * usage: determinism FILE.go SEED MAX_TICKS
 *
 * The seed chooses the knobs (GOMAXPROCS is 1 + SEED % 16) and, in every third run, knobs that are moved on the way. The
 * program is run to its end or to MAX_TICKS: once; once more on a machine of its own; and, on the first machine, back to
 * the middle, to a third and forward to the end again. Hashes at 100 ticks must agree. Prints one line: seed, ticks and
 * the hash of all hashes, for comparison with other processes and other builds. Exit status 1 when they differ. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "session/machine.h"

#define N_TICKS 100
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

static void
check (const Case *c, GccoreMachine *m, guint from, bool first, const char *way)
{
  for (guint i = from; i < N_TICKS; i++)
    {
      run (c, m, c->ticks[i], first);
      if (gccore_machine_hash (m) != c->hashes[i])
        fail (c, way, i);
    }
}

/* Back to the sample, without passing others on the way. */
static void
back (const Case *c, GccoreMachine *m, guint i, const char *way)
{
  gccore_machine_seek (m, c->ticks[i], 0);
  if (gccore_machine_hash (m) != c->hashes[i])
    fail (c, way, i);
}

int
main (int argc, char **argv)
{
  Case c = { 0 };
  if (argc != 4 || !g_file_get_contents (argv[1], &c.source, &c.length, NULL))
    {
      fprintf (stderr, "usage: determinism FILE.go SEED MAX_TICKS\n");
      return 2;
    }
  g_autofree char *name = g_path_get_basename (argv[1]);
  uint64_t seed = g_ascii_strtoull (argv[2], NULL, 10), digest = 0;
  c.name = name;
  c.max_ticks = g_ascii_strtoull (argv[3], NULL, 10);
  choose (&c, seed);

  GccoreMachine *scout = load (&c);
  run (&c, scout, c.max_ticks, true);
  c.end = gccore_machine_tick (scout);
  uint64_t end_hash = gccore_machine_hash (scout);
  gccore_machine_free (scout);

  GccoreMachine *m = load (&c);
  gccore_machine_set_history (m, HISTORY_BYTES);
  for (guint i = 0; i < N_TICKS; i++)
    {
      c.ticks[i] = c.end * (i + 1) / N_TICKS;
      run (&c, m, c.ticks[i], true);
      c.hashes[i] = gccore_machine_hash (m);
      digest = (digest ^ c.hashes[i]) * UINT64_C (0x9e3779b97f4a7c15);
    }
  if (c.hashes[N_TICKS - 1] != end_hash)
    fail (&c, "when run in one go", N_TICKS - 1);

  GccoreMachine *again = load (&c);
  check (&c, again, 0, true, "in a second run");
  gccore_machine_free (again);

  back (&c, m, N_TICKS / 2, "after going back to the middle");
  back (&c, m, N_TICKS / 3, "after going back to a third");
  check (&c, m, N_TICKS / 3, false, "after going back and forward again");
  gccore_machine_free (m);
  g_free (c.source);
  printf ("%s %" PRIu64 " %" PRIu64 " %016" PRIx64 "\n", name, seed, c.end, digest);
  return 0;
}
