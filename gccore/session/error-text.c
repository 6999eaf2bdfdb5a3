#include "session/error-text.h"

#include <glib.h>
#include <string.h>

/* What a sentence's conversions stand for: strings one after the other, each with its NUL. */
typedef struct { const char *strings, *end; } Arguments;

static const char *
nth_argument (const Arguments *arguments, guint n)
{
  const char *at = arguments->strings;
  while (n > 0 && at < arguments->end)
    {
      at += strnlen (at, (gsize) (arguments->end - at)) + 1;
      n--;
    }
  return at < arguments->end ? at : "";
}

static char *
fill_in (const char *format, const Arguments *arguments, GccoreTranslateFunc translate)
{
  GString *text = g_string_new (NULL);
  const char *at = translate (format);
  guint next = 0;
  while (*at != '\0')
    {
      gsize length = strcspn (at, "%");
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
      char *after;
      guint64 place = g_ascii_strtoull (at + 1, &after, 10);
      gboolean placed = after > at + 1 && *after == '$';
      const char *argument = nth_argument (arguments, placed ? (guint) place - 1 : next++);
      at = placed ? after : at;
      length = strcspn (at + 1, "diuxXsfgc") + 2;
      g_string_append (text, at[1] == 's' && *argument != '\0' ? translate (argument) : argument);
      at += MIN (length, strlen (at));
    }
  return g_string_free (text, FALSE);
}

char *
gccore_error_say (const GccoreError *error, GccoreTranslateFunc translate)
{
  const Arguments own = { error->arguments, error->arguments + sizeof error->arguments };
  g_autofree char *inner = error->format != NULL ? fill_in (error->format, &own, translate) : g_strdup (error->text);
  if (error->around == NULL)
    return g_steal_pointer (&inner);
  g_autoptr (GString) both = g_string_new (NULL);
  g_string_append_printf (both, "%u", error->around_number);
  g_string_append_c (both, '\0');
  g_string_append (both, inner);
  const Arguments outer = { both->str, both->str + both->len + 1 };
  return fill_in (error->around, &outer, translate);
}
