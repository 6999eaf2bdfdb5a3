/* One random history of a Go program: machine-campaign FILE.go SEED [TICK]. The seed decides the knobs, when some of them change
 * while the program runs, and the machine's own chances; the verifier looks every 1,000 ticks, and from TICK on at each (to find
 * the one that broke a promise). Prints the knobs, then what
 * was found or the number of ticks, cycles and verifications. Exit status 0: nothing found and the program ended well.
 * Not part of the test suite by itself: tests/soak runs it on programs made from seeds. */

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/rng.h"
#include "session/machine.h"

#define VERIFY_TICKS 1000
#define MIB (INT64_C (1) << 20)

/* Most ticks of one history: an endless one is a failure, too. */
#define MAX_TICKS (UINT64_C (20) * 1000 * 1000)

static const int32_t percents[] = { 100, 100, 50, 25, 10, 3, 400, GCCORE_GOGC_OFF };

static int64_t
random_percent (Rng *rng)
{
  return percents[rng_below (rng, G_N_ELEMENTS (percents))];
}

static int64_t
random_limit (Rng *rng)
{
  return rng_below (rng, 2) ? GCCORE_NO_LIMIT : (4 + (int64_t) rng_below (rng, 28)) * MIB;
}

static void
print_knobs (const GccoreKnobs *k)
{
  printf ("GOGC %d, limit %" G_GINT64_FORMAT ", %d procs, seed %" G_GUINT64_FORMAT "\n", k->gogc,
          k->memory_limit == GCCORE_NO_LIMIT ? -1 : k->memory_limit, k->procs, k->seed);
}

/* Once in a while a person moves a slider. */
static void
maybe_move_a_knob (GccoreMachine *m, Rng *rng)
{
  GccoreError error = { 0 };

  if (rng_below (rng, 64) != 0)
    return;
  if (rng_below (rng, 2))
    gccore_machine_set_knob (m, "gogc", random_percent (rng), &error);
  else
    gccore_machine_set_knob (m, "memory_limit", random_limit (rng), &error);
  if (error.code != GCCORE_OK)
    printf ("knob refused: %s\n", error.text);
}

static void
keep_output (int fd, const char *bytes, gsize length, uint64_t tick, gpointer data)
{
  g_string_append_len (data, bytes, (gssize) length);
}

/* Runs to the end; false: something was found, and printed. */
static bool
run (GccoreMachine *m, Rng *rng, uint64_t closely_from)
{
  uint64_t n_verified = 0;
  int status = 0;

  for (;;)
    {
      uint64_t tick = gccore_machine_tick (m);
      bool closely = tick >= closely_from;
      GccoreStopReason reason = gccore_machine_step (m, GCCORE_BY_TICK, closely ? 1 : VERIFY_TICKS, 0);
      GccoreError error = { 0 };

      if (reason == GCCORE_STOP_HOST_ERROR)
        {
          printf ("tick %" G_GUINT64_FORMAT ": %s\n", gccore_machine_tick (m), gccore_machine_error (m)->text);
          return false;
        }
      n_verified++;
      if (gccore_machine_verify (m, &error) != GCCORE_OK)
        {
          printf ("tick %" G_GUINT64_FORMAT ": %s\n", gccore_machine_tick (m), error.text);
          return false;
        }
      if (gccore_machine_ended (m, &status))
        break;
      if (gccore_machine_tick (m) > MAX_TICKS)
        {
          printf ("no end after %" G_GUINT64_FORMAT " ticks\n", gccore_machine_tick (m));
          return false;
        }
      if (gccore_machine_tick (m) / VERIFY_TICKS != tick / VERIFY_TICKS)
        maybe_move_a_knob (m, rng);
    }
  printf ("%" G_GUINT64_FORMAT " ticks, %" G_GUINT64_FORMAT " verifications, status %d\n", gccore_machine_tick (m),
          n_verified, status);
  return status == 0;
}

int
main (int argc, char **argv)
{
  g_autofree char *source = NULL;
  g_autoptr (GString) output = g_string_new (NULL);
  GccoreError error = { 0 };
  GccoreKnobs knobs;
  gsize length;
  Rng rng;

  if (argc < 3 || argc > 4 || !g_file_get_contents (argv[1], &source, &length, NULL))
    {
      fprintf (stderr, "usage: machine-campaign FILE.go SEED [TICK]\n");
      return 2;
    }
  gccore_knobs_init (&knobs);
  knobs.seed = strtoull (argv[2], NULL, 10);
  rng_seed (&rng, knobs.seed);
  knobs.gogc = (int32_t) random_percent (&rng);
  knobs.memory_limit = knobs.gogc == GCCORE_GOGC_OFF ? (4 + (int64_t) rng_below (&rng, 28)) * MIB : random_limit (&rng);
  knobs.procs = 1 + (int32_t) rng_below (&rng, 16);
  print_knobs (&knobs);

  GccoreMachine *m = gccore_machine_load ("campaign.go", source, length, &knobs, NULL, &error);
  if (m == NULL)
    {
      printf ("does not compile: %d:%d: %s\n", error.line, error.column, error.text);
      return 1;
    }
  gccore_machine_set_output (m, keep_output, output);
  bool good = run (m, &rng, argc > 3 ? strtoull (argv[3], NULL, 10) : UINT64_MAX);
  if (!good)
    printf ("%s\n", output->str);
  gccore_machine_free (m);
  return good ? 0 : 1;
}
