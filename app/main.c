/* The command line (app/cli); where it asks for the window, the process becomes the window's program. */

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <unistd.h>

#include "cli/cli.h"
#include "setup.h"

/* Returns only if it fails. */
static int
open_window (char **argv)
{
  const char *program = app_in_build_folder () ? BUILD_ROOT "/app/spanscape-window" : LIBEXECDIR "/spanscape-window";

  if (!HAVE_GTK)
    return cli_fail (CLI_USAGE, NULL, _("this build has no window; “spanscape help” lists the commands"));
  execv (program, argv);
  return cli_fail (CLI_BAD_INPUT, NULL, _("the window cannot be started: %s: %s"), program, g_strerror (errno));
}

int
main (int argc, char **argv)
{
  int status;

  app_setup_locale ();
  status = cli_main (argc, argv);
  return status == CLI_OPEN_WINDOW ? open_window (argv) : status;
}
