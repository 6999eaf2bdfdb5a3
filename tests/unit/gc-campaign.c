/* A campaign of random machines for the collector: gc-campaign FIRST_SEED N [OPS]. Each seed decides the number of Ps and
 * mutators, the knobs and everything the mutators do; the verifier looks at every phase change and every 1,000 ticks.
 * Prints one line a failure and a count at the end. Not part of the test suite: it has no end of its own. */

#include <stdio.h>
#include <stdlib.h>

#include "gc-driver.h"

static GcDriver driver;

int
main (int argc, char **argv)
{
  uint64_t first = argc > 1 ? strtoull (argv[1], NULL, 10) : 1, n = argc > 2 ? strtoull (argv[2], NULL, 10) : 100;
  unsigned ops = argc > 3 ? (unsigned) atoi (argv[3]) : 6000;
  uint64_t n_bad = 0, n_cycles = 0, n_verified = 0;

  for (uint64_t seed = first; seed < first + n; seed++)
    {
      Rng rng;
      GcDriverOptions o = { .seed = seed, .verify_every_ticks = 1000 };

      rng_seed (&rng, seed * 77);
      o.n_procs = 1 + rng_below (&rng, 16);
      o.n_mutators = 1 + rng_below (&rng, o.n_procs + 2);
      o.gc_percent = (int32_t[]) { 100, 100, 10, 400, -1, 50 }[rng_below (&rng, 6)];
      if (rng_below (&rng, 3) == 0 || o.gc_percent < 0)
        o.memory_limit = (8 + rng_below (&rng, 40)) * (INT64_C (1) << 20);
      gc_driver_init (&driver, &o);
      driver.expect_broken = true;
      for (unsigned i = 0; i < ops && !driver.found_broken; i++)
        gc_driver_op (&driver, 30);
      if (driver.found_broken)
        {
          printf ("seed %llu: %u procs, %u mutators, GOGC %d, limit %lld, tick %llu: %s\n", (unsigned long long) seed,
                  o.n_procs, o.n_mutators, o.gc_percent, (long long) o.memory_limit,
                  (unsigned long long) driver.sched.st->tick, driver.broken_text);
          n_bad++;
        }
      n_cycles += gc_cycle (&driver.gc);
      n_verified += driver.n_verified;
      gc_driver_fini (&driver);
    }
  printf ("%llu machines, %llu cycles, %llu verifications: %llu broken\n", (unsigned long long) n,
          (unsigned long long) n_cycles, (unsigned long long) n_verified, (unsigned long long) n_bad);
  return n_bad != 0;
}
