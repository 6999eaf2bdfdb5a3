/* Entry point: the command line (app/cli), or the window (app/widgets) when no command is named. */

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "cli/cli.h"

#ifdef HAVE_WINDOW
#include "widgets/scape-application.h"
#endif

int
main (int argc, char **argv)
{
  int status;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  status = cli_main (argc, argv);
  if (status != CLI_OPEN_WINDOW)
    return status;
#ifdef HAVE_WINDOW
  return scape_application_main (argc, argv);
#else
  return cli_fail (CLI_USAGE, NULL, _("this build has no window; “spanscape help” lists the commands"));
#endif
}
