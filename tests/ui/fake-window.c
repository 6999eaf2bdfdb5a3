/* The window on a machine that only plays one, for tests that need a panic, a host error or an endless run at will. */

#include "widgets/scape-application.h"

int
main (int argc, char **argv)
{
  return scape_application_main (argc, argv);
}
