/* Whole cycles with random mutators: the verifier finds nothing when all is well, and finds what is broken on purpose. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gc-driver.h"
#include "gc/mgctrace.h"
#include "gc/state.h"

static GcDriver driver;

static void
run (const GcDriverOptions *options, unsigned n_ops, unsigned heavy)
{
  GcDriver *d = &driver;

  gc_driver_init (d, options);
  for (unsigned i = 0; i < n_ops; i++)
    gc_driver_op (d, heavy);
  gc_driver_verify (d);
}

static void
test_cycles_with_any_number_of_ps (void **state)
{
  static const uint32_t procs[] = { 1, 2, 3, 4, 8, 16 };

  for (size_t i = 0; i < sizeof procs / sizeof procs[0]; i++)
    {
      GcDriverOptions options = { .n_procs = procs[i], .n_mutators = 1 + (uint32_t) i, .seed = 7 + i, .verify_every_ticks = 1000 };

      run (&options, 20000, 30);
      assert_true (driver.gc.st->cycles_marked >= 3);
      gc_driver_fini (&driver);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_cycles_with_any_number_of_ps),
  };

  return cmocka_run_group_tests_name ("gc", tests, NULL, NULL);
}
