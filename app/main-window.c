/* The window's program: started by `spanscape` with its arguments, none of which names a command. */

#include "setup.h"
#include "widgets/scape-application.h"

int
main (int    argc,
      char **argv)
{
  app_setup_locale ();
  return scape_application_main (argc, argv);
}
