/* Entry point: the command line (app/cli), or the window (app/widgets) when no command is named. */

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "cli/cli.h"

#ifdef HAVE_WINDOW
#include "widgets/scape-application.h"
#endif

/* The catalogues: the build folder's own when the program is run from there. */
static const char *
locale_folder (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL && g_str_has_prefix (program, BUILD_ROOT "/") ? BUILD_ROOT "/po" : LOCALEDIR;
}

int
main (int argc, char **argv)
{
  int status;

  setlocale (LC_ALL, "");
  /* Go's formats, and JSON, have a decimal point wherever they are printed. */
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE, locale_folder ());
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
