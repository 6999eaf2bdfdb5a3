#include "lang/quote.h"

bool
lang_is_printable (gunichar r)
{
  switch (g_unichar_type (r))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return false;
    case G_UNICODE_SPACE_SEPARATOR:
      return r == ' ';
    default:
      return true;
    }
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
  else if (ascii ? r >= 0x20 && r < 0x7f : lang_is_printable (r))
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

void
lang_quote_rune (GString *out, gunichar r)
{
  char text[6];

  lang_quote (out, text, (gsize) g_unichar_to_utf8 (g_unichar_validate (r) ? r : 0xfffd, text), '\'', false);
}
