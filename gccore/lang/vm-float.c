/* Text of floating-point numbers by the rules of Go's strconv: the shortest digits that read back, or a given precision. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lang/vm-natives.h"

/* Decimal digits d1 d2 ... with value 0.d1d2... * 10^point. */
typedef struct { char digits[800]; int n, point; } Decimal;

static void
from_scientific (Decimal *d, const char *text)
{
  const char *e = strchr (text, 'e');

  d->n = 0;
  for (const char *p = text; p < e; p++)
    if (*p >= '0' && *p <= '9' && d->n < (int) sizeof d->digits)
      d->digits[d->n++] = *p;
  d->point = atoi (e + 1) + 1;
}

static void
trim_zeros (Decimal *d)
{
  while (d->n > 0 && d->digits[d->n - 1] == '0')
    d->n--;
  if (d->n == 0)
    d->point = 0;
}

static bool
reads_back (const char *text, double value, int bits)
{
  return bits == 32 ? strtof (text, NULL) == (float) value : strtod (text, NULL) == value;
}

/* The fewest digits that read back, nearest to the value. Where the interval of a power of two is lopsided, the nearest
 * text of a length may lie outside while its neighbour lies inside. */
static void
shortest (Decimal *d, double value, int bits)
{
  char text[64];
  int most = bits == 32 ? 9 : 17;

  for (int n = 1; n <= most; n++)
    {
      snprintf (text, sizeof text, "%.*e", n - 1, value);
      if (reads_back (text, value, bits))
        break;
      for (int step = -1; step <= 1 && n < most; step += 2)
        {
          char other[64], *e = strchr (text, 'e');
          int i = (int) (e - text) - 1, carry = step;

          strcpy (other, text);
          for (; i >= 0 && carry; i--)
            {
              if (other[i] == '.')
                continue;
              other[i] = (char) (other[i] + carry);
              carry = 0;
              if (other[i] > '9')
                {
                  other[i] = '0';
                  carry = 1;
                }
              else if (other[i] < '0')
                {
                  other[i] = '9';
                  carry = -1;
                }
            }
          if (!carry && other[0] != '0' && reads_back (other, value, bits))
            {
              from_scientific (d, other);
              trim_zeros (d);
              return;
            }
        }
    }
  from_scientific (d, text);
  trim_zeros (d);
}

static void
put_exponent (GString *out, const Decimal *d, char e)
{
  int exponent = d->n == 0 ? 0 : d->point - 1;

  g_string_append_printf (out, "%c%c%02d", e, exponent < 0 ? '-' : '+', abs (exponent));
}

static void
put_e (GString *out, const Decimal *d, int precision, char e)
{
  g_string_append_c (out, d->n > 0 ? d->digits[0] : '0');
  if (precision > 0)
    {
      g_string_append_c (out, '.');
      for (int i = 1; i <= precision; i++)
        g_string_append_c (out, i < d->n ? d->digits[i] : '0');
    }
  put_exponent (out, d, e);
}

static void
put_f (GString *out, const Decimal *d, int precision)
{
  if (d->point > 0)
    for (int i = 0; i < d->point; i++)
      g_string_append_c (out, i < d->n ? d->digits[i] : '0');
  else
    g_string_append_c (out, '0');
  if (precision > 0)
    {
      g_string_append_c (out, '.');
      for (int i = 0; i < precision; i++)
        {
          int at = d->point + i;

          g_string_append_c (out, at >= 0 && at < d->n ? d->digits[at] : '0');
        }
    }
}

/* 'b': ddddp±ddd, the integer that the bits of the fraction are. */
static void
put_b (GString *out, double value, int bits)
{
  int digits = bits == 32 ? 24 : 53, least = bits == 32 ? -149 : -1074, exponent;
  double fraction = frexp (value, &exponent);
  int unit = value == 0 ? least : MAX (exponent - digits, least);

  g_string_append_printf (out, "%.0fp%+d", ldexp (fraction, exponent - unit), unit);
}

