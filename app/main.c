/* Entry point: hands over to the command line (app/cli) or opens the window (app/widgets). */

#include "config.h"

#include <stdio.h>

int
main (int argc, char **argv)
{
  fprintf (stderr, "spanscape %s\n", PACKAGE_VERSION);
  return 2;
}
