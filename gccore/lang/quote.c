#include "lang/quote.h"

static bool
is_printable (gunichar r)
{
  if (r < 0x7f)
    return r >= 0x20;
  return r >= 0xa1 && r != 0xad && (g_unichar_isgraph (r) || g_unichar_ismark (r));
}

static void
quote_rune (GString *out, gunichar r, char quote, bool ascii)
{
  static const char letters[] = "abtnvfr";   /* from 7, \a, on */

  if (r == (gunichar) quote || r == '\\')
    {
      g_string_append_c (out, '\\');
      g_string_append_c (out, (char) r);
    }
  else if (ascii ? r >= 0x20 && r < 0x7f : is_printable (r))
    g_string_append_unichar (out, r);
  else if (r >= 7 && r <= 13)
    {
      g_string_append_c (out, '\\');
      g_string_append_c (out, letters[r - 7]);
    }
  else
    g_string_append_printf (out, r < 0x20 || r == 0x7f ? "\\x%02x" : r < 0x10000 ? "\\u%04x" : "\\U%08x", r);
}

void
lang_quote (GString *out, const char *text, gsize len, char quote, bool ascii)
{
  const char *end = text + len;

  g_string_append_c (out, quote);
  while (text < end)
    {
      gunichar r = g_utf8_get_char_validated (text, end - text);

      if (r < 0x110000)
        {
          quote_rune (out, r, quote, ascii);
          text = g_utf8_next_char (text);
        }
      else
        g_string_append_printf (out, "\\x%02x", (unsigned char) *text++);
    }
  g_string_append_c (out, quote);
}