/* 'x': 0x1.yyyyp±dd, rounded to even. Go 1.22 strconv/ftoa.go, fmtX. */
static void
put_x (GString *out, double value, int precision)
{
  enum
  {
    POINT = 60
  }; /* binary digits behind the point */
  int exponent;
  uint64_t mantissa = (uint64_t)ldexp (frexp (value, &exponent), POINT + 1);

  exponent = mantissa == 0 ? 0 : exponent - 1;
  if (precision >= 0 && precision < POINT / 4)
    {
      int dropped = POINT - 4 * precision;
      uint64_t rest = mantissa & ((UINT64_C (1) << dropped) - 1), half = UINT64_C (1) << (dropped - 1);

      mantissa >>= dropped;
      mantissa += rest > half || (rest == half && (mantissa & 1));
      mantissa <<= dropped;
      if (mantissa >> (POINT + 1))
        {
          mantissa >>= 1;
          exponent++;
        }
    }
  g_string_append_printf (out, "0x%d", (int)(mantissa >> POINT));
  mantissa <<= 64 - POINT;
  if (precision > 0 || (precision < 0 && mantissa != 0))
    g_string_append_c (out, '.');
  for (int i = 0; precision < 0 ? mantissa != 0 : i < precision; i++, mantissa <<= 4)
    g_string_append_c (out, "0123456789abcdef"[mantissa >> 60]);
  g_string_append_printf (out, "p%c%02d", exponent < 0 ? '-' : '+', abs (exponent));
}

void
vm_format_float (GString *out, double value, char format, int precision, int bits)
{
  Decimal *d;
  bool is_shortest = precision < 0;
  char lower = (char) g_ascii_tolower (format);
  char *text;
  gsize start;

  if (isnan (value))
    {
      g_string_append (out, "NaN");
      return;
    }
  if (isinf (value))
    {
      g_string_append (out, value < 0 ? "-Inf" : "+Inf");
      return;
    }
  if (format == 0 || !strchr ("beEfgGxX", format))
    {
      g_string_append_c (out, '%');
      g_string_append_c (out, format);
      return;
    }
  if (signbit (value))
    {
      g_string_append_c (out, '-');
      value = -value;
    }
  start = out->len;
  if (format == 'b')
    {
      put_b (out, value, bits);
      return;
    }
  if (lower == 'x')
    {
      put_x (out, value, precision);
      if (format == 'X')
        for (gsize i = start; i < out->len; i++)
          out->str[i] = g_ascii_toupper (out->str[i]);
      return;
    }
  d = g_new (Decimal, 1);
  if (is_shortest)
    {
      shortest (d, value, bits);
      precision = lower == 'e' ? MAX (d->n - 1, 0) : lower == 'f' ? MAX (d->n - d->point, 0) : MAX (d->n, 1);
    }
  else
    {
      if (lower == 'f')
        {
          text = g_strdup_printf ("%.*f", precision, value);
          g_string_append (out, text);
          g_free (text);
          g_free (d);
          return;
        }
      if (lower == 'g' && precision == 0)
        precision = 1;
      text = g_strdup_printf ("%.*e", MIN (precision, (int) sizeof d->digits) - (lower == 'g'), value);
      from_scientific (d, text);
      trim_zeros (d);
      g_free (text);
    }
  switch (lower)
    {
    case 'e':
      put_e (out, d, precision, format);
      break;
    case 'f':
      put_f (out, d, precision);
      break;
    default:
      {
        int limit = precision, exponent = d->point - 1;

        if (limit > d->n && d->n >= d->point)
          limit = d->n;
        if (is_shortest)
          limit = 6;
        if (exponent < -4 || exponent >= limit)
          put_e (out, d, (is_shortest || precision > d->n ? d->n : precision) - 1, format == 'G' ? 'E' : 'e');
        else
          put_f (out, d, MAX (d->n - d->point, 0));
        break;
      }
    }
  g_free (d);
}

void
vm_format_print_float (GString *out, double value)
{
  char text[64];
  const char *e;

  if (isnan (value))
    g_string_append (out, "NaN");
  else if (isinf (value))
    g_string_append (out, value < 0 ? "-Inf" : "+Inf");
  else
    {
      int exponent;

      snprintf (text, sizeof text, "%+.6e", value);
      e = strchr (text, 'e');
      exponent = atoi (e + 1);
      g_string_append_len (out, text, e - text);
      g_string_append_printf (out, "e%c%03d", exponent < 0 ? '-' : '+', abs (exponent));
    }
}
