#include "scene/format.h"

#include <stdio.h>

#include "session/amount.h"

G_STATIC_ASSERT (SCENE_TEXT_MAX >= GCCORE_AMOUNT_MAX);

char *
scene_format_bytes (char *buf, uint64_t bytes)
{
  return gccore_amount_bytes (buf, bytes);
}

char *
scene_format_count (char *buf, uint64_t n)
{
  char digits[24];
  int len = snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT, (guint64) n);
  int out = 0;

  for (int i = 0; i < len; i++)
    {
      if (i > 0 && (len - i) % 3 == 0 && len > 4)
        {
          /* U+00A0, as narrow as a digit in tabular figures' fonts and in every font. */
          buf[out++] = (char) 0xc2;
          buf[out++] = (char) 0xa0;
        }
      buf[out++] = digits[i];
    }
  buf[out] = '\0';
  return buf;
}

static char *
put_about (char *buf, const char *text, gboolean estimate)
{
  snprintf (buf, SCENE_TEXT_MAX, "%s%s", estimate ? "≈ " : "", text);
  return buf;
}

char *
scene_format_about (char *buf, uint64_t n, gboolean estimate)
{
  char text[SCENE_TEXT_MAX];
  uint64_t unit = 1;

  while (estimate && n / unit >= 1000)
    unit *= 10;
  return put_about (buf, scene_format_count (text, (n + unit / 2) / unit * unit), estimate);
}

char *
scene_format_bytes_about (char *buf, uint64_t bytes, gboolean estimate)
{
  char text[SCENE_TEXT_MAX];

  return put_about (buf, scene_format_bytes (text, bytes), estimate);
}

char *
scene_format_addr (char *buf, uint64_t addr)
{
  snprintf (buf, SCENE_TEXT_MAX, "0x%" G_GINT64_MODIFIER "x", (guint64) addr);
  return buf;
}

char *
scene_format_ns (char *buf, int64_t ns)
{
  return gccore_amount_ns (buf, ns);
}

char *
scene_format_percent (char *buf, double fraction, int digits)
{
  snprintf (buf, SCENE_TEXT_MAX, "%.*f %%", digits, fraction * 100);
  return buf;
}
