#include "setup.h"

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

bool
app_in_build_folder (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL && g_str_has_prefix (program, BUILD_ROOT "/");
}

void
app_setup_locale (void)
{
  setlocale (LC_ALL, "");
  /* Go's formats, and JSON, have a decimal point wherever they are printed. */
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE, app_in_build_folder () ? BUILD_ROOT "/po" : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
