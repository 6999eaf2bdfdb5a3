#include "scene/format.h"

#include <math.h>
#include <stdio.h>

char *
scene_format_bytes (char *buf, uint64_t bytes)
{
  static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
  double v = (double) bytes;
  guint unit = 0;
  int digits;

  while (unit + 1 < G_N_ELEMENTS (units) && v >= 1023.995)
    {
      v /= 1024;
      unit++;
    }
  /* Three figures that say something; whole numbers stay whole. */
  digits = unit == 0 || v >= 99.95 || v == floor (v) ? 0 : v >= 9.995 ? 1 : 2;
  snprintf (buf, SCENE_TEXT_MAX, "%.*f %s", digits, v, units[unit]);
  return buf;
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
  double v = (double) ns;

  if (ns < 1000 && ns > -1000)
    snprintf (buf, SCENE_TEXT_MAX, "%d ns", (int) ns);
  else if (fabs (v) < 999.5)
    snprintf (buf, SCENE_TEXT_MAX, "%.0f ns", v);
  else if (fabs (v) < 999.5e3)
    snprintf (buf, SCENE_TEXT_MAX, "%.1f µs", v / 1e3);
  else if (fabs (v) < 1e9)
    snprintf (buf, SCENE_TEXT_MAX, "%.3f ms", v / 1e6);
  else
    snprintf (buf, SCENE_TEXT_MAX, "%.3f s", v / 1e9);
  return buf;
}

char *
scene_format_percent (char *buf, double fraction, int digits)
{
  snprintf (buf, SCENE_TEXT_MAX, "%.*f %%", digits, fraction * 100);
  return buf;
}
