/* From a line that allocates to what escape analysis said there. */

#include <string.h>

#include "session/escape-lines.h"

const GccoreEscapeLine *
gccore_escape_decision (const GPtrArray *lines, guint line, guint *n_more)
{
  const GccoreEscapeLine *found = NULL;
  guint n = 0;

  for (guint i = 0; i < lines->len; i++) {
    const GccoreEscapeLine *each = lines->pdata[i];

    if ((guint) each->line != line || each->kind != GCCORE_ESCAPE_HEAP)
      continue;
    n++;
    if (!found)
      found = each;
  }
  if (n_more)
    *n_more = n > 0 ? n - 1 : 0;
  return found;
}

/* "x escapes to heap:" and its flows, as against those of a parameter. */
static bool
explains_escape (const GccoreEscapeLine *line)
{
  const char *end = strchr (line->text, '\n');
  g_autofree char *first = end ? g_strndup (line->text, (gsize) (end - line->text)) : NULL;

  return first && g_str_has_suffix (first, " escapes to heap:");
}

char *
gccore_escape_reasons (const GPtrArray *lines, guint line)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++) {
    const GccoreEscapeLine *each = lines->pdata[i];

    if ((guint) each->line != line || (each->kind != GCCORE_ESCAPE_HEAP && !explains_escape (each)))
      continue;
    if (text->len > 0)
      g_string_append_c (text, '\n');
    g_string_append (text, each->text);
  }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
