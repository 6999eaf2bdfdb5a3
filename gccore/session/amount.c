#include "session/amount.h"

#include <math.h>
#include <stdio.h>

#define N_ELEMENTS(array) (sizeof (array) / sizeof *(array))

char *
gccore_amount_bytes (char *buf, uint64_t bytes)
{
  static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
  double v = (double) bytes;
  unsigned unit = 0;
  int digits;

  while (unit + 1 < N_ELEMENTS (units) && v >= 1023.995)
    {
      v /= 1024;
      unit++;
    }
  /* Three figures that say something; whole numbers stay whole. */
  digits = unit == 0 || v >= 99.95 || v == floor (v) ? 0 : v >= 9.995 ? 1 : 2;
  snprintf (buf, GCCORE_AMOUNT_MAX, "%.*f %s", digits, v, units[unit]);
  return buf;
}

char *
gccore_amount_ns (char *buf, int64_t ns)
{
  double v = (double) ns;

  if (fabs (v) < 999.5)
    snprintf (buf, GCCORE_AMOUNT_MAX, "%.0f ns", v);
  else if (fabs (v) < 999.5e3)
    snprintf (buf, GCCORE_AMOUNT_MAX, "%.1f µs", v / 1e3);
  else if (fabs (v) < 1e9)
    snprintf (buf, GCCORE_AMOUNT_MAX, "%.3f ms", v / 1e6);
  else
    snprintf (buf, GCCORE_AMOUNT_MAX, "%.3f s", v / 1e9);
  return buf;
}
