#include "config.h"

#include "engine/scape-error.h"

G_DEFINE_QUARK (scape-error-quark, scape_error)

/* Returns: (transfer full): @error with its position, if it has one, in front. */
GError *
scape_error_from_gccore (const GccoreError *error)
{
  g_return_val_if_fail (error != NULL && error->code != GCCORE_OK, NULL);

  if (error->line > 0)
    return g_error_new (SCAPE_ERROR, (int) error->code, "%d:%d: %s", error->line, error->column, error->text);
  return g_error_new_literal (SCAPE_ERROR, (int) error->code, error->text);
}
