/* Entry point: hands over to the command line (app/cli) or opens the window (app/widgets). */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "cli/bench.h"
#include "cli/vectors.h"

int
main (int argc, char **argv)
{
  if (argc >= 2 && strcmp (argv[1], "vectors") == 0)
    return vectors_main (argc - 1, argv + 1);
  if (argc >= 2 && strcmp (argv[1], "bench") == 0)
    return bench_main (argc - 1, argv + 1);
  fprintf (stderr, "spanscape %s\n", PACKAGE_VERSION);
  return 2;
}
