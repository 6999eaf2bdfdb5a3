#include "lang/constant-private.h"

#include <math.h>
#include <string.h>

#include "lang/quote.h"

/* Constants as messages show them. Go 1.22 go/constant/value.go, String. */

static char *
quote (const char *bytes, gsize len)
{
  GString *out = g_string_new (NULL);

  lang_quote (out, bytes, len, '"', false);
  return g_string_free (out, FALSE);
}

#define MAX_SHOWN_CHARACTERS 72

static char *
short_quote (const char *bytes, gsize len)
{
  g_autofree char *full = quote (bytes, len);

  if (g_utf8_strlen (full, -1) <= MAX_SHOWN_CHARACTERS)
    return g_steal_pointer (&full);
  *g_utf8_offset_to_pointer (full, MAX_SHOWN_CHARACTERS - 3) = '\0';
  return g_strconcat (full, "...", NULL);
}

/* The fewest digits that read back as d; with an exponent below 1e-4 and from 1e6 on. */
static void
shortest_digits (double d, char *text, gsize size)
{
  bool exponent = fabs (d) < 1e-4 || fabs (d) >= 1e6;

  for (int digits = 1; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, exponent ? "%%.%de" : "%%.%dg", exponent ? digits - 1 : digits);
      g_ascii_formatd (text, (gint) size, format, d);
      if (g_ascii_strtod (text, NULL) == d)
        return;
    }
}

static char *
float_to_string (const ConstVal *value)
{
  double d = const_to_double (value);
  char text[64];
  long exponent;
  double mantissa, decimal, whole;

  if (isfinite (d) && (const_sign (value) == 0) == (d == 0))
    {
      mpz_t z;
      bool is_int;

      mpz_init (z);
      is_int = const_get_integer (value, z);
      mpz_clear (z);
      g_ascii_formatd (text, sizeof text, "%.6g", d);
      if (!is_int && strchr (text, '.') == NULL)
        shortest_digits (d, text, sizeof text);
      return g_strdup (text);
    }

  /* Beyond float64: an approximation m * 10**e is enough for a message. */
  if (value->kind == CONST_RAT)
    {
      mpf_t f;

      mpf_init2 (f, CONST_PRECISION_BITS);
      mpf_set_q (f, value->rat);
      mantissa = mpf_get_d_2exp (&exponent, f);
      mpf_clear (f);
    }
  else
    mantissa = mpf_get_d_2exp (&exponent, value->real);
  decimal = (double) exponent * (M_LN2 / M_LN10);
  whole = trunc (decimal);
  mantissa *= pow (10, decimal - whole);
  if (fabs (mantissa) < 1 - 0.5e-6)
    {
      mantissa *= 10;
      whole--;
    }
  else if (fabs (mantissa) >= 10)
    {
      mantissa /= 10;
      whole++;
    }
  g_ascii_formatd (text, sizeof text, "%.6g", mantissa);
  return g_strdup_printf ("%se%+d", text, (int) whole);
}

static char *
integer_to_string (mpz_srcptr z)
{
  char *digits = mpz_get_str (NULL, 10, z);
  char *text = g_strdup (digits);
  void (*free_digits) (void *, size_t);

  mp_get_memory_functions (NULL, NULL, &free_digits);
  free_digits (digits, strlen (digits) + 1);
  return text;
}

char *
const_to_string (const ConstVal *value)
{
  switch (value->kind)
    {
    case CONST_BOOL: return g_strdup (value->boolean ? "true" : "false");
    case CONST_STRING: return short_quote (value->string.bytes, value->string.len);
    case CONST_INT: return integer_to_string (value->integer);
    case CONST_RAT:
    case CONST_FLOAT: return float_to_string (value);
    case CONST_COMPLEX: return const_complex_to_string (value);
    default: return g_strdup ("unknown");
    }
}

char *
const_to_exact_string (const ConstVal *value)
{
  if (value->kind == CONST_STRING)
    return quote (value->string.bytes, value->string.len);
  return const_to_string (value);
}
