#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "engine/scape-error.h"

G_DEFINE_QUARK (scape-error-quark, scape_error)

static const char *
nth_argument (const GccoreError *error,
              guint              n)
{
  const char *at = error->arguments, *end = error->arguments + sizeof error->arguments;

  while (n > 0 && at < end)
    {
      at += strnlen (at, (gsize) (end - at)) + 1;
      n--;
    }
  return at < end ? at : "";
}

/* Puts the arguments where the translated format wants them: "%s" or "%2$s". Words of ours are translated, too. */
char *
scape_error_text (const GccoreError *error)
{
  GString *text;
  const char *at;
  guint next = 0;

  g_return_val_if_fail (error != NULL, NULL);

  if (error->format == NULL)
    return g_strdup (error->text);
  text = g_string_new (NULL);
  at = gettext (error->format);
  while (*at != '\0')
    {
      gsize length = strcspn (at, "%");
      const char *argument;
      guint64 place;
      char *after;

      g_string_append_len (text, at, (gssize) length);
      at += length;
      if (*at == '\0')
        break;
      if (at[1] == '%')
        {
          g_string_append_c (text, '%');
          at += 2;
          continue;
        }
      place = g_ascii_strtoull (at + 1, &after, 10);
      argument = nth_argument (error, after > at + 1 && *after == '$' ? (guint) place - 1 : next++);
      at = after > at + 1 && *after == '$' ? after : at;
      length = strcspn (at + 1, "diuxXsfgc") + 2;
      g_string_append (text, at[1] == 's' && *argument != '\0' ? gettext (argument) : argument);
      at += MIN (length, strlen (at));
    }
  return g_string_free (text, FALSE);
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
