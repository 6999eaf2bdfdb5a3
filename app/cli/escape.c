/* spanscape escape: what the compiler's -m would print. */

#include "cli/cli.h"

#include "config.h"

#include <glib/gi18n.h>

int
cli_escape (int argc, char **argv)
{
  GOptionContext *context = cli_context_new ("escape", "FILE.go…",
                                             _("Print what escapes to the heap, as the Go compiler does."));
  g_option_context_set_description (context, _("This version has no escape analysis yet."));
  g_option_context_set_ignore_unknown_options (context, TRUE);
  if (!cli_parse (context, "escape", &argc, &argv))
    return CLI_USAGE;
  return cli_fail (CLI_USAGE, "escape", _("this version has no escape analysis yet"));
}
