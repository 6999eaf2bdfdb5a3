#include "config.h"

#include <glib/gi18n.h>

#include "engine/scape-error.h"
#include "session/error-text.h"

G_DEFINE_QUARK (scape-error-quark, scape_error)

/* gettext() is a macro of the compiler's. */
static const char *
translate (const char *english)
{
  return gettext (english);
}

char *
scape_error_text (const GccoreError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  return gccore_error_say (error, translate);
}

/* Returns: (transfer full): @error with its position, if it has one, in front. */
GError *
scape_error_from_gccore (const GccoreError *error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (error != NULL && error->code != GCCORE_OK, NULL);

  text = scape_error_text (error);
  if (error->line > 0)
    return g_error_new (SCAPE_ERROR, (int) error->code, "%d:%d: %s", error->line, error->column, text);
  return g_error_new_literal (SCAPE_ERROR, (int) error->code, text);
}
