#include "session/diagnostics.h"

static void
diagnostic_free (gpointer data)
{
  GccoreDiagnostic *diagnostic = data;

  g_free (diagnostic->text);
  g_free (diagnostic);
}

GPtrArray *
session_diagnostics (const LangUnit *unit)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (diagnostic_free);

  for (guint i = 0; i < unit->diagnostics->len; i++) {
    const Diagnostic *line = unit->diagnostics->pdata[i];
    GccoreDiagnostic *copy = g_new (GccoreDiagnostic, 1);

    *copy = (GccoreDiagnostic) { (int) line->pos.line, line->pos.col < LANG_MAX_COLUMN ? (int) line->pos.col : 0,
                                 g_strdup (line->text) };
    g_ptr_array_add (lines, copy);
  }
  return lines;
}
